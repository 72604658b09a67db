import { dirname, isAbsolute, relative, sep } from "node:path";
import {
  type AccountKey,
  type AssetRow,
  isFileLost,
  type Job,
  type JobClient,
  REFUSED_KEY,
  stateWord,
} from "@klingkit/engine";
import { countOf } from "../terminal/count-of.ts";
import { formatPairs } from "../terminal/pairs.ts";
import type { Style } from "../terminal/style.ts";
import { type Billed, billedFor, billedJson, billedPairs } from "./billed.ts";
import { type Beginning, readGot } from "./bought-now.ts";
import { downloadReason } from "./download-reason.ts";
import { externalIdJson } from "./external-id-json.ts";
import { fileOf, filesJson } from "./files-json.ts";
import { drawOthers, type OtherJobs, othersJson, unfinishedOfOthers } from "./other-accounts.ts";
import { pricedTexts } from "./priced-text.ts";
import { namesOf } from "./remedy.ts";
import { countNoun } from "./result-noun.ts";
import type { RunCommand } from "./run-command.ts";
import { snakeCased } from "./snake-cased.ts";
import { diskCodeOf } from "./trouble-lines.ts";

export interface RunSummary extends Billed {
  readonly jobs: readonly Job[];
  /** Results on the disk, by job. */
  readonly assets: ReadonlyMap<string, readonly AssetRow[]>;
  readonly counts: Readonly<Record<string, number>>;
  /** What this command bought. */
  readonly bought: Purchase;
  /** What it found at the service, where an earlier send had bought it. */
  readonly adopted: Counted;
  /** The service took something for a task that failed, against its rule. */
  readonly isFailureCharged: boolean;
  readonly tookMs: number;
  readonly batchIds: readonly string[];
  /** Why jobs wait for a person, in words. */
  readonly holds: readonly string[];
  /** Of other accounts that matter, which this run leaves alone. */
  readonly others: OtherJobs;
}

interface Counted extends Billed {
  readonly count: number;
}

interface Purchase extends Counted {
  /** Some of the jobs were bought before. */
  readonly isPartial: boolean;
}

export interface SummaryOf {
  /** Whose jobs were run. */
  readonly accounts: readonly AccountKey[];
  readonly tookMs: number;
  /** Default: all jobs are of this command. */
  readonly beginning?: Beginning;
}

export async function summarize(
  jobClient: JobClient,
  jobs: readonly Job[],
  { accounts, tookMs, beginning = allNew(jobs) }: SummaryOf,
): Promise<RunSummary> {
  const counts: Record<string, number> = {};
  for (const { state } of jobs) counts[state] = (counts[state] ?? 0) + 1;
  const batchIds = [...new Set(jobs.map(({ batchId }) => batchId))];
  const sums = await billedFor(jobClient, jobs);
  const { bought, adopted } = await readGot(jobs, beginning);
  const isPartial = adopted.length > 0 || jobs.some(({ id }) => !beginning.unsent.has(id));
  const waiting = jobs.filter(({ waitsFor, error }) => isHeld(waitsFor) || error?.cause === REFUSED_KEY);
  return {
    jobs,
    assets: await jobClient.assets(jobs.map(({ id }) => id)),
    counts,
    ...sums,
    bought: {
      count: bought.length,
      isPartial,
      // What is reserved for others may never be spent.
      ...(bought.length === jobs.length ? sums : await billedFor(jobClient, bought)),
    },
    adopted: { count: adopted.length, ...(await billedFor(jobClient, adopted)) },
    isFailureCharged: await isCharged(
      jobClient,
      jobs.filter(({ state }) => state === "failed"),
    ),
    tookMs,
    batchIds,
    others: await unfinishedOfOthers(jobClient, accounts),
    holds: holdsOf(waiting),
  };
}

async function isCharged(jobClient: JobClient, jobs: readonly Job[]): Promise<boolean> {
  const { settled } = await billedFor(jobClient, jobs);
  return [...settled.values()].some((amount) => amount > 0);
}

const allNew = (jobs: readonly Job[]): Beginning => ({
  unsent: new Set(jobs.map(({ id }) => id)),
  readAdopted: () => Promise.resolve(new Set()),
});

