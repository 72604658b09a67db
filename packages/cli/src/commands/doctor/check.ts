import type { Buyer } from "@klingkit/engine/jobs";
import type { ErrorCode } from "../../errors/codes/error-codes.ts";

/** One row of `kling doctor`. */
export interface Check {
  readonly name: string;
  readonly status: "ok" | "warning" | "failed" | "skipped";
  readonly detail: string;
  /** Error code, when it failed. */
  readonly code?: ErrorCode;
}

/** Keeps in the store what else an account is called; resolves with all that it knows. */
export type RememberNames = (buyer: Buyer) => Promise<Buyer>;

/** What the checks of a service share. */
export interface CheckedService {
  readonly emulatorUrl: string | undefined;
  readonly rememberNames: RememberNames;
}

/** How long a response is waited for. */
export const REACH_TIMEOUT_MS = 10_000;
