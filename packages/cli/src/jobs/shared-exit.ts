import type { Job } from "@klingkit/engine";
import { EXIT, type ExitCode, exitCodeOf, SHARED_EXITS } from "../errors/exit-code.ts";
import { codeOfSdkError, isSdkCode } from "../failures/klingkit-error.ts";
import { codeOfFailed } from "../failures/task-errors.ts";

/** Exit code of the one reason that keeps all these jobs from their videos; undefined where the reasons differ. */
export function sharedExit(jobs: readonly Pick<Job, "state" | "error">[]): ExitCode | undefined {
  const [exit, ...others] = new Set(jobs.map((job) => exitCodeOf(codeOfJob(job))));
  return exit !== undefined && others.length === 0 && SHARED_EXITS.includes(exit) ? exit : undefined;
}

/** Whether the service refused the prompt or the media, before the task or at its end. */
export const isRefusedContent = (job: Pick<Job, "state" | "error">): boolean =>
  exitCodeOf(codeOfJob(job)) === EXIT.contentPolicy;

/** The code that the same end has for a single create. */
function codeOfJob({ state, error }: Pick<Job, "state" | "error">): string {
  const { code: ownCode = "", cause, message = "", ...rest } = error ?? {};
  // Of a read that failed only the reason matters.
  const code = cause ?? ownCode;
  if (state === "failed") return codeOfFailed({ ...rest, message });
  return isSdkCode(code) ? codeOfSdkError({ ...rest, code, message }) : code;
}
