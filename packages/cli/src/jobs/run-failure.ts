import {
  isFileLost,
  type Job,
  mayGiveUpFile,
  mayHaveCharged,
  RESULT_GONE,
  stateWord,
} from "@klingkit/engine";
import { CliError, type CliErrorOptions, type ErrorDetails } from "../errors/cli-error.ts";
import { ClosedOutput } from "../errors/closed-output.ts";
import { EXIT } from "../errors/exit-code.ts";
import { atPlace, type Place, underPolicy, word } from "../session/next-commands.ts";
import { countOf } from "../terminal/count-of.ts";
import { isCanceledWithParent } from "./canceled-with-parent.ts";
import { describeEarlier, endedOnTheirOwn } from "./earlier-failures.ts";
import { namePolicy } from "./how-to-approve.ts";
import { poolName } from "./pool-news.ts";
import { canceledAlone, canceledBelow, namesOf, remediesText, without } from "./remedy.ts";
import { countNoun, resultNoun } from "./result-noun.ts";
import { holdsOf, type RunSummary } from "./run-summary.ts";
import { sharedExit } from "./shared-exit.ts";
import { movesAlone } from "./state-words.ts";

export interface RunFailureInput {
  /** Of the command: why it ended early, if it did. */
  readonly signal: AbortSignal;
  /** Command that goes on. */
  readonly resume: string;
  /** The file whose requests the jobs are, as `--batch` takes it. Default: each batch by its ID. */
  readonly batchFile?: string | undefined;
  /** Where the commands that help find the jobs. Default: the usual store. */
  readonly place?: Place;
  /** For how long the command was to wait. Default: until nothing is left to wait for. */
  readonly timeoutMs?: number | undefined;
  /** Policy file whose limits apply, as it was named. Default: none. */
  readonly limitsFile?: string | undefined;
  /** Another process, whose limit stopped jobs: the limits of this one may be others. */
  readonly limitedBy?: string | undefined;
  /** Jobs of the same batches that ended without a result before this command. Default: none. */
  readonly earlier?: readonly Job[] | undefined;
  /** Why the store cannot be written. Default: it can. */
  readonly storeReasons?: readonly string[] | undefined;
}

/** Jobs that did not end well for one reason. */
interface Trouble extends Omit<CliErrorOptions, "details"> {
  readonly jobs: readonly Job[];
  /** Key of the jobs in the error, where another trouble decides its code. */
  readonly listedAs: string;
  readonly details?: CliErrorOptions["details"];
}

/** How a run ends where not all is well: every job that did not end well, by what a person must do first, which decides the code. */
export function runFailure(summary: RunSummary, input: RunFailureInput): CliError | undefined {
  const troubles = findTroubles(summary, input);
  const [first, ...others] = troubles;
  if (!first) return undefined;
  const said = (separator: string) =>
    atPlace(troubles.map(({ message }) => message).join(separator), input.place);
  const { jobs, details, code, exitCode } = first;
  const troubled = troubles.flatMap((trouble) => trouble.jobs);
  return new CliError({
    code,
    ...(exitCode === undefined ? {} : { exitCode }),
    message: said(" "),
    shown: said("\n"),
    details: {
      ...(code === "interrupted" || code === "write_error" ? {} : { jobs: idsOf(jobs) }),
      ...Object.fromEntries(others.map((other) => [other.listedAs, idsOf(other.jobs)])),
      ...details,
      ...(CERTAIN.includes(code) ? {} : { may_have_charged: mayHaveCharged(troubled, summary) }),
    },
  });
}

/** Codes that mean the same for money in every run. */
const CERTAIN: readonly string[] = ["jobs_unknown", RESULT_GONE];

