import type { ErrorCode } from "../../errors/codes/error-codes.ts";

/** One row of `kling doctor`. */
export interface Check {
  readonly name: string;
  readonly status: "ok" | "warning" | "failed" | "skipped";
  readonly detail: string;
  /** Error code, when it failed. */
  readonly code?: ErrorCode;
}

/** How long a response is waited for. */
export const REACH_TIMEOUT_MS = 10_000;
