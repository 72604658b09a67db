/** What kind of refusal a service answered with; chooses the error class of a client. */
export type ErrorClass =
  | "authentication"
  | "account"
  | "insufficient-balance"
  | "permission"
  | "invalid-request"
  | "not-found"
  | "content-policy"
  | "rate-limit"
  | "concurrency-limit"
  | "server";

/** Whether a call that ended so may have cost something. */
export type MayHaveCharged = "no" | "yes" | "unknown";

const REQUEST_TIMEOUT = 408;

/**
 * Whether a create that ended with this HTTP status, and with nothing else that can be read, may have made a task.
 * 4xx is a refusal, except 408, which a proxy sends when it gave up waiting; everything else is unknown.
 * @source INF from the ambiguous rows of Kling's error table (5000–5002, HTTP 502–504)
 */
export function mayHaveChargedByStatus(httpStatus: number): MayHaveCharged {
  return httpStatus >= 400 && httpStatus < 500 && httpStatus !== REQUEST_TIMEOUT ? "no" : "unknown";
}
