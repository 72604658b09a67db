import {
  ApiError,
  ConnectionError,
  DuplicateExternalIdError,
  KlingkitError,
  ResponseError,
  TimeoutError,
} from "klingkit";
import type { ReadAnswer, Refusal, SubmitAnswer } from "./provider.ts";

/** Key, account and balance: the next create of the pool would be refused alike. */
const STOPPING_REASONS: readonly ApiError["reason"][] = ["authentication", "account", "insufficient-balance"];

/** The same where nothing was sent: a key that is missing or unusable. */
const NO_KEY = "KLINGKIT_CONFIG";

/**
 * Turns the error of a create into one of the answers that the engine acts on. `isForAll`: refusals of the service, beside those
 * of key, account and balance, that every other create of the pool would get as well.
 */
export function classifyCreateError(
  error: unknown,
  isForAll: (error: ApiError) => boolean = () => false,
): SubmitAnswer {
  if (!KlingkitError.isInstance(error)) return { kind: "unclear", message: textOf(error) };
  const { code, message } = error;
  if (DuplicateExternalIdError.isInstance(error)) return { kind: "duplicate", code, message };
  if (error.mayHaveCharged !== "no") return { kind: "unclear", code, message };
  const retryAfterMs = retryAfterOf(error);
  const serviceCode = serviceCodeOf(error);
  return {
    kind: "refused",
    remedy: remedyOf(error, isForAll),
    code,
    ...(serviceCode === undefined ? {} : { serviceCode }),
    message,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(error.requestId === undefined ? {} : { requestId: error.requestId }),
  };
}

const serviceCodeOf = (error: unknown): number | string | undefined =>
  ApiError.isInstance(error) ? error.serviceCode : undefined;

function remedyOf(error: KlingkitError, isForAll: (error: ApiError) => boolean): Refusal["remedy"] {
  // Given up by ourselves before anything left.
  if (error.code === "KLINGKIT_ABORTED") return "later";
  if (error.code === NO_KEY) return "stop";
  if (ApiError.isInstance(error)) {
    if (error.reason === "concurrency-limit") return "slot";
    if (error.reason === "rate-limit") return "rate";
    if (STOPPING_REASONS.includes(error.reason) || isForAll(error)) return "stop";
  }
  if (!error.isRetryable) return "never";
  // What cannot be reached, or is asked too much, is so for every create.
  if (ConnectionError.isInstance(error) || TimeoutError.isInstance(error)) return "unreachable";
  return isAnswer(error) ? "rate" : "later";
}

const isAnswer = (error: unknown): boolean => ApiError.isInstance(error) || ResponseError.isInstance(error);

function retryAfterOf(error: unknown): number | undefined {
  return ApiError.isInstance(error) || ResponseError.isInstance(error) ? error.retryAfterMs : undefined;
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What a read that threw says of the task: nothing. */
export function readFailureOf(error: unknown): ReadAnswer {
  const retryAfterMs = retryAfterOf(error);
  const serviceCode = serviceCodeOf(error);
  return {
    kind: "error",
    message: textOf(error),
    ...(KlingkitError.isInstance(error) ? { code: error.code } : {}),
    ...(serviceCode === undefined ? {} : { serviceCode }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}
