import { basename } from "node:path";
import { isFetching, type Job, type PoolPause, type PoolUse, stateWord } from "@klingkit/engine";
import { amountText } from "@klingkit/spec";
import { cutEnd, cutMiddle, widthOf, wrapWords } from "../terminal/cells.ts";
import { countOf } from "../terminal/count-of.ts";
import { showOnOneLine } from "../terminal/show-controls.ts";
import type { Style } from "../terminal/style.ts";
import { amountCell } from "./amount-text.ts";
import { type BoardJob, etaMs, isDone, isUnfetched, isUnheard } from "./board-jobs.ts";
import { orderByNeeds, type TreeJob } from "./order-by-needs.ts";
import { pauseText, poolName } from "./pool-news.ts";
import { countNoun } from "./result-noun.ts";
import type { RunCommand } from "./run-command.ts";
import { movesAlone, paintState, STATE_WIDTH } from "./state-words.ts";
import { trim } from "./trim.ts";
import { waitText } from "./wait-text.ts";

export interface BoardInput {
  readonly jobs: readonly BoardJob[];
  /** Where tasks run now. Default: nowhere. */
  readonly pools?: readonly PoolUse[];
  /** Why nothing is sent now, for each model. Default: nothing is paused. */
  readonly pauses?: readonly PoolPause[];
  /** What keeps the store from being written, in words. Default: nothing. */
  readonly troubles?: readonly string[];
  readonly nowMs: number;
  readonly startedAtMs: number;
  readonly frame: number;
  /** Such as `emulated, 25 × faster`. */
  readonly place: string;
  /** Jobs that nothing was accepted of when the command began. Default: all. */
  readonly unsent?: ReadonlySet<string> | undefined;
  /** What was typed, such as `kling resume`. */
  readonly command: RunCommand;
  /** Ctrl-C was pressed, and the command waits for what it has sent. Default false. */
  readonly isStopping?: boolean | undefined;
  /** The command has stopped: nothing comes nearer to its end. Default false. */
  readonly isOver?: boolean | undefined;
  readonly columns: number;
  /** Lines that the terminal has. */
  readonly rows: number;
}

const BAR_WIDTH = 20;
const MS_PER_SECOND = 1000;
const SPINNER = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
/** A task that takes longer than usual creeps on and never looks done. */
const MOST_PROGRESS = 0.98;
const FURNITURE_LINES = 9;
const NAME_WIDTH = 24;
const COST_WIDTH = 7;
const MIDDLE_WIDTH = 64;
/** Deeper chains are drawn as deep as this. */
const MOST_INDENTS = 5;
/** A bar of fewer cells shows nothing. */
const MIN_BAR_WIDTH = 4;
/** Of a model that is cut, fewer letters do not tell it from others. */
const MIN_TAIL_WIDTH = 8;
const GAP = "  ";

/** Share of the way, 0 to 1, by how long such tasks usually take. */
export function progressOf({ job, expectedMs = 60_000 }: BoardJob, nowMs: number): number {
  if (job.state === "collected") return 1;
  if (job.state === "succeeded") return MOST_PROGRESS;
  if (job.state !== "running" || job.acceptedAtMs === undefined) return 0;
  const ratio = Math.max(0, nowMs - job.acceptedAtMs) / Math.max(1, expectedMs);
  return ratio <= 0.9 ? ratio : Math.min(MOST_PROGRESS, 0.9 + (1 - Math.exp(0.9 - ratio)) * 0.08);
}

const IN_PROGRESS: readonly Job["state"][] = ["planned", "approved", "submitting", "running", "succeeded"];

/** Share of all jobs that is done, 0 to 1. A job that failed is done, too. */
export function shareDone(jobs: readonly BoardJob[], nowMs: number): number {
  const shares = jobs.map((entry) => (IN_PROGRESS.includes(entry.job.state) ? progressOf(entry, nowMs) : 1));
  return shares.reduce((sum, share) => sum + share, 0) / Math.max(1, jobs.length);
}

