import { mayGiveUpFile } from "../collect/kept-from-disk.ts";
import { RESULT_GONE } from "../collect/result-gone.ts";
import type { EngineContext } from "../context/engine-context.ts";
import type { JobRow } from "../store/schema.ts";
import { type DecisionResult, endByHand } from "./manual-decisions.ts";

/**
 * A person knows that the service will give no file for a job any more, before its time there is over: deleted, say. What was charged
 * stays on record, and the job can be retried.
 */
export const giveUpResult = (
  context: Pick<EngineContext, "store" | "clock">,
  id: string,
  by: string,
): Promise<DecisionResult> =>
  endByHand(context, id, (job) => {
    const error = errorOf(job);
    const { state, waits_for: waitsFor } = job;
    if (!mayGiveUpFile({ state, waitsFor, error })) return whyNot(job, error);
    const message = `${by} gave the file up: ${error?.message ?? "the service gives none"}`;
    return {
      to: "expired",
      event: { kind: "job-expired", data: { message, by } },
      set: { error_json: JSON.stringify({ code: RESULT_GONE, message }) },
    };
  });

interface DownloadFailure {
  readonly code?: string;
  readonly message: string;
  readonly host?: string;
}

function whyNot({ id, state, waits_for }: JobRow, error: DownloadFailure | undefined): string {
  if (state !== "succeeded" || waits_for !== "link" || error === undefined)
    return `job ${id} is ${state}; a file is given up only if its job waits for its link (\`waits_for\`: link), after \`kling resume\` got none`;
  const { message, host } = error;
  const allowing = host === undefined ? "" : ` --allow-host ${host}`;
  return `the service has the file of job ${id}, and this machine did not save it: ${message.replace(/\.$/, "")}. To download it, run \`kling resume${allowing}\``;
}

/** Written by the engine. */
const errorOf = ({ error_json }: JobRow): DownloadFailure | undefined =>
  error_json === null ? undefined : JSON.parse(error_json);