/** Most urgent first. */
function findTroubles(summary: RunSummary, input: RunFailureInput): readonly Trouble[] {
  const { earlier = [] } = input;
  const all = [...summary.jobs, ...earlier];
  const open = summary.jobs.filter(({ state }) => OPEN.includes(state));
  const unknown = all.filter(({ state }) => state === "unknown");
  const lost = summary.jobs.filter((job) => BAD.includes(job.state) || isFileLost(job));
  // What a person canceled is wanted no more, nor what was canceled with it.
  const withdrawn = all.filter((job) => job.state === "canceled" && !isCanceledWithParent(job));
  const unwanted = new Set(canceledBelow(withdrawn, all.filter(isCanceledWithParent)));
  const isMissed = (job: Job) => isCanceledWithParent(job) && !unwanted.has(job);
  const canceled = summary.jobs.filter(isMissed);
  const alone = canceledAlone(lost, canceled);
  const below = without(canceled, alone);
  // A job that was rejected for it was not made: a result that it takes is gone.
  const isGone = ({ state, error }: Job) => state !== "rejected" && error?.code === RESULT_GONE;
  const gone = lost.filter(isGone);
  const failed = [...lost.filter((job) => !isGone(job)), ...alone];
  const before = earlier.filter((job) => BAD.includes(job.state) || isMissed(job));
  const isStopped = input.signal.aborted && open.length > 0;
  return [
    ...(isStopped ? [stopped(open, input)] : []),
    ...(unknown.length > 0 ? [unverified(unknown)] : []),
    ...(isStopped || open.length === 0 ? [] : waiting(open, summary, input)),
    ...(failed.length > 0
      ? [
          withoutResult(failed, {
            below,
            lost: [...lost, ...alone],
            batchFile: input.batchFile,
            done: summary.jobs.filter(({ state }) => state === "collected"),
          }),
        ]
      : []),
    ...(gone.length > 0 ? [withoutFile(gone)] : []),
    ...(before.length > 0 ? [failedBefore(before, summary)] : []),
  ];
}

const OPEN: readonly Job["state"][] = ["planned", "approved", "submitting", "running", "succeeded"];
const BAD: readonly Job["state"][] = ["failed", "rejected", "expired"];

function stopped(jobs: readonly Job[], { signal, resume, storeReasons = [] }: RunFailureInput): Trouble {
  const isUnheard = signal.reason instanceof ClosedOutput;
  const reasons = reasonsOf(jobs, storeReasons);
  const message = `${isUnheard ? "Standard output was closed" : "Interrupted"} with ${statesText(jobs)}.${becauseText(reasons)} ${nothingLost(jobs)} To continue, run \`${resume}\`.`;
  const code = isUnheard ? "write_error" : "interrupted";
  return { code, message, jobs, listedAs: "open_jobs", details: { resume, ...reasonsJson(reasons) } };
}

/** What a person must remove, each reason once: it keeps the store, a file or the news of a task away. */
function reasonsOf(jobs: readonly Job[], storeReasons: readonly string[]): readonly string[] {
  const stuck = jobs.filter(({ state, error, waitsFor }) => error && STUCK.includes(state) && !waitsFor);
  return [...storeReasons, ...holdsOf(stuck)];
}

/** An error of a job in these states is of its last try. */
const STUCK: readonly Job["state"][] = ["submitting", "running", "succeeded"];

const becauseText = (reasons: readonly string[]): string =>
  reasons.map((reason) => ` ${reason.replace(/\.$/, "")}.`).join("");

const reasonsJson = (reasons: readonly string[]): ErrorDetails => (reasons.length === 0 ? {} : { reasons });

function nothingLost(jobs: readonly Job[]): string {
  const isIn = (...states: readonly Job["state"][]) => jobs.some(({ state }) => states.includes(state));
  if (isIn("submitting", "running"))
    return "Nothing is lost: tasks that were created continue at the service.";
  return isIn("succeeded")
    ? "The service keeps what was made for a limited time."
    : "Nothing is lost: the jobs are saved.";
}

/** `6 jobs running, 2 waiting`. */
function statesText(jobs: readonly Job[]): string {
  const groups = Map.groupBy(ORDERED(jobs), (job) => stateWord(job));
  return [...groups]
    .map(([state, { length }], at) => `${at === 0 ? countOf(length, "job") : length} ${state}`)
    .join(", ");
}