/** Each reason once. The ID or the address of the request alone does not make another reason: a hundred jobs would repeat one sentence. */
export function holdsOf(waiting: readonly Job[]): readonly string[] {
  const holds = new Map<string, string>();
  for (const { error, waitsFor } of waiting) {
    const told = error?.message ?? `waits for ${waitsFor}`;
    // The files of one disk fail with the path of each, which says what disk it is.
    const disk = diskCodeOf(error);
    const message = disk === undefined ? downloadReason(told) : told;
    // A pool that is stopped holds jobs with the words for the job whose request it refused, without the ID of that request.
    const reason = disk ?? message.replace(/^[A-Z]+ \/\S+|\brequest [\w-]+/g, "");
    if (!holds.has(reason)) holds.set(reason, message);
  }
  return [...holds.values()];
}

/** A slot comes back, and another job ends: neither needs a person. */
const isHeld = (waitsFor: Job["waitsFor"]): boolean =>
  waitsFor !== undefined && waitsFor !== "slot" && waitsFor !== "parent";

export function summaryJson(summary: RunSummary): Readonly<Record<string, unknown>> {
  const { counts, settled, held, bought, adopted, batchIds, jobs, assets, tookMs, others } = summary;
  return {
    event: "summary",
    batch: batchIds.at(-1) ?? null,
    counts,
    ...billedJson({ settled, held }),
    bought_now: countedJson(bought),
    ...(adopted.count === 0 ? {} : { adopted: countedJson(adopted) }),
    seconds: Math.round(tookMs / 1000),
    jobs: jobs.map((job) => jobResultJson(job, assets.get(job.id))),
    ...othersJson(others),
  };
}

const countedJson = ({ count, ...billed }: Counted): object => ({ count, ...billedJson(billed) });

function jobResultJson(job: Job, assets: readonly AssetRow[] | undefined) {
  const { id, name, state, taskId, filePath, error } = job;
  return {
    job: id,
    name,
    state,
    ...externalIdJson(job),
    ...(taskId === undefined ? {} : { task_id: taskId }),
    ...(state === "collected" ? { file: fileOf({ filePath }), files: filesJson(assets) } : {}),
    ...(error ? { error: snakeCased(error) } : {}),
  };
}

interface Surroundings {
  readonly cwd: string;
  readonly isEmulated: boolean;
  /** Whether only the jobs of a batch were run. Default false. */
  readonly isOfBatch?: boolean;
  /** Page of the run, or the commands that make one. */
  readonly reports: readonly string[];
}

export function drawSummary(
  style: Style,
  summary: RunSummary,
  { cwd, isEmulated, isOfBatch = false, reports }: Surroundings,
): string {
  const { jobs, others } = summary;
  const collected = countDone(summary);
  const folders = foldersOf(summary);
  const leftLine = drawOthers(style, others);
  if (jobs.length === 0)
    return `${style.good("nothing to do")} all jobs of this ${isOfBatch ? "batch" : "account"} are at rest\n${leftLine}`;
  // Files are on a disk; jobs are done.
  const isOnDisk = nounOf(summary) === "video" && (folders.length > 0 || collected === 0);
  const paint = collected === jobs.length ? style.good : style.warn;
  return `\n${paint(`${collected} of ${countOf(jobs.length, nounOf(summary))}`)} ${style.dim(isOnDisk ? "on disk" : "done")}\n${formatPairs(
    [
      ...(folders.length > 0
        ? [["files", folders.map((path) => style.link(shownFolder(path, cwd), path)).join(", ")] as const]
        : []),
      ...openPairs(summary),
      ...lostPairs(summary),
      ...boughtPairs(summary),
      ...billedPairs(summary, { isEmulated, sumOf: sumOf(summary) }),
      ...reports.map((report, at) => [at === 0 ? "report" : "", report] as const),
    ],
    style.dim,
  )}${leftLine}`;
}

/** Jobs that are done, without those whose file is gone from this machine and from the service. */
const countDone = ({ jobs }: RunSummary): number => jobs.filter(isDone).length;

const isDone = (job: Job): boolean => job.state === "collected" && !isFileLost(job);

type Pair = readonly [label: string, value: string];

