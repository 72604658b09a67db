import { AISDKError } from "@ai-sdk/provider";
import type { MayHaveCharged } from "@klingkit/spec";

/** What went wrong, for programs. Documented API: never renamed. */
export type VideoErrorCode =
  /** A setting, a key or the store cannot be used. */
  | "config_invalid"
  /** A field, an option or a file of the call is not what the model takes. */
  | "request_invalid"
  | "model_unknown"
  | "model_retired"
  | "approval_required"
  | "budget_exceeded"
  /** The key belongs to another request. */
  | "key_reused"
  /** No call with this key or job is in the store. */
  | "call_not_found"
  /** The service refused the create request: nothing was bought. */
  | "rejected"
  /** The service made no video of the task. */
  | "failed"
  /** The response was lost for good: a person decides. */
  | "unknown"
  | "canceled"
  /** Bought, and the service no longer has the file. */
  | "expired"
  /** The jobs need a person: the account's pool is stopped, or a limit holds them. */
  | "blocked"
  /** The caller's own time-out ended the waiting. The jobs continue. */
  | "timeout"
  /** The caller's signal ended the waiting. The jobs continue. */
  | "aborted"
  /** Something else failed, such as the disk or the database. */
  | "internal";

export interface VideoErrorOptions {
  readonly code: VideoErrorCode;
  readonly message: string;
  readonly mayHaveCharged: MayHaveCharged;
  readonly key?: string | undefined;
  readonly jobId?: string | undefined;
  readonly jobIds?: readonly string[] | undefined;
  readonly batch?: string | undefined;
  /** Units that were charged, as far as it is known. */
  readonly units?: number | undefined;
  /** Plan that a person must approve, for `approval_required`. */
  readonly planHash?: string | undefined;
  readonly cause?: unknown;
}

const marker = Symbol.for("klingkit.KlingkitVideoError");
/** By this name `generateVideo` and its callers know an abort. */
const ABORT_NAME = "AbortError";

/**
 * Every error of this provider. `generateVideo` neither repeats nor wraps it, so that its fields reach you. `key` leads to the
 * paid videos: `resumeVideo({ key })`, or the same call with the same key.
 */
export class KlingkitVideoError extends AISDKError {
  readonly [marker] = true;
  declare readonly code: VideoErrorCode;
  /** Whether money may have been spent. */
  declare readonly mayHaveCharged: MayHaveCharged;
  /** Key of the call; undefined where it failed before it had one. */
  declare readonly key: string | undefined;
  /** The job that the error is about, the first of several; undefined where none was made. */
  declare readonly jobId: string | undefined;
  declare readonly jobIds: readonly string[];
  declare readonly batch: string | undefined;
  declare readonly units: number | undefined;
  /** Plan that a person must approve, for `approval_required`. */
  declare readonly planHash: string | undefined;

  constructor(options: VideoErrorOptions) {
    const { code, message, cause, jobIds = [] } = options;
    super({
      name: code === "aborted" ? ABORT_NAME : "AI_KlingkitVideoError",
      message,
      ...(cause === undefined ? {} : { cause }),
    });
    const { mayHaveCharged, key, jobId = jobIds[0], batch, units, planHash } = options;
    const all = jobIds.length === 0 && jobId !== undefined ? [jobId] : jobIds;
    Object.assign(this, { code, mayHaveCharged, key, jobId, jobIds: all, batch, units, planHash });
  }

  static override isInstance(error: unknown): error is KlingkitVideoError {
    return typeof error === "object" && error !== null && marker in error;
  }
}

/** A mistake of the call: nothing was sent. */
export const requestInvalid = (message: string, cause?: unknown): KlingkitVideoError =>
  new KlingkitVideoError({ code: "request_invalid", message, mayHaveCharged: "no", cause });

/** A setting, a key or a file of the environment cannot be used: nothing was sent. */
export const configInvalid = (message: string, cause?: unknown): KlingkitVideoError =>
  new KlingkitVideoError({ code: "config_invalid", message, mayHaveCharged: "no", cause });