/** Those that are at the service first. */
const ORDERED = (jobs: readonly Job[]): readonly Job[] =>
  jobs.toSorted((one, other) => MOST_DONE.indexOf(one.state) - MOST_DONE.indexOf(other.state));

const MOST_DONE: readonly Job["state"][] = ["running", "succeeded", "submitting", "approved", "planned"];

function unverified(jobs: readonly Job[]): Trouble {
  const isOne = jobs.length === 1;
  const message = `The service may or may not have accepted ${countOf(jobs.length, "job")} (${namesOf(jobs)}); klingkit cannot verify it. ${isOne ? "Its" : "Their"} units stay reserved. \`kling jobs show ${jobs[0]?.id}\` names the commands that resolve it.`;
  return { code: "jobs_unknown", message, jobs, listedAs: "unknown_jobs" };
}

/** Those that are not at their end: time ends, or a person must do something. */
function waiting(
  open: readonly Job[],
  { tookMs, holds: texts }: RunSummary,
  { timeoutMs = Number.POSITIVE_INFINITY, resume, limitsFile, limitedBy, storeReasons = [] }: RunFailureInput,
): readonly Trouble[] {
  const holds = limitedBy === undefined ? texts.map((text) => namePolicy(text, limitsFile)) : texts;
  const isLate = open.some(movesAlone) && tookMs >= timeoutMs;
  const reasons = reasonsOf(open, storeReasons);
  return [
    isLate
      ? pending(open, { timeoutMs, resume, reasons })
      : held(open, { holds, resume, limitsFile, limitedBy }),
  ];
}

interface Pending {
  readonly timeoutMs: number;
  readonly resume: string;
  readonly reasons: readonly string[];
}

function pending(jobs: readonly Job[], { timeoutMs, resume, reasons }: Pending): Trouble {
  const subject = jobs.length === 1 ? "1 job is" : `${jobs.length} jobs are`;
  const message = `${subject} not done after ${timeoutMs / MS_PER_SECOND} s (--timeout).${becauseText(reasons)} ${nothingLost(jobs)} To continue, run \`${resume}\`.`;
  const details = { resume, ...reasonsJson(reasons) };
  return { code: "still_pending", message, jobs, listedAs: "open_jobs", details };
}

const MS_PER_SECOND = 1000;

interface Held {
  readonly holds: readonly string[];
  readonly resume: string;
  readonly limitsFile?: string | undefined;
  readonly limitedBy: string | undefined;
}

function held(jobs: readonly Job[], { holds, resume, limitsFile, limitedBy }: Held): Trouble {
  const isBudget = jobs.some(({ waitsFor }) => waitsFor === "budget");
  const again = allowing(jobs, isBudget ? underPolicy(resume, limitsFile) : resume);
  const common: Omit<Trouble, "message"> = {
    code: "jobs_held",
    jobs,
    listedAs: "held_jobs",
    details: { resume: again, reasons: holds },
  };
  if (jobs.every(({ waitsFor }) => waitsFor === "link"))
    return { ...common, message: undownloaded(jobs, holds, again), exitCode: EXIT.failure };
  const reason = holds.map((hold) => hold.replace(/\.$/, "")).join("; ") || "waiting";
  return {
    ...common,
    message: `${countOf(jobs.length, countNoun(jobs, "job"))} ${jobs.length === 1 ? "is" : "are"} stopped (${namesOf(jobs)})${poolsText(jobs)}: ${reason}.${isBudget && limitedBy !== undefined ? limitedText(limitedBy) : ""} To continue, run \`${again}\`.${giveUpText(jobs)}`,
    exitCode: isBudget ? EXIT.refused : (sharedExit(jobs) ?? EXIT.failure),
  };
}

const limitedText = (worker: string): string =>
  ` The process ${worker} stopped them by a limit that it read when it started: if it still runs, restart it with the new limits first.`;

