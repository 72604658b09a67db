import { nextStates } from "../../../packages/engine/src/state/transitions.ts";
import { JOB_STATES, type JobState } from "../../../packages/engine/src/store/job-state.ts";

// The diagram of the states: places are fixed, arrows follow from the table of transitions.

type Tone = "work" | "good" | "bad" | "wait";

interface Place {
  /** Middle of the box, in px. */
  readonly x: number;
  readonly y: number;
  readonly tone: Tone;
}

const TOP = 118;
const BOTTOM = 300;
const BOX = { width: 112, height: 40 };
const SIZE = { width: 960, height: 370 };

const PLACES: Readonly<Record<JobState, Place>> = {
  planned: { x: 80, y: TOP, tone: "wait" },
  approved: { x: 240, y: TOP, tone: "wait" },
  submitting: { x: 400, y: TOP, tone: "work" },
  running: { x: 560, y: TOP, tone: "work" },
  succeeded: { x: 720, y: TOP, tone: "work" },
  collected: { x: 880, y: TOP, tone: "good" },
  canceled: { x: 120, y: BOTTOM, tone: "bad" },
  rejected: { x: 290, y: BOTTOM, tone: "bad" },
  unknown: { x: 460, y: BOTTOM, tone: "wait" },
  failed: { x: 640, y: BOTTOM, tone: "bad" },
  expired: { x: 810, y: BOTTOM, tone: "bad" },
};

/** States that are left only by a task that turns up late, or by a person. */
const RETURNS: readonly JobState[] = ["unknown", "rejected", "canceled"];

const STYLE = `
  text { font: 14px ui-sans-serif, system-ui, sans-serif; fill: #1f2328; }
  .note { font-size: 12px; fill: #59636e; }
  rect { fill: #ffffff; stroke: #59636e; stroke-width: 1.5; }
  .work { stroke: #0969da; fill: #ddf4ff; }
  .good { stroke: #1a7f37; fill: #dafbe1; }
  .bad { stroke: #cf222e; fill: #ffebe9; }
  path { fill: none; stroke: #59636e; stroke-width: 1.4; marker-end: url(#head); }
  .back { stroke-dasharray: 5 4; }
  marker path { fill: #59636e; stroke: none; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; }
    .note { fill: #9198a1; }
    rect { fill: #0d1117; stroke: #9198a1; }
    .work { stroke: #4493f8; fill: #0c2d6b; }
    .good { stroke: #3fb950; fill: #033a16; }
    .bad { stroke: #f85149; fill: #490202; }
    path { stroke: #9198a1; }
    marker path { fill: #9198a1; }
  }`;

export function drawJobStates(): string {
  const arrows = JOB_STATES.flatMap((from) => nextStates(from).map((to) => drawArrow(from, to)));
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" width="${SIZE.width}" height="${SIZE.height}" role="img" aria-labelledby="title">`,
    '<title id="title">States of a job and the transitions between them</title>',
    `<style>${STYLE}\n</style>`,
    '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0 8 4 0 8z"/></marker></defs>',
    ...arrows,
    ...JOB_STATES.map(drawState),
    `<text class="note" x="24" y="${SIZE.height - 14}">Dashed: again, taken back, or a task that was found later</text>`,
    "</svg>",
  ].join("\n")}\n`;
}

function drawState(state: JobState): string {
  const { x, y, tone } = PLACES[state];
  const { width, height } = BOX;
  return `<rect class="${tone}" x="${x - width / 2}" y="${y - height / 2}" width="${width}" height="${height}" rx="8"/><text x="${x}" y="${y + 5}" text-anchor="middle">${state}</text>`;
}

function drawArrow(from: JobState, to: JobState): string {
  const isBack = RETURNS.includes(from) || from === to || PLACES[to].x < PLACES[from].x;
  const isReturn = isBack && (PLACES[to].y === TOP || from === "unknown");
  return `<path${isReturn ? ' class="back"' : ""} d="${lineOf(from, to)}"><title>${from} to ${to}</title></path>`;
}

function lineOf(from: JobState, to: JobState): string {
  const [start, end] = [PLACES[from], PLACES[to]];
  const half = { x: BOX.width / 2, y: BOX.height / 2 };
  if (from === to)
    return `M${start.x - 24} ${start.y - half.y} C${start.x - 40} ${start.y - 66} ${start.x + 40} ${start.y - 66} ${start.x + 24} ${start.y - half.y - 3}`;
  if (start.y === end.y) return sideLine(start, end, half);
  const isDown = end.y > start.y;
  // Leaves and arrives beside the middle, so that arrows of both directions do not lie on each other.
  const shift = Math.max(-40, Math.min(40, (end.x - start.x) / 8)) + (isDown ? 8 : -8);
  const [startY, endY] = isDown
    ? [start.y + half.y, end.y - half.y - 3]
    : [start.y - half.y, end.y + half.y + 3];
  const bend = (isDown ? 1 : -1) * 70;
  return `M${start.x + shift} ${startY} C${start.x + shift} ${startY + bend} ${end.x - shift / 2} ${endY - bend} ${end.x - shift / 2} ${endY}`;
}

/** Between two boxes of one row: straight to the next one on the right, an arc above in all other cases. */
function sideLine(start: Place, end: Place, half: { readonly x: number; readonly y: number }): string {
  const isNext = end.x > start.x;
  if (isNext) return `M${start.x + half.x} ${start.y} H${end.x - half.x - 3}`;
  if (start.y === BOTTOM) return `M${start.x - half.x} ${start.y} H${end.x + half.x + 3}`;
  const top = start.y - half.y;
  return `M${start.x - 12} ${top} C${start.x - 30} ${top - 50} ${end.x + 50} ${top - 50} ${end.x + 30} ${top - 3}`;
}