/** Lines of the board, none wider than the terminal and not more than fit. */
export function drawBoard(style: Style, given: BoardInput): readonly string[] {
  const input = given.isOver ? given : { ...given, jobs: given.jobs.map(fetchedNext) };
  const { jobs, rows, columns, troubles = [], nowMs } = input;
  const width = columns - 1;
  const news = [
    ...troubles.map((trouble) => ` ${style.warn("trouble:")} ${trouble} klingkit tries again.`),
    ...pausesToTell(input).map(
      (pause) => ` ${style.warn(pauseText(pause, { nowMs, models: modelsOf(jobs) }))}`,
    ),
    ...newsLines(style, jobs),
    ...(input.isStopping ? [` ${style.warn(stoppingText(jobs.map(({ job }) => job)))}`] : []),
  ].flatMap((line) => wrapWords(showOnOneLine(line), width).split("\n"));
  const shown = orderByNeeds(chooseShown(jobs, Math.max(1, rows - FURNITURE_LINES - news.length)));
  const layout = layoutOf(shown, width);
  const lines = [
    headLine(style, input),
    slotsLine(style, input),
    titleLine(style, layout),
    ...shown.map((entry) => jobLine(style, entry, { ...input, ...layout })),
    ...(shown.length < jobs.length ? [style.dim(`  … and ${jobs.length - shown.length} more`)] : []),
    "",
    ...news,
    ...wrapWords(totalLine(style, input), width).split("\n"),
  ];
  return lines.map((line) => cutEnd(showOnOneLine(line), width));
}

/** While a run works, a result is fetched as soon as the service has it: nobody need do anything for it. */
function fetchedNext(entry: BoardJob): BoardJob {
  const { state, error, waitsFor } = entry.job;
  return state === "succeeded" && error === undefined && waitsFor === undefined
    ? { ...entry, job: { ...entry.job, claimedUntilMs: Number.POSITIVE_INFINITY } }
    : entry;
}

/** What a person reads after Ctrl-C, where the command does not end at once. */
export function stoppingText(jobs: readonly Pick<Job, "state">[]): string {
  const sent = jobs.filter(({ state }) => state === "submitting").length;
  const waits = sent === 0 ? "" : `: waiting for the response to ${countOf(sent, "request")}`;
  return `Stopping${waits}. Press Ctrl-C again to stop at once.`;
}

/** Where nothing but stopped jobs is left, the error below the last picture gives the reason. */
const pausesToTell = ({ jobs, pauses = [], isOver = false }: BoardInput): readonly PoolPause[] =>
  isOver && !jobs.some(({ job }) => IN_PROGRESS.includes(job.state) && movesAlone(job))
    ? pauses.filter(({ why }) => why !== "stopped")
    : pauses;

interface Layout {
  readonly nameWidth: number;
  /** Of the bar with its time, or of the file. */
  readonly middleWidth: number;
  readonly costWidth: number;
  readonly costTitle: "UNITS" | "COST";
}

/** The name takes at most half of what state and cost leave. */
function layoutOf(shown: readonly TreeJob<BoardJob>[], width: number): Layout {
  const costs = shown.map(({ entry }) => widthOf(costText(entry)));
  const costWidth = Math.max(COST_WIDTH, ...costs);
  const costTitle = shown.every(({ entry }) => entry.job.unit === "video") ? "UNITS" : "COST";
  const room = width - " · ".length - STATE_WIDTH - costWidth - 3 * GAP.length;
  const longest = Math.max(4, ...shown.map((one) => widthOf(treeName(one))));
  const nameWidth = Math.max(4, Math.min(NAME_WIDTH, longest, Math.floor(room / 2)));
  const middleWidth = Math.max(1, Math.min(MIDDLE_WIDTH, room - nameWidth));
  return { nameWidth, middleWidth, costWidth, costTitle };
}

/** The job with its place in the tree, cut from the left of the branch where it is deep. */
const treeName = ({ entry: { job }, depth }: TreeJob<BoardJob>): string =>
  depth === 0 ? job.name : `${"  ".repeat(Math.min(depth, MOST_INDENTS) - 1)}└ ${job.name}`;

const padded = (text: string, width: number): string => text + " ".repeat(Math.max(0, width - widthOf(text)));

function titleLine(style: Style, { nameWidth, middleWidth, costWidth, costTitle }: Layout): string {
  const titles = [
    `   ${padded("NAME", nameWidth)}`,
    "STATE".padEnd(STATE_WIDTH),
    padded("PROGRESS / FILE", middleWidth),
    costTitle.padStart(costWidth),
  ];
  return style.dim(titles.join(GAP));
}

/** All that fit; else those that move or failed first, in their order. */
function chooseShown(jobs: readonly BoardJob[], room: number): readonly BoardJob[] {
  if (jobs.length <= room) return jobs;
  const rank = ({ job: { state } }: BoardJob): number =>
    ["running", "submitting", "succeeded"].includes(state)
      ? 0
      : ["unknown", "failed", "rejected", "expired"].includes(state)
        ? 1
        : state === "approved"
          ? 2
          : 3;
  const chosen = new Set(jobs.toSorted((left, right) => rank(left) - rank(right)).slice(0, room - 1));
  return jobs.filter((entry) => chosen.has(entry));
}