/** A reason names the request of one job; jobs of other pools are stopped for the same. */
function poolsText(jobs: readonly Job[]): string {
  const stopped = jobs.filter(({ waitsFor }) => waitsFor === "pool");
  const models = new Set(stopped.map(({ model }) => model));
  const pools = [...new Set(stopped.map(({ pool }) => pool))];
  return pools.length < 2
    ? ""
    : ` in ${pools.length} pools (${pools.map((pool) => poolName(pool, models)).join(", ")})`;
}

/** The command with the hosts whose links were refused. */
function allowing(jobs: readonly Job[], resume: string): string {
  const hosts = [...new Set(jobs.flatMap(({ error }) => error?.host ?? []))];
  return [resume, ...hosts.map((host) => `--allow-host ${word(host)}`)].join(" ");
}

/** Bought, done at the service, and not here: its links are refused, or lead to no file. */
function undownloaded(jobs: readonly Job[], holds: readonly string[], resume: string): string {
  return `${madeBy(jobs)} ${jobs.length === 1 ? "is" : "are"} made and paid for, but not downloaded. ${holds.join(" ")} To download: \`${resume}\`.${giveUpText(jobs)}`;
}

/** Where the service may have lost the files, nothing else ends the jobs before its time for them is over. */
function giveUpText(jobs: readonly Job[]): string {
  const [first, ...others] = jobs.filter(mayGiveUpFile);
  if (first === undefined) return "";
  const id = others.length === 0 ? first.id : "JOB";
  return ` If the service has lost ${others.length === 0 ? "the file" : "a file"}, give it up: \`kling jobs review ${id} --gone\`.`;
}

/** `1 video`, `The results of 2 jobs`. */
const madeBy = (jobs: readonly Job[]): string => {
  const noun = resultNoun(jobs);
  if (noun === "video") return countOf(jobs.length, noun);
  return `The ${jobs.length === 1 ? noun : `${noun}s`} of ${countOf(jobs.length, "job")}`;
};

/** Made and paid for, and no longer there to be fetched. */
function withoutFile(jobs: readonly Job[]): Trouble {
  const isOne = jobs.length === 1;
  const message = `${madeBy(jobs)} ${isOne ? "was" : "were"} made and paid for, and Kling no longer has ${isOne ? "its file" : "their files"}. Nothing was bought again. ${remediesText(jobs)}`;
  return { code: RESULT_GONE, message, exitCode: EXIT.failure, jobs, listedAs: "gone_jobs" };
}

interface Losses {
  /** Jobs that take results of those that failed. */
  readonly below: readonly Job[];
  /** All jobs that have no file and will get none. */
  readonly lost: readonly Job[];
  readonly batchFile: string | undefined;
  /** Jobs of the same run that have their results. */
  readonly done: readonly Job[];
}

function withoutResult(jobs: readonly Job[], { below, lost, batchFile, done }: Losses): Trouble {
  const message = `${countOf(jobs.length, "job")} brought no ${resultNoun(jobs)}: ${namesOf(jobs, stateWord)}. See \`kling jobs show ${jobs[0]?.id}\`. ${remediesText(jobs, below, { batchFile, done })}`;
  const exitCode = sharedExit(lost) ?? EXIT.taskFailed;
  return { code: "jobs_failed", message, exitCode, jobs, listedAs: "failed_jobs" };
}

/** Not of this command, and still missing: who resumes a batch wants all of it. */
function failedBefore(jobs: readonly Job[], { batchIds }: RunSummary): Trouble {
  const exitCode = sharedExit(endedOnTheirOwn(jobs)) ?? EXIT.taskFailed;
  const message = describeEarlier(jobs, batchIds);
  return { code: "jobs_failed", message, exitCode, jobs, listedAs: "failed_earlier_jobs" };
}

const idsOf = (jobs: readonly Job[]): readonly string[] => jobs.map(({ id }) => id);
