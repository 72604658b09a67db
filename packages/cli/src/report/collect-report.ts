import { existsSync } from "node:fs";
import { basename } from "node:path";
import {
  type Approval,
  type AssetRow,
  DEFAULT_PURPOSE,
  isEmulatedAccount,
  type Job,
  type JobClient,
  type JobHistory,
  type JobName,
  type JobState,
  requestText,
  stateWord,
} from "@klingkit/engine";
import { approvedLimits } from "../jobs/approved-limits.ts";
import { isCanceledWithParent } from "../jobs/canceled-with-parent.ts";
import { findEarlierTakes, findNewerTakes } from "../jobs/earlier-takes.ts";
import type { Rerun } from "../jobs/job-set.ts";
import { placeOf } from "../jobs/next-steps.ts";
import type { NotRun } from "../jobs/not-run.ts";
import { isOwnTry } from "../jobs/sent-text.ts";
import { isFailed, isReplaceable, toneOf } from "../jobs/state-words.ts";
import { atPlace } from "../session/next-commands.ts";
import { orderAsTree, type ParentWithTaken, parentsOf, shownParents, waitsText } from "./family.ts";
import { FigureCounter, settlesOf } from "./figures.ts";
import { settingsOf } from "./job-facts.ts";
import { afterRetry, batchRetryAt, failureOf } from "./job-failure.ts";
import { marksOf, segmentsOf } from "./job-times.ts";
import { needsYou } from "./needs-you.ts";
import type { ReportApproval, ReportData, ReportFile, ReportJob } from "./report-data.ts";
import { type OpenJob, unfinishedOf } from "./unfinished.ts";

export interface Collecting {
  readonly nowMs: number;
  /** Address of a file on the page; undefined where the page does not show it. */
  readonly sourceOf: (filePath: string) => string | undefined;
  /** The jobs are the newest takes of a whole purpose. */
  readonly isWholePurpose?: boolean | undefined;
  /** Runs of the purpose that the page leaves out. Default: 0. */
  readonly leftOutRuns?: number | undefined;
  /** What the batch file asks for beside the jobs. */
  readonly notRun?: NotRun | undefined;
  /** Batch, purpose or batch file that the page is of, as commands take it. */
  readonly name: string;
  /** The same, where it is a file. */
  readonly batchFile?: string | undefined;
  /** The run that bought the jobs, where commands that buy do not find them by the file. */
  readonly rerun?: Rerun | undefined;
  /** The command that writes the page again. */
  readonly command: string;
  /** The store of the jobs, as the command names it. Default: the usual one. */
  readonly store?: string | undefined;
  /** As for a film: jobs that take results of others stand where they are given. Default false. */
  readonly isInGivenOrder?: boolean;
  /** Default: true. */
  readonly hasEarlierTakes?: boolean;
  /** The page is of one run, which later ones may have replaced in part. Default: false. */
  readonly hasNewerTakes?: boolean;
}

/** Reads all that a page about these jobs shows. In the given order; jobs that take results of others stand behind them, unless `isInGivenOrder`. */
export async function collectReport(
  jobClient: JobClient,
  names: readonly JobName[],
  collecting: Collecting,
): Promise<ReportData> {
  const { nowMs, isWholePurpose = false, leftOutRuns = 0, notRun, command } = collecting;
  const { hasEarlierTakes = true, hasNewerTakes = false } = collecting;
  const counter = new FigureCounter();
  const earlierCounter = new FigureCounter();
  const record = createRecord();
  const { jobs, shown, open } = await readShown(jobClient, names, { collecting, counter, record });
  const earlier = new Map<string, readonly ReportJob[]>();
  const openEarlier: OpenJob[] = [];
  for (const [id, histories] of await findEarlierTakes(jobClient, hasEarlierTakes ? shown : [])) {
    const takes = histories.map((history) => {
      const { waitsFor, isHeld, whyHere, provider, account, ...job } = jobOf(history, collecting);
      if (isWholePurpose) {
        counter.addEarlier(history, job);
        record.add(history);
        if (job.isOpen) openEarlier.push(openOf(history));
      }
      earlierCounter.addEarlier(history, job);
      return { ...job, replacedBy: id };
    });
    earlier.set(id, takes);
  }
  const { purposes, services, accounts, approvals, batchIds } = record;
  const [purpose = DEFAULT_PURPOSE, ...others] = purposes;
  const hasPurpose = purpose !== DEFAULT_PURPOSE;
  const isAttended = (await jobClient.workers()).length > 0;
  const collected = await withParents(jobClient, jobs, {
    isAttended,
    hasServices: services.size > 1,
    hasAccounts: accounts.size > services.size,
  });
  const newer = await findNewerTakes(jobClient, hasNewerTakes ? shown : []);
  const withTakes = collected.map((job) => ({
    ...job,
    ...newerOf(job, newer.get(job.id), collecting),
    earlier: earlier.get(job.id) ?? [],
  }));
  const ordered = collecting.isInGivenOrder ? withTakes : orderAsTree(withTakes);
  const runs =
    hasPurpose && others.length === 0 ? await jobClient.batches({ purpose, limit: MOST_RUNS }) : [];
  return {
    title: [...purposes].join(", ") || "no jobs",
    hasPurpose,
    // An ID begins with the time.
    batchIds: [...batchIds].sort(),
    accounts: [...accounts],
    isEmulated: accounts.size > 0 && [...accounts].every(isEmulatedAccount),
    createdAtMs: nowMs,
    command,
    ...unfinishedOf({ open, openEarlier, jobs }, { ...collecting, batchIds, isAttended }),
    approvals: [...approvals.values()].sort((one, other) => one.atMs - other.atMs),
    figures: {
      ...counter.figures(),
      problems: ordered.filter(needsYou).length,
      replaced: newer.size,
      earlierTakes: isWholePurpose ? [...earlier.values()].flat().length : 0,
    },
    jobs: ordered,
    runs: runs.map(({ id, jobs: count, createdAtMs }) => ({ batchId: id, jobs: count, createdAtMs })),
    isWholePurpose,
    leftOutRuns,
    ...(notRun ? { notRun } : {}),
    earlierAmounts: earlierCounter.figures().amounts,
    timeline: isWholePurpose
      ? ordered.flatMap((job) => [...(earlier.get(job.id) ?? []).toReversed(), job])
      : ordered,
  };
}