function headLine(style: Style, { jobs, place, nowMs, startedAtMs, command }: BoardInput): string {
  const batches = new Set(jobs.map(({ job }) => job.batchId));
  const of = command !== "kling run" && batches.size > 1 ? ` of ${batches.size} batches` : "";
  const count = `${countOf(
    jobs.length,
    countNoun(
      jobs.map(({ job }) => job),
      "job",
    ),
  )}${of}`;
  const purposes = [...new Set(jobs.map(({ job }) => job.purpose))].join(", ");
  const facts = `${count} · ${place} · ${clockText(nowMs - startedAtMs)}`;
  return `${style.bold(command)}  ${style.dim(facts)}  ${purposes}`;
}

/** `slots  kling-v3 5/5 · kling-2.6 1/3`: tasks that run, of those that may, in each pool. Those of other runs count, too. */
function slotsLine(style: Style, { pools = [], jobs }: BoardInput): string {
  const texts = pools.map(
    ({ pool, used, allowed }) => `${poolName(pool, modelsOf(jobs))} ${used}/${allowed}`,
  );
  return texts.length === 0 ? "" : style.dim(`slots  ${texts.join(" · ")}`);
}

const modelsOf = (jobs: readonly BoardJob[]): readonly string[] => jobs.map(({ job }) => job.model);

function jobLine(style: Style, one: TreeJob<BoardJob>, input: BoardInput & Layout): string {
  const { nowMs, frame, nameWidth, middleWidth, costWidth } = input;
  const { entry } = one;
  const { job } = entry;
  const isMoving = job.state === "running" || job.state === "submitting" || isFetching(job, nowMs);
  const mark = isMoving ? style.accent(SPINNER[frame % SPINNER.length] ?? "") : markOf(style, job);
  const middle = middleOf(style, entry, { nowMs, width: middleWidth });
  return [
    ` ${mark} ${padded(cutEnd(showOnOneLine(treeName(one)), nameWidth), nameWidth)}`,
    paintState(style, job, stateWord(job, nowMs).padEnd(STATE_WIDTH)),
    padded(cutEnd(showOnOneLine(middle), middleWidth), middleWidth),
    paintCost(style, entry, costText(entry).padStart(costWidth)),
  ].join(GAP);
}

interface Room {
  readonly nowMs: number;
  readonly width: number;
}

/** The file of a job that is done, the bar of one that runs, or why neither is there. */
function middleOf(style: Style, entry: BoardJob, { nowMs, width }: Room): string {
  const { job } = entry;
  const time = timeText(entry, nowMs);
  const tail = tailOf(style, job, nowMs);
  if (isDone(job)) {
    const made = job.filePath === "" ? "done" : basename(job.filePath);
    const file = cutMiddle(showOnOneLine(made), width - GAP.length - widthOf(time));
    const linked = job.filePath === "" ? file : style.link(file, job.filePath);
    return `${linked}${GAP}${style.dim(time)}`;
  }
  const isMoving = job.state === "running" || job.state === "succeeded";
  if (!isMoving) return tail;
  const news = job.error ? `${GAP}${tail}` : "";
  const barWidth = Math.min(BAR_WIDTH, width - GAP.length - widthOf(time) - widthOf(news));
  const bar = barWidth < MIN_BAR_WIDTH ? "" : `${barOf(style, { entry, nowMs, width: barWidth })}${GAP}`;
  const line = `${bar}${time}${news}`;
  const room = width - widthOf(line) - GAP.length;
  return job.error || room < Math.min(MIN_TAIL_WIDTH, widthOf(tail))
    ? line
    : `${line}${GAP}${cutEnd(tail, room)}`;
}

function markOf(style: Style, job: Job): string {
  const { state } = job;
  if (isDone(job)) return style.good("✓");
  if (state === "approved" || state === "planned" || state === "succeeded") return style.dim("·");
  return state === "unknown" ? style.warn("?") : style.bad("✗");
}

interface BarInput extends Room {
  readonly entry: BoardJob;
}

function barOf(style: Style, { entry, nowMs, width }: BarInput): string {
  const filled = Math.round(progressOf(entry, nowMs) * width);
  return `${style.accent("━".repeat(filled))}${style.dim("─".repeat(width - filled))}`;
}

/** `12 / ~60 s` while it runs, the time that it took when done. */
function timeText({ job, expectedMs }: BoardJob, nowMs: number): string {
  const { acceptedAtMs, endedAtMs } = job;
  if (acceptedAtMs === undefined) return "";
  if (endedAtMs !== undefined) return secondsText(endedAtMs - acceptedAtMs);
  const passed = secondsText(nowMs - acceptedAtMs).replace(" s", "");
  return job.state === "running" && expectedMs !== undefined
    ? `${passed} / ~${secondsText(expectedMs)}`
    : `${passed} s`;
}

function secondsText(ms: number): string {
  const seconds = Math.max(0, ms) / MS_PER_SECOND;
  return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
}

