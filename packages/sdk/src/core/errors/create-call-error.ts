import type { MayHaveCharged, Operation } from "@klingkit/spec";
import { redact } from "../redact.ts";
import type { CallPhase } from "./call-phase.ts";
import { KlingAbortError } from "./kling-abort-error.ts";
import { KlingConnectionError } from "./kling-connection-error.ts";
import type { KlingError } from "./kling-error.ts";
import { KlingTimeoutError } from "./kling-timeout-error.ts";

/** A call that ended without a readable answer. */
export interface BrokenCall {
  readonly operation: Operation;
  readonly phase: CallPhase;
  readonly elapsedMs: number;
  readonly cause: unknown;
  readonly isTimeout: boolean;
  readonly isAborted: boolean;
  readonly externalTaskId: string | undefined;
  readonly secrets: readonly string[];
}

/** Failures that happen before the first byte of the request has left. */
const NOTHING_SENT: readonly string[] = [
  "ECONNREFUSED",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "UND_ERR_CONNECT_TIMEOUT",
];

/** Chooses between time-out, abort and connection error, and says whether money may have been spent. */
export function createCallError(call: BrokenCall): KlingError {
  const { operation, phase, elapsedMs, cause, isTimeout, isAborted, externalTaskId } = call;
  const systemCode = systemCodeOf(cause);
  const wasSent = phase !== "before-send" && !(systemCode !== undefined && NOTHING_SENT.includes(systemCode));
  const mayHaveCharged: MayHaveCharged = operation.kind === "create" && wasSent ? "unknown" : "no";
  const common = { phase, elapsedMs, mayHaveCharged, operationId: operation.id, externalTaskId, cause };
  const next =
    mayHaveCharged === "unknown"
      ? " A task may have been created: look it up by its external id before you try again."
      : "";
  const call_ = `${operation.method} ${operation.path}`;
  if (isTimeout)
    return new KlingTimeoutError({
      ...common,
      isRetryable: true,
      message: `${call_}: no complete answer within ${elapsedMs} ms.${next}`,
    });
  if (isAborted)
    return new KlingAbortError({
      ...common,
      isRetryable: false,
      message: `${call_} was aborted by the caller.${next}`,
    });
  const why = redact(cause instanceof Error ? cause.message : String(cause), { secrets: call.secrets });
  return new KlingConnectionError({
    ...common,
    isRetryable: true,
    message: `${call_}: no answer (${systemCode ?? why}).${next} Check the network and the base URL.`,
  });
}

/** `fetch failed` hides the reason in its cause, sometimes two levels deep. */
function systemCodeOf(error: unknown, depth = 0): string | undefined {
  if (typeof error !== "object" || error === null || depth > 3) return undefined;
  if ("code" in error && typeof error.code === "string") return error.code;
  return "cause" in error ? systemCodeOf(error.cause, depth + 1) : undefined;
}