/** The jobs that the sum is of, where this command did not buy all of them: after `kling resume`, not all of their batch. */
function sumOf(summary: RunSummary): string | undefined {
  const { jobs, bought } = summary;
  if (!bought.isPartial) return undefined;
  const noun = nounOf(summary);
  if (jobs.length === 1) return `this ${noun}`;
  // What the others cost is only reserved, or nothing.
  const settled = jobs.filter(({ state }) => !UNSETTLED.includes(state)).length;
  const share = settled === jobs.length || settled === 0 ? "" : `${settled} of `;
  return `${share}these ${countOf(jobs.length, noun)}`;
}

const UNSETTLED: readonly Job["state"][] = [
  "planned",
  "approved",
  "submitting",
  "running",
  "unknown",
  "failed",
  "rejected",
  "canceled",
];

/** What is not finished: where it is, and what happens to it without this process. */
function openPairs({ jobs }: RunSummary): readonly Pair[] {
  const count = (state: Job["state"]) => jobs.filter((job) => job.state === state).length;
  const [sending, running, made] = [count("submitting"), count("running"), count("succeeded")];
  const unsent = jobs.filter(({ state }) => state === "planned" || state === "approved");
  return [
    ...(sending > 0
      ? [["sending", `${sending} without a response yet, looked up when you resume`] as const]
      : []),
    ...(running > 0 ? [["running", `${running} at the service, which finishes them`] as const] : []),
    ...(made > 0 ? [["not saved", `${made} finished at the service, not downloaded yet`] as const] : []),
    ...countsByWord(unsent).map(([state, { length }]) => [state, `${length}, not sent`] as const),
  ];
}

/** What ended without a result, by the word of its state. */
const lostPairs = ({ jobs }: RunSummary): readonly Pair[] =>
  countsByWord(jobs.filter(({ state }) => LOST.includes(state))).map(
    ([state, those]) => [state, `${those.length}: ${namesOf(those)}`] as const,
  );

const LOST: readonly Job["state"][] = ["failed", "rejected", "canceled", "expired", "unknown"];

const countsByWord = (jobs: readonly Job[]) => [...Map.groupBy(jobs, (job) => stateWord(job))];

/** What this command bought, where something was bought before: the cost is that of all. */
function boughtPairs(summary: RunSummary): readonly Pair[] {
  const { bought, adopted } = summary;
  if (!bought.isPartial) return [];
  const noun = nounOf(summary);
  const isFound = adopted.count > 0;
  return [
    ["bought now", bought.count === 0 ? "nothing" : countedText(bought, noun)],
    ...(isFound ? [["adopted", `${countedText(adopted, noun)}, bought before`] as const] : []),
  ];
}

/** `2 videos: about 6 units (US$ 0.84)`. */
function countedText({ count, settled, held }: Counted, noun: string): string {
  const units = new Set([...settled.keys(), ...held.keys()]);
  const amounts = new Map([...units].map((unit) => [unit, (settled.get(unit) ?? 0) + (held.get(unit) ?? 0)]));
  const about = [...held.values()].some((amount) => amount > 0) ? "about " : "";
  const price = pricedTexts(amounts);
  const what = countOf(count, noun);
  return price === "" ? what : `${what}: ${about}${price}`;
}

/** `kling run: 9 of 10 videos done`, for a notification. */
export function endText(command: RunCommand, summary: RunSummary): string {
  const { jobs } = summary;
  return `${command}: ${countDone(summary)} of ${countOf(jobs.length, nounOf(summary))} done`;
}

/** As on the board and in errors. */
const nounOf = ({ jobs }: Pick<RunSummary, "jobs">): string => countNoun(jobs, "job");

/** Folders of the files that are on the disk, each once. Absolute. */
export const foldersOf = ({ jobs }: Pick<RunSummary, "jobs">): readonly string[] => [
  ...new Set(
    jobs.filter((job) => isDone(job) && job.filePath !== "").map(({ filePath }) => dirname(filePath)),
  ),
];

function shownFolder(folder: string, cwd: string): string {
  const path = relative(cwd, folder);
  if (path === "") return "./";
  return path.startsWith("..") || isAbsolute(path) ? `${folder}${sep}` : `./${path}${sep}`;
}

export function shortPath(filePath: string, cwd: string): string {
  const path = relative(cwd, filePath);
  return path.startsWith("..") ? filePath : `./${path}`;
}