/** What was charged, or about what will be; never an amount of another unit without its name. */
function costText({ job, settledUnits }: BoardJob): string {
  if (settledUnits !== undefined) return amountCell(settledUnits, job.unit);
  return job.estimateUnits === undefined ? "?" : `~${amountCell(job.estimateUnits, job.unit)}`;
}

const paintCost = (style: Style, { settledUnits }: BoardJob, text: string): string =>
  settledUnits === undefined ? style.dim(text) : text;

function tailOf(style: Style, job: Job, nowMs: number): string {
  const wait = waitText(job, nowMs);
  if (wait !== undefined) return style.dim(wait);
  if (isUnheard(job)) return style.warn("no news");
  if (job.error && job.state === "succeeded") return style.warn("not fetched yet");
  if (job.error) return style.warn(job.error.message);
  return style.dim(job.model);
}

/** Why nothing is heard or fetched, said once: as a rule it is the same for all. */
function newsLines(style: Style, jobs: readonly BoardJob[]): readonly string[] {
  const lineOf = (words: string, those: readonly BoardJob[]) => {
    const message = those[0]?.job.error?.message;
    return message === undefined ? [] : [` ${style.warn(`${words} ${those.length}:`)} ${message}`];
  };
  return [
    ...lineOf(
      "no news of",
      jobs.filter(({ job }) => isUnheard(job)),
    ),
    ...lineOf(
      "not fetched yet",
      jobs.filter(({ job }) => isUnfetched(job)),
    ),
  ];
}

function totalLine(style: Style, input: BoardInput): string {
  const { jobs, nowMs, pauses = [], unsent, isOver = false, isStopping = false } = input;
  const done = jobs.filter(({ job }) => isDone(job)).length;
  const running = jobs.filter(({ job }) => job.state === "submitting" || job.state === "running").length;
  // Finished at the service: nothing of them runs.
  const made = jobs.filter(({ job }) => job.state === "succeeded");
  const unsentNow = jobs.filter(({ job }) => job.state === "approved");
  const held = [...Map.groupBy(unsentNow.filter(isHeld), ({ job }) => stateWord(job))];
  const lost = jobs.length - done - running - made.length - unsentNow.length;
  // When a service that accepts no creates will accept them again is unknown.
  const leftMs = isOver || isStopping || pauses.length > 0 ? 0 : etaMs(jobs, nowMs);
  return [
    ` ${style.good(`${done} done`)}`,
    style.accent(`${running} running`),
    ...[...Map.groupBy(made, ({ job }) => stateWord(job, nowMs))].map(([word, { length }]) =>
      style.accent(`${length} ${word}`),
    ),
    `${unsentNow.length - unsentNow.filter(isHeld).length} waiting`,
    ...held.map(([word, { length }]) => style.warn(`${length} ${word}`)),
    ...(lost > 0 ? [style.bad(`${lost} not delivered`)] : []),
    unitsText(jobs, unsent),
    ...(leftMs > 0 ? [`about ${secondsText(leftMs)} left`] : []),
  ].join(style.dim(" · "));
}

/** It waits for a person, and has a word of its own. */
const isHeld = ({ job: { waitsFor } }: BoardJob): boolean => waitsFor === "pool" || waitsFor === "budget";

/**
 * Settled of what was estimated, for each unit: amounts of different units are never added. Of a batch that was bought in part, only
 * what this command buys. A job without a known price counts with its charge once that is known.
 */
function unitsText(jobs: readonly BoardJob[], unsent: ReadonlySet<string> | undefined): string {
  const bought = unsent === undefined ? jobs : jobs.filter(({ job }) => unsent.has(job.id));
  if (bought.length === 0) return "nothing bought now";
  const units = [...new Set(bought.map(({ job }) => job.unit))];
  const texts = units.map((unit) => {
    const those = bought.filter(({ job }) => job.unit === unit);
    const settled = those.reduce((sum, { settledUnits = 0 }) => sum + settledUnits, 0);
    const prices = those.map(({ job, settledUnits }) => job.estimateUnits ?? settledUnits);
    const unpriced = prices.filter((price) => price === undefined).length;
    if (unpriced === those.length) return "price unknown";
    const expected = prices.reduce<number>((sum, price = 0) => sum + price, 0);
    const charged = unit === "usd" ? amountCell(settled, unit) : trim(settled);
    const rest = unpriced === 0 ? "" : ` and ${countOf(unpriced, "job")} of unknown price`;
    return `${charged} of ~${amountText(expected, unit)}${rest}`;
  });
  return `${texts.join(" and ")}${bought.length < jobs.length ? " now" : ""}`;
}

const clockText = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / MS_PER_SECOND));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};
