import { redact } from "klingkit";
import type { BoughtCall } from "./call/bought-call.ts";
import { KlingkitVideoError, type VideoErrorCode } from "./video-error.ts";

/** How far a call has come; what fails then is told with it. */
export interface CallProgress {
  /** Set when jobs may be made: from here on, something may be bought. */
  key?: string | undefined;
  mayHaveJobs?: boolean;
  call?: BoughtCall;
}

/** Runs a call so that whatever fails is a KlingkitVideoError, with key and jobs as far as they are known. */
export async function withVideoError<Result>(
  run: (progress: CallProgress) => Promise<Result>,
): Promise<Result> {
  const progress: CallProgress = {};
  try {
    return await run(progress);
  } catch (error) {
    throw toVideoError(error, progress);
  }
}

/** Codes of the SDK's errors about what the caller gave, such as an image that is too small. */
const MEDIA = /^KLINGKIT_MEDIA_/;

function codeOf(cause: unknown): VideoErrorCode {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  if (MEDIA.test(code) || code === "KLINGKIT_INVALID_REQUEST") return "request_invalid";
  return code === "KLINGKIT_CONFIG" || code.startsWith("store_") ? "config_invalid" : "internal";
}

function toVideoError(cause: unknown, { key, mayHaveJobs, call }: CallProgress): KlingkitVideoError {
  if (KlingkitVideoError.isInstance(cause)) return cause;
  const reason = redact(cause instanceof Error ? cause.message : String(cause));
  const sentence = /[.!?]$/.test(reason) ? reason : `${reason}.`;
  const charge = mayHaveJobs
    ? "You may have been charged. The same call with the same key continues, and buys nothing twice."
    : "Nothing was sent.";
  return new KlingkitVideoError({
    code: mayHaveJobs ? "internal" : codeOf(cause),
    message: `${sentence} ${charge}`,
    mayHaveCharged: mayHaveJobs ? "unknown" : "no",
    key,
    batch: call?.batch,
    jobIds: call?.jobIds,
    cause,
  });
}
