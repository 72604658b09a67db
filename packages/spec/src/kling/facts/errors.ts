import type { ErrorClass, MayHaveCharged } from "../../operation/refusal.ts";
import type { Source } from "../../source.ts";

export interface ErrorRow {
  readonly httpStatus: number;
  readonly code: number;
  readonly class: ErrorClass | "ok";
  readonly meaning: string;
  /** What the caller can do. Empty where it depends on the operation: a read is repeated, a create that may have charged is looked up. */
  readonly remedy: string;
  /** Sending the same request again later can succeed. Permanent 429s are not retryable. */
  readonly isRetryable: boolean;
  /** Whether a create answered like this may have made a task. */
  readonly mayHaveCharged: MayHaveCharged;
}

export const ERROR_TABLE_SOURCE: Source = {
  confidence: "DOC",
  readOn: "2026-09-20",
  note: "error-codes page; retry classes LIVE/INF (transient: 1302 1303 5000 5001 5002; permanent 429: 1100 1101 1102 1304; ambiguous for creates: 5000, 5002 and HTTP 502 503 504, hence 5001)",
};

const row = (
  httpStatus: number,
  code: number,
  errorClass: ErrorRow["class"],
  meaning: string,
  remedy: string,
  retry: Partial<Pick<ErrorRow, "isRetryable" | "mayHaveCharged">> = {},
): ErrorRow => ({
  httpStatus,
  code,
  class: errorClass,
  meaning,
  remedy,
  isRetryable: false,
  mayHaveCharged: "no",
  ...retry,
});

const again = { isRetryable: true } as const;
const ambiguous = { isRetryable: true, mayHaveCharged: "unknown" } as const;

/** The complete table of business codes (22 rows). */
export const ERROR_TABLE: readonly ErrorRow[] = [
  row(200, 0, "ok", "request accepted", "", { mayHaveCharged: "yes" }),
  row(401, 1000, "authentication", "authentication failed", "check the key and its region"),
  row(401, 1001, "authentication", "the Authorization header is empty", "send a key"),
  row(401, 1002, "authentication", "the Authorization header is invalid", "use an API key of this region"),
  row(
    401,
    1003,
    "authentication",
    "the token is not yet valid",
    "check the clock of this machine, then sign a new token",
  ),
  row(
    401,
    1004,
    "authentication",
    "the token has expired",
    "check the clock of this machine, then sign a new token",
  ),
  row(429, 1100, "account", "abnormal account status", "check the account in the console"),
  row(429, 1101, "insufficient-balance", "the account is in arrears", "pay the open balance"),
  row(
    429,
    1102,
    "insufficient-balance",
    "the resource pack is used up or has expired",
    "buy a pack or enable post-paid billing",
  ),
  row(403, 1103, "permission", "no access to this API or model", "check what the account may use"),
  row(400, 1200, "invalid-request", "invalid request parameters", "correct the request"),
  row(400, 1201, "invalid-request", "an invalid parameter key or value", "correct what the message names"),
  row(404, 1202, "not-found", "the request method is invalid", "use the documented method"),
  row(
    404,
    1203,
    "not-found",
    "the requested resource, such as the model, does not exist",
    "correct what the message names",
  ),
  row(400, 1300, "content-policy", "blocked by platform policy", "change the prompt or the media"),
  row(400, 1301, "content-policy", "blocked by the content-safety policy", "change the prompt or the media"),
  row(429, 1302, "rate-limit", "too many requests", "slow down", again),
  row(
    429,
    1303,
    "concurrency-limit",
    "parallel task limit of the resource pack",
    "wait until a running task ends",
    again,
  ),
  row(429, 1304, "permission", "refused by the IP allow-list", "call from an allowed address or ask support"),
  row(500, 5000, "server", "internal error", "", ambiguous),
  row(503, 5001, "server", "temporarily unavailable", "", ambiguous),
  row(504, 5002, "server", "internal time-out", "", ambiguous),
];

const BY_CODE: ReadonlyMap<number, ErrorRow> = /* @__PURE__ */ new Map(
  ERROR_TABLE.map((entry) => [entry.code, entry]),
);

/** The row of a business code, or undefined for a code that the table does not list. */
export function findErrorRow(code: number): ErrorRow | undefined {
  return BY_CODE.get(code);
}