interface Recorders {
  readonly collecting: Collecting;
  readonly counter: FigureCounter;
  readonly record: ReturnType<typeof createRecord>;
}

/** The jobs of the page, counted and recorded. */
async function readShown(
  jobClient: JobClient,
  names: readonly JobName[],
  { collecting, counter, record }: Recorders,
) {
  const jobs: CollectedJob[] = [];
  const shown: Shown[] = [];
  const open: OpenJob[] = [];
  for await (const history of jobClient.histories(names.map(({ id }) => id))) {
    const job = jobOf(history, collecting);
    jobs.push(job);
    counter.add(history, job);
    record.add(history);
    if (job.isOpen) open.push(openOf(history));
    shown.push(shownOf(history));
  }
  return { jobs, shown, open };
}

/** A history is too large to be kept for this. */
const openOf = ({ batchId, account, approval }: JobHistory): OpenJob => ({
  batchId,
  account,
  ...(approval === undefined ? {} : { approval }),
});

/** What changes in a job that a later run replaced. */
function newerOf(
  { failure, isReplaceable: isOver }: ReportJob,
  newer: Job | undefined,
  { nowMs, store, batchFile }: Collecting,
): Pick<ReportJob, "newer" | "failure"> {
  if (!newer) return {};
  const { batchId, createdAtMs } = newer;
  return {
    newer: { word: stateWord(newer, nowMs), batchId, createdAtMs, isFailed: isFailed(newer) },
    ...(failure && isOver ? { failure: afterRetry(failure, newer, { nowMs, store, batchFile }) } : {}),
  };
}

/** Most runs of a purpose that are counted. */
const MOST_RUNS = 1000;

type Shown = Parameters<typeof findEarlierTakes>[1][number];

const shownOf = ({ id, name, purpose, account, batchId, state, filePath, retryOf }: JobHistory): Shown => ({
  id,
  name,
  purpose,
  account,
  batchId,
  state,
  filePath,
  ...(retryOf === undefined ? {} : { retryOf }),
});

/** Where jobs came from, and who approved them. */
function createRecord() {
  const batchIds = new Set<string>();
  const purposes = new Set<string>();
  const accounts = new Set<string>();
  const services = new Set<string>();
  const approvals = new Map<string, ReportApproval>();
  return {
    batchIds,
    purposes,
    accounts,
    services,
    approvals,
    add({ batchId, purpose, account, provider, approval }: JobHistory): void {
      batchIds.add(batchId);
      purposes.add(purpose);
      accounts.add(account);
      services.add(provider);
      if (!approval) return;
      const known = approvals.get(approval.id)?.batchIds ?? [];
      const ids = known.includes(batchId) ? known : [...known, batchId];
      approvals.set(approval.id, { ...approvalOf(approval), batchIds: ids });
    },
  };
}

interface Surroundings {
  /** A process works on jobs of the store. */
  readonly isAttended: boolean;
  readonly hasServices: boolean;
  /** An account of one of them is not told by its service. */
  readonly hasAccounts: boolean;
}

/** What can be told of a job once all others are known: what it waits for, and what tells it apart from them. */
async function withParents(
  jobClient: JobClient,
  jobs: readonly CollectedJob[],
  { isAttended, hasServices, hasAccounts }: Surroundings,
): Promise<readonly ReportJob[]> {
  const words = new Map(jobs.map(({ id, word }) => [id, word]));
  const missing = new Set(
    jobs.flatMap(({ parents }) => parents.flatMap(({ id }) => (words.has(id) ? [] : id))),
  );
  const shown = new Map(jobs.map((job) => [job.id, job]));
  if (missing.size > 0)
    for (const job of await jobClient.jobs({ ids: [...missing], limit: missing.size }))
      words.set(job.id, stateWord(job));
  return jobs.map(({ waitsFor, isHeld, whyHere, provider, account, ...job }) => {
    const reason = reasonOf({ ...job, waitsFor, whyHere }, { words, isAttended });
    return {
      ...job,
      parents: job.parents.flatMap((parent) => shownParents(parent, shown.get(parent.id))),
      ...(reason === undefined ? {} : { reason }),
      settings: {
        ...(hasServices ? { service: provider } : {}),
        ...(hasAccounts ? { account } : {}),
        ...job.settings,
      },
    };
  });
}

