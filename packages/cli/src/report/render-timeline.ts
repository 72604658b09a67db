import type { Unit } from "@klingkit/spec";
import { amountText, unitName } from "@klingkit/spec";
import { countOf } from "../terminal/count-of.ts";
import { type Html, html } from "./html.ts";
import { busyTimesOf } from "./job-times.ts";
import { MOST_AT_ONCE } from "./most-at-once.ts";
import type { ReportData, ReportJob } from "./report-data.ts";
import { costText, durationText } from "./texts.ts";
import { createTimeScale, type Pause, type TimeScale, WIDTH } from "./time-scale.ts";

const ROW_HEIGHT = 10;
const CURVE_HEIGHT = 100;
const AXIS_STEPS = 4;
/** Deeper jobs of a chain are not indented further: their names must stay readable. */
const MOST_STEPS = 4;
/** Room of a label below the axis, and pauses that the sentence names. */
const LABEL_PERCENT = 26;
const MOST_PAUSES_NAMED = 6;

const tenthOf = (value: number): number => Math.round(value * 10) / 10;

/** What every job did when, how many ran at once, and how the cost grew. */
export function renderTimeline({ timeline: jobs, figures, batchIds, ...data }: ReportData): Html {
  const { startedAtMs, endedAtMs } = figures;
  // Of a batch without an approval, nothing is known of what was allowed.
  const approved = new Set(data.approvals.flatMap((approval) => approval.batchIds));
  const approvals = batchIds.every((id) => approved.has(id)) ? data.approvals : [];
  const busy = jobs.flatMap(({ segments }) => busyTimesOf(segments));
  const scale = createTimeScale({ startedAtMs, endedAtMs }, busy);
  const rows = html`${jobs.map((job) => renderRow(job, scale))}`;
  // Many rows are text until the timeline comes near: then the script makes them of it. A browser that runs no script shows them at once.
  const isMany = jobs.length > MOST_AT_ONCE;
  return html`<section class="timeline" aria-labelledby="timeline">
<h2 id="timeline">Timeline</h2>
<ul class="legend"><li class="waiting">waiting</li><li class="sending">sending</li><li class="running">running</li><li class="downloading">downloading</li><li class="lost">response lost</li><li class="found">task found</li><li class="refused">refused</li><li class="trouble">other trouble</li>${scale.pauses.length > 0 && html`<li class="pause">pause, shortened</li>`}</ul>
<div class="rows${isMany && " many"}" tabindex="0" role="region" aria-label="Timeline of each job">${isMany ? html`<noscript>${rows}</noscript>` : rows}</div>
<div class="axis" aria-hidden="true">${axisOf(scale).map((text) => html`<span>${text}</span>`)}</div>
${renderPauses(scale)}
${renderRunning(jobs, scale)}
${renderSpend(jobs, scale, approvals)}
</section>`;
}

const axisOf = (scale: TimeScale): readonly string[] =>
  Array.from({ length: AXIS_STEPS + 1 }, (_, step) => durationText(scale.elapsedMsAt(step / AXIS_STEPS)));

/** A pause whose label would touch the one before has none: the sentence below names all. */
function renderPauses({ pauses }: TimeScale): Html {
  if (pauses.length === 0) return html``;
  const middleOf = ({ x, width }: Pause) => Math.round(((x + width / 2) / WIDTH) * 100);
  let free = 0;
  const labels = pauses.flatMap((pause) => {
    const middle = Math.min(100 - LABEL_PERCENT / 2, Math.max(LABEL_PERCENT / 2, middleOf(pause)));
    if (middle - LABEL_PERCENT / 2 < free) return [];
    free = middle + LABEL_PERCENT / 2;
    return html`<text x="${middle}%" y="14" text-anchor="middle">${durationText(pause.lengthMs)} pause</text>`;
  });
  const lengths = pauses.slice(0, MOST_PAUSES_NAMED).map(({ lengthMs }) => durationText(lengthMs));
  const more = pauses.length > MOST_PAUSES_NAMED ? `, and ${pauses.length - MOST_PAUSES_NAMED} more` : "";
  return html`<svg class="pauses" aria-hidden="true">${labels}</svg>
<p class="shortened">${countOf(pauses.length, "pause")}, in which nothing was sent, ran or was downloaded, ${pauses.length === 1 ? "is" : "are"} drawn shorter: ${lengths.join(", ")}${more}.</p>`;
}

const drawPauses = ({ pauses }: TimeScale, height: number): readonly Html[] =>
  pauses.map(
    ({ x, width }) => html`<rect class="pause" x="${x}" y="0" width="${width}" height="${height}"/>`,
  );

