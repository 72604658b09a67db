import { relative } from "node:path";
import { type Job, type JobBook, type LedgerSums, REFUSED_KEY } from "@klingkit/engine";
import { USD_PER_UNIT } from "@klingkit/spec";
import { mattersBeside } from "../session/account-name.ts";
import type { Style } from "../terminal/style.ts";
import { formatPairs } from "../terminal/table.ts";
import { trim } from "./trim.ts";

export interface RunSummary {
  readonly jobs: readonly Job[];
  readonly counts: Readonly<Record<string, number>>;
  /** Units that the service reported. */
  readonly settledUnits: number;
  /** Units of jobs under way and of those in `unknown`. */
  readonly heldUnits: number;
  readonly tookMs: number;
  readonly batchIds: readonly string[];
  /** Why jobs wait for a person, in words. */
  readonly holds: readonly string[];
  /** Unfinished jobs of other accounts that matter, which this run leaves alone: how many, by account. */
  readonly others: ReadonlyMap<string, number>;
}

export interface SummaryOf {
  /** Whose jobs were run. */
  readonly account: string;
  readonly tookMs: number;
}

export async function summarize(
  book: JobBook,
  jobs: readonly Job[],
  { account, tookMs }: SummaryOf,
): Promise<RunSummary> {
  const counts: Record<string, number> = {};
  for (const { state } of jobs) counts[state] = (counts[state] ?? 0) + 1;
  const batchIds = [...new Set(jobs.map(({ batchId }) => batchId))];
  const sums = await sumsOf(book, jobs);
  const unfinished = await book.unfinished();
  const others = [...unfinished].filter(([other]) => other !== account && mattersBeside(account, other));
  const held = jobs.filter(
    ({ waitsFor, error }) => (waitsFor !== undefined && waitsFor !== "slot") || error?.cause === REFUSED_KEY,
  );
  return {
    jobs,
    counts,
    settledUnits: sums.reduce((total, { settled }) => total + settled, 0),
    heldUnits: sums.reduce((total, sum) => total + sum.held, 0),
    tookMs,
    batchIds,
    others: new Map(others),
    holds: [...new Set(held.map(({ error, waitsFor }) => error?.message ?? `waits for ${waitsFor}`))],
  };
}

/** Jobs per sum, which is one statement. */
const SUM_JOBS = 400;

/** Of these jobs only: others of their batches may belong to another plan. */
async function sumsOf(book: JobBook, jobs: readonly Job[]): Promise<readonly LedgerSums[]> {
  const sums: LedgerSums[] = [];
  for (let at = 0; at < jobs.length; at += SUM_JOBS) {
    const jobIds = jobs.slice(at, at + SUM_JOBS).map(({ id }) => id);
    sums.push(await book.sums({ jobIds }));
  }
  return sums;
}

export function summaryJson(summary: RunSummary): Readonly<Record<string, unknown>> {
  const { counts, settledUnits, heldUnits, batchIds, jobs, tookMs, others } = summary;
  return {
    event: "summary",
    batch: batchIds.at(-1) ?? null,
    counts,
    units: { settled: rounded(settledUnits), held: rounded(heldUnits) },
    seconds: Math.round(tookMs / 1000),
    jobs: jobs.map(jobResultJson),
    ...(others.size > 0 ? { unfinished_of_other_accounts: Object.fromEntries(others) } : {}),
  };
}

const rounded = (units: number): number => Number(trim(units));

function jobResultJson({ id, name, state, taskId, externalId, filePath, error }: Job) {
  return {
    job: id,
    name,
    state,
    external_task_id: externalId,
    ...(taskId === undefined ? {} : { task_id: taskId }),
    ...(state === "collected" ? { file: filePath } : {}),
    ...(error ? { error } : {}),
  };
}

interface Surroundings {
  readonly cwd: string;
  readonly isEmulated: boolean;
}

export function drawSummary(style: Style, summary: RunSummary, { cwd, isEmulated }: Surroundings): string {
  const { counts, settledUnits, heldUnits, jobs, others } = summary;
  const collected = counts["collected"] ?? 0;
  const folders = new Set(
    jobs.filter(({ state }) => state === "collected").map(({ filePath }) => folderOf(filePath, cwd)),
  );
  const left = [...others].map(([account, count]) => `${count} of ${account}`);
  const leftLine =
    left.length > 0
      ? `${style.warn("left alone")} unfinished jobs of other accounts: ${left.join(", ")}\n`
      : "";
  if (jobs.length === 0)
    return `${style.good("nothing to do")} all jobs of this account are at rest\n${leftLine}`;
  const held = heldUnits > 0 ? `, ${trim(heldUnits)} still held` : "";
  const paint = collected === jobs.length ? style.good : style.warn;
  return `\n${paint(`${collected} of ${jobs.length} videos`)} ${style.dim("on disk")}\n${formatPairs(
    [
      ...(folders.size > 0 ? [["files", [...folders].join(", ")] as const] : []),
      isEmulated
        ? ["cost", `No charge (emulator). At list price: ${priceText(settledUnits)}`]
        : ["charged", `${trim(settledUnits)} units${held}`],
    ],
    style.dim,
  )}${leftLine}`;
}

/** At list price: what a pack was bought for is unknown here. */
const priceText = (units: number): string =>
  `${trim(units)} units, US$ ${(units * USD_PER_UNIT.video).toFixed(2)}`;

function folderOf(filePath: string, cwd: string): string {
  const folder = relative(cwd, filePath).replace(/[^/\\]+$/, "");
  return folder === "" ? "./" : folder.startsWith("..") ? filePath.replace(/[^/\\]+$/, "") : `./${folder}`;
}
