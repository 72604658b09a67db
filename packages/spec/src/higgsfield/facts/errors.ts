import type { ErrorClass, MayHaveCharged } from "../../operation/refusal.ts";
import { requireObject } from "../../require-arguments.ts";
import type { EraId } from "./eras.ts";

/** What a refusal is told apart by, beside its status. */
export interface HiggsfieldErrorRow {
  readonly httpStatus: number;
  /** `code` of the body, where the service sends one. */
  readonly code?: string;
  /** Where no code exists, words of `detail` that tell it from others with its status. */
  readonly detail?: RegExp;
  /** Only in these; absent: in all. */
  readonly eras?: readonly EraId[];
  readonly class: ErrorClass | "idempotency-mismatch";
  readonly meaning: string;
  readonly remedy: string;
  readonly isRetryable: boolean;
  /** Whether a create that is refused so may have made a request. */
  readonly mayHaveCharged: MayHaveCharged;
}

type Retry = Partial<Pick<HiggsfieldErrorRow, "code" | "detail" | "eras" | "isRetryable" | "mayHaveCharged">>;

const row = (
  httpStatus: number,
  errorClass: HiggsfieldErrorRow["class"],
  meaning: string,
  remedy: string,
  rest: Retry = {},
): HiggsfieldErrorRow => ({
  httpStatus,
  class: errorClass,
  meaning,
  remedy,
  isRetryable: false,
  mayHaveCharged: "no",
  ...rest,
});

const later = { isRetryable: true } as const;
const ambiguous = { isRetryable: true, mayHaveCharged: "unknown" } as const;

/**
 * Refusals, the more exact rows first. @source DOC 2026-10 errors page; DOC 2026-08-11 for 400 over concurrency;
 * INF that words tell a mismatch of keys from other 422, because its body is unknown
 */
export const HIGGSFIELD_ERRORS: readonly HiggsfieldErrorRow[] = [
  row(400, "concurrency-limit", "too many concurrent requests", "wait until a request ends", {
    ...later,
    detail: /\bconcurrent requests\b/i,
    eras: ["a", "b"],
  }),
  row(400, "invalid-request", "invalid parameters, or not possible now", "correct the request"),
  row(401, "authentication", "the credentials are invalid", "check key id and secret"),
  row(402, "insufficient-balance", "not enough credits", "top up the account"),
  row(403, "insufficient-balance", "not enough credits", "top up the account"),
  row(
    404,
    "not-found",
    "unknown, or not available to this account",
    "ask GET /models what the account may use",
  ),
  row(409, "invalid-request", "not possible in this state", "read the request first"),
  row(
    422,
    "idempotency-mismatch",
    "the key was used for another request",
    "send the first body and options again with the key; do not send a new key",
    {
      detail: /idempotency/i,
      mayHaveCharged: "unknown",
    },
  ),
  row(422, "invalid-request", "invalid parameters", "correct the field that is named"),
  row(423, "server", "the model is temporarily blocked", "try again later, or use another model", later),
  row(429, "concurrency-limit", "the account's queue is full", "wait until a request ends", {
    ...later,
    code: "account_queue_full",
  }),
  row(429, "rate-limit", "too many calls", "slow down", later),
  row(503, "server", "the model is unavailable", "", ambiguous),
  row(500, "server", "internal error", "", ambiguous),
];

export interface HiggsfieldRefused {
  readonly httpStatus: number;
  readonly code?: string | undefined;
  /** `detail` as text; empty where there is none. */
  readonly detail: string;
  readonly era: EraId;
}

/** The row of a refusal; undefined for a status below 500 that the table does not list. */
export function findHiggsfieldError(refused: HiggsfieldRefused): HiggsfieldErrorRow | undefined {
  requireObject("findHiggsfieldError", { refused });
  const { httpStatus } = refused;
  const rows = HIGGSFIELD_ERRORS.filter(
    (one) => one.httpStatus === (httpStatus > 500 && httpStatus !== 503 ? 500 : httpStatus),
  );
  return rows.find((one) => fits(one, refused));
}

function fits({ code, detail, eras }: HiggsfieldErrorRow, refused: HiggsfieldRefused): boolean {
  if (code !== undefined && code !== refused.code) return false;
  if (detail !== undefined && !detail.test(refused.detail)) return false;
  return eras === undefined || eras.includes(refused.era);
}
