import { isFileLost, type Job, RESULT_GONE } from "@klingkit/engine";
import { CliError } from "../errors/cli-error.ts";
import { ClosedOutput } from "../errors/closed-output.ts";
import { EXIT } from "../errors/exit-code.ts";
import { word } from "../session/next-commands.ts";
import { countOf } from "../terminal/count-of.ts";
import { PARENT_FAILED } from "./choose-retries.ts";
import { remediesText } from "./remedy.ts";
import { resultNoun } from "./result-noun.ts";
import type { RunSummary } from "./run-summary.ts";
import { sharedExit } from "./shared-exit.ts";

export interface RunFailureInput {
  /** Of the command: why it ended early, if it did. */
  readonly signal: AbortSignal;
  /** Command that goes on. */
  readonly resume: string;
  /** For how long the command was to wait. Default: until nothing is left to wait for. */
  readonly timeoutMs?: number | undefined;
}

/** How a run ends where not all is well, by what a person must do first. */
export function runFailure(
  summary: RunSummary,
  { signal, resume, timeoutMs = Number.POSITIVE_INFINITY }: RunFailureInput,
): CliError | undefined {
  const jobsIn = (...states: readonly Job["state"][]) =>
    summary.jobs.filter(({ state }) => states.includes(state));
  const open = jobsIn("planned", "approved", "submitting", "running", "succeeded");
  const unknown = jobsIn("unknown");
  const failed = summary.jobs.filter((job) => BAD.includes(job.state) || isFileLost(job));
  if (signal.aborted && open.length > 0) return stopped(open, { signal, resume });
  if (unknown.length > 0) {
    const message = `Kling may or may not have created ${unknown.length === 1 ? "the task of 1 job" : `the tasks of ${unknown.length} jobs`}; klingkit cannot verify it. Their units stay reserved. See \`kling jobs show ${unknown[0]?.id}\`, then run \`kling jobs adopt\` or \`kling jobs review\`.`;
    return new CliError({ code: "jobs_unknown", message, details: { jobs: idsOf(unknown) } });
  }
  if (open.some(isMoving) && summary.tookMs >= timeoutMs) return pending(open, { timeoutMs, resume });
  if (open.length > 0) return held(open, { holds: summary.holds, resume });
  if (failed.length === 0) return undefined;
  if (failed.every(({ error }) => error?.code === RESULT_GONE)) return gone(failed);
  const below = jobsIn("canceled").filter(({ error }) => error?.code === PARENT_FAILED);
  return withoutVideo(failed, below);
}

const BAD: readonly Job["state"][] = ["failed", "rejected", "expired"];

function stopped(open: readonly Job[], { signal, resume }: RunFailureInput): CliError {
  const isUnheard = signal.reason instanceof ClosedOutput;
  const message = `${isUnheard ? "Standard output was closed" : "Interrupted"} with ${countJobs(open)} in progress. Nothing is lost: tasks that were created continue at the service. To continue, run \`${resume}\`.`;
  return new CliError({ code: isUnheard ? "write_error" : "interrupted", message, details: { resume } });
}

/** Time or the service would have brought it further. */
const isMoving = ({ waitsFor }: Job): boolean =>
  waitsFor === undefined || waitsFor === "slot" || waitsFor === "parent";

function pending(
  open: readonly Job[],
  { timeoutMs, resume }: { readonly timeoutMs: number; readonly resume: string },
): CliError {
  const subject = open.length === 1 ? "1 job is" : `${open.length} jobs are`;
  const message = `${subject} not done after ${timeoutMs / MS_PER_SECOND} s (--timeout). Nothing is lost: tasks that were created continue at the service. To continue, run \`${resume}\`.`;
  return new CliError({ code: "still_pending", message, details: { resume, jobs: idsOf(open) } });
}

const MS_PER_SECOND = 1000;

function held(
  open: readonly Job[],
  { holds, resume }: { readonly holds: readonly string[]; readonly resume: string },
): CliError {
  if (open.every(({ waitsFor }) => waitsFor === "link")) return undownloaded(open, { holds, resume });
  const isBudget = open.some(({ waitsFor }) => waitsFor === "budget");
  return new CliError({
    code: "jobs_held",
    message: `${countJobs(open)} held: ${holds.join("; ").replace(/\.$/, "") || "waiting"}. To continue, run \`${resume}\`.`,
    exitCode: isBudget ? EXIT.refused : (sharedExit(open) ?? EXIT.failure),
    details: { resume, jobs: idsOf(open), reasons: holds },
  });
}

/** Bought, done at the service, and refused here: the links lead where no file is taken from. */
function undownloaded(
  jobs: readonly Job[],
  { holds, resume }: { readonly holds: readonly string[]; readonly resume: string },
): CliError {
  const hosts = [...new Set(jobs.flatMap(({ error }) => error?.host ?? []))];
  const again = [resume, ...hosts.map((host) => `--allow-host ${word(host)}`)].join(" ");
  const subject = `${countOf(jobs.length, resultNoun(jobs))} ${jobs.length === 1 ? "is" : "are"}`;
  return new CliError({
    code: "jobs_held",
    message: `${subject} made and paid for, but not downloaded. ${holds.join(" ")} To download: \`${again}\`.`,
    exitCode: EXIT.failure,
    details: { resume: again, jobs: idsOf(jobs), reasons: holds },
  });
}

/** Made and paid for, and no longer there to be fetched. */
function gone(jobs: readonly Job[]): CliError {
  const isOne = jobs.length === 1;
  const message = `${countOf(jobs.length, resultNoun(jobs))} ${isOne ? "was" : "were"} made and paid for, and Kling no longer has ${isOne ? "its file" : "their files"}. Nothing was bought again. To buy ${isOne ? "it" : "them"} again: \`kling jobs retry ${jobs[0]?.id}\`, or run the batch with --again.`;
  return new CliError({ code: RESULT_GONE, message, exitCode: EXIT.failure, details: { jobs: idsOf(jobs) } });
}

/** `below`: those that take their results. */
function withoutVideo(failed: readonly Job[], below: readonly Job[]): CliError {
  const exitCode = sharedExit(failed) ?? EXIT.taskFailed;
  const message = `${countJobs(failed)} brought no video. See \`kling jobs show ${failed[0]?.id}\`. ${remediesText(failed, below)}`;
  return new CliError({ code: "jobs_failed", message, exitCode, details: { jobs: idsOf(failed) } });
}

const idsOf = (jobs: readonly Job[]): readonly string[] => jobs.map(({ id }) => id);

const countJobs = ({ length }: readonly Job[]): string => (length === 1 ? "1 job" : `${length} jobs`);