function renderRow({ id, segments, marks, depth, replacedBy, ...job }: ReportJob, scale: TimeScale): Html {
  const name = replacedBy === undefined ? job.name : `${job.name} (earlier take)`;
  const took = segments
    .map(({ stage, fromMs, toMs }) => `${stage} ${durationText(toMs - fromMs)}`)
    .join(", ");
  const bars = segments.map(
    ({ stage, fromMs, toMs }) =>
      html`<rect class="${stage}" x="${scale.at(fromMs)}" width="${Math.max(1, tenthOf(scale.at(toMs) - scale.at(fromMs)))}"/>`,
  );
  // A look-up often finds the task a moment after the response was lost: with half the height, it leaves that mark in sight.
  const lines = marks.map(
    ({ kind, atMs, text }) =>
      html`<line class="${kind}" x1="${scale.at(atMs)}" x2="${scale.at(atMs)}" y1="${kind === "found" ? ROW_HEIGHT / 2 : 0}" y2="${ROW_HEIGHT}"><title>${text}</title></line>`,
  );
  return html`<a class="row" href="#job-${replacedBy ?? id}"><span dir="auto">${depth > 0 && `${"\u2007".repeat(Math.min(depth, MOST_STEPS) * 2 - 2)}↳ `}${job.isFailed && html`<b>✗</b> `}${name}</span><svg viewBox="0 0 ${WIDTH} ${ROW_HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${name}: ${took}">${bars}${drawPauses(scale, ROW_HEIGHT)}${lines}</svg></a>
`;
}

/** How many tasks ran at once. */
function renderRunning(jobs: readonly ReportJob[], scale: TimeScale): Html {
  const steps = jobs
    .flatMap(({ segments }) => segments.filter(({ stage }) => stage === "running"))
    .flatMap(({ fromMs, toMs }) => [
      { ms: fromMs, change: 1 },
      { ms: toMs, change: -1 },
    ]);
  const { points, most } = sum(steps);
  if (most === 0) return html``;
  return html`<div class="chart"><div><h3>Tasks running</h3><p>At most ${most} of these jobs at once.</p></div>
${curve({ label: `Tasks of these jobs that ran at once, at most ${most}`, path: pathOf(points, scale, most), kind: "area", scale })}</div>
`;
}

interface Step {
  readonly ms: number;
  readonly change: number;
}

function sum(steps: readonly Step[]): { readonly points: readonly Step[]; readonly most: number } {
  let value = 0;
  let most = 0;
  const points: { ms: number; change: number }[] = [];
  for (const { ms, change } of steps.toSorted((one, other) => one.ms - other.ms)) {
    value += change;
    most = Math.max(most, value);
    const last = points.at(-1);
    if (last?.ms === ms) last.change = value;
    else points.push({ ms, change: value });
  }
  return { points, most };
}

/** A line in steps through running totals. */
function pathOf(points: readonly Step[], scale: TimeScale, most: number): string {
  const y = (value: number) => Math.round((1 - value / most) * (CURVE_HEIGHT - 2) + 1);
  const steps = points.map(({ ms, change }) => `H${scale.at(ms)}V${y(change)}`).join("");
  return `M0 ${y(0)}${steps}H${WIDTH}`;
}

interface Curve {
  readonly label: string;
  readonly path: string;
  readonly kind: "area" | "line";
  readonly limit?: number | undefined;
  readonly scale: TimeScale;
}

const curve = ({ label, path, kind, limit, scale }: Curve): Html =>
  html`<svg class="curve" viewBox="0 0 ${WIDTH} ${CURVE_HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${label}">${drawPauses(scale, CURVE_HEIGHT)}<path class="${kind}" d="${path}${kind === "area" && `V${CURVE_HEIGHT}H0Z`}"/>${limit !== undefined && html`<line class="limit" x1="0" x2="${WIDTH}" y1="${limit}" y2="${limit}"/>`}</svg>
`;

function renderSpend(jobs: readonly ReportJob[], scale: TimeScale, approvals: ReportData["approvals"]): Html {
  const units = [...new Set(jobs.map(({ unit }) => unit))];
  const curves = units.flatMap((unit) => renderUnit(unit, jobs, { scale, approvals }) ?? []);
  return html`${curves}`;
}

interface Spending {
  readonly scale: TimeScale;
  readonly approvals: ReportData["approvals"];
}

function renderUnit(
  unit: Unit,
  jobs: readonly ReportJob[],
  { scale, approvals }: Spending,
): Html | undefined {
  const steps = jobs
    .filter((job) => job.unit === unit)
    .flatMap(({ charges }) => charges.map(({ atMs, units }) => ({ ms: atMs, change: units })));
  const { points, most } = sum(steps);
  if (most === 0) return undefined;
  const limits = approvals.flatMap((approval) => approval.limits.filter((limit) => limit.unit === unit));
  const allowed = limits.every(({ maxUnits }) => maxUnits !== undefined)
    ? limits.reduce((total, { maxUnits = 0 }) => total + maxUnits, 0)
    : 0;
  const top = Math.max(most, allowed);
  const limitText = allowed > 0 ? ` Approved: at most ${amountText(allowed, unit)}.` : "";
  const limit = allowed > 0 ? Math.round((1 - allowed / top) * (CURVE_HEIGHT - 2) + 1) : undefined;
  // Corrections lower what was booked at first.
  const text = `${costText(points.at(-1)?.change ?? 0, unit)} at the end, at list price.${limitText}`;
  const title = `Cost over time, in ${unitName(unit)}`;
  return html`<div class="chart"><div><h3>${title}</h3><p>${text}</p></div>
${curve({ label: `${title}. ${text}`, path: pathOf(points, scale, top), kind: "line", limit, scale })}</div>
`;
}