interface Known {
  /** Of the states of all jobs, by ID. */
  readonly words: ReadonlyMap<string, string>;
  readonly isAttended: boolean;
}

/** Why a job has no file yet, or will have none, where its state alone does not say it. */
function reasonOf(
  { waitsFor, whyHere, parents, isOpen }: Pick<CollectedJob, "waitsFor" | "whyHere" | "parents" | "isOpen">,
  { words, isAttended }: Known,
): string | undefined {
  if (waitsFor === "parent")
    return waitsText(parents.map(({ id, name }) => ({ name, word: words.get(id) ?? "not in this store" })));
  if (!isOpen || !isAttended) return whyHere;
  return waitsFor === "slot" ? "Waits for a free slot." : undefined;
}

/** A job by itself. */
interface CollectedJob extends ReportJob {
  readonly parents: readonly ParentWithTaken[];
  readonly waitsFor: JobHistory["waitsFor"];
  /** Not finished, and a person must act before it goes on. */
  readonly isHeld: boolean;
  /** Where it is, if no process works on it, or why it was canceled. */
  readonly whyHere: string | undefined;
  readonly provider: string;
  readonly account: string;
}

const OPEN_STATES: readonly JobState[] = ["planned", "approved", "submitting", "running", "succeeded"];

/** Where a job is that no process works on. */
const UNATTENDED: Partial<Record<JobState, string>> = {
  planned: "Not sent. No process is running it.",
  approved: "Not sent. No process is running it.",
  submitting: "No response yet. No process is running it.",
  running: "Running at the service. No process is following it.",
};

function unattendedText({ state, events }: JobHistory): string | undefined {
  const wasRefused = events.some((event) => event.kind === "job-refused" && !isOwnTry(event));
  return state === "approved" && wasRefused
    ? "Refused for now, and not sent again yet. No process is running it."
    : UNATTENDED[state];
}

function jobOf(history: JobHistory, { nowMs, sourceOf, store, batchFile }: Collecting): CollectedJob {
  const { id, name, model, planned, unit, sums, taskId, events, ledger, assets } = history;
  const prompt = requestText(planned);
  const failure = failureOf(history, nowMs, { store, batchFile });
  return {
    id,
    name,
    word: stateWord(history, nowMs),
    tone: toneOf(history),
    isDone: history.state === "collected",
    isOpen: OPEN_STATES.includes(history.state) && !isFailed(history),
    isFailed: isFailed(history),
    isReplaceable: isReplaceable(history),
    waitsFor: history.waitsFor,
    isHeld: OPEN_STATES.includes(history.state) && isFailed(history),
    whyHere:
      history.state === "canceled"
        ? history.error && atPlace(history.error.message, placeOf(history, store))
        : unattendedText(history),
    provider: history.provider,
    account: history.account,
    model,
    ...(prompt === undefined ? {} : { prompt }),
    settings: settingsOf(history),
    // Plans of earlier versions may lack them.
    inputs: (planned.media ?? []).map(({ input }) => basename(input)),
    parents: parentsOf(history),
    depth: 0,
    files: assets.flatMap((asset) => fileOf(asset, sourceOf) ?? []),
    unit,
    ...(history.estimateUnits === undefined ? {} : { estimated: history.estimateUnits }),
    settled: sums.settled,
    held: sums.held,
    ...(taskId === undefined ? {} : { taskId }),
    ...(failure ? { failure } : {}),
    ...(isCanceledWithParent(history) ? { batchRetry: batchRetryAt(history, { store, batchFile }) } : {}),
    createdAtMs: history.createdAtMs,
    earlier: [],
    segments: segmentsOf(history, nowMs),
    marks: marksOf(events),
    charges: settlesOf(ledger).map(({ at, units }) => ({ atMs: at, units })),
  };
}

function fileOf(
  { kind, file_path, size_bytes, sha256 }: AssetRow,
  sourceOf: Collecting["sourceOf"],
): ReportFile | undefined {
  if (file_path === null || file_path === "") return undefined;
  const isThere = existsSync(file_path);
  const source = isThere ? sourceOf(file_path) : undefined;
  return {
    kind,
    name: basename(file_path),
    ...(source === undefined ? { absent: isThere ? "left-out" : "gone" } : { source }),
    sizeBytes: size_bytes ?? 0,
    sha256: sha256 ?? "",
  };
}

function approvalOf(approval: Approval): Omit<ReportApproval, "batchIds"> {
  const { id, approvedBy: by, via = "unknown", approvedAtMs: atMs, planHash } = approval;
  return { id, by, via, atMs, planHash, limits: approvedLimits(approval) };
}
