import {
  ApiError,
  ConnectionError,
  DuplicateExternalIdError,
  KlingkitError,
  ResponseError,
  TimeoutError,
} from "klingkit";
import type { Refusal, SubmitAnswer } from "./provider.ts";

const RATE_LIMIT = 1302;
const SLOT_TAKEN = 1303;
/** Account, balance, address list and key: the next create of the pool would be refused alike. */
const STOPPING_CODES: readonly number[] = [1000, 1001, 1002, 1003, 1004, 1100, 1101, 1102, 1304];

/** The same where there is no such code: a gateway without money, or a key that is missing or unusable, which shows before the request leaves. */
const STOPPING_ERRORS: readonly string[] = [
  "KLINGKIT_CONFIG",
  "KLINGKIT_AUTHENTICATION",
  "KLINGKIT_INSUFFICIENT_BALANCE",
];

/** Turns the error of a create into one of the answers that the engine acts on. */
export function classifyCreateError(error: unknown): SubmitAnswer {
  if (!KlingkitError.isInstance(error)) return { kind: "unclear", message: textOf(error) };
  const { message } = error;
  if (DuplicateExternalIdError.isInstance(error)) return { kind: "duplicate", message };
  if (error.mayHaveCharged !== "no") return { kind: "unclear", message };
  const retryAfterMs = retryAfterOf(error);
  const serviceCode = serviceCodeOf(error);
  return {
    kind: "refused",
    remedy: remedyOf(error),
    code: error.code,
    ...(serviceCode === undefined ? {} : { serviceCode }),
    message,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(error.requestId === undefined ? {} : { requestId: error.requestId }),
  };
}

export const serviceCodeOf = (error: unknown): number | undefined =>
  ApiError.isInstance(error) && typeof error.serviceCode === "number" ? error.serviceCode : undefined;

function remedyOf(error: KlingkitError): Refusal["remedy"] {
  const serviceCode = serviceCodeOf(error);
  // Given up by ourselves before anything left.
  if (error.code === "KLINGKIT_ABORTED") return "later";
  if (serviceCode === SLOT_TAKEN) return "slot";
  if (serviceCode === RATE_LIMIT) return "rate";
  if (serviceCode !== undefined && STOPPING_CODES.includes(serviceCode)) return "stop";
  if (STOPPING_ERRORS.includes(error.code)) return "stop";
  if (!error.isRetryable) return "never";
  // What cannot be reached, or is asked too much, is so for every create.
  if (ConnectionError.isInstance(error) || TimeoutError.isInstance(error)) return "unreachable";
  return isAnswer(error) ? "rate" : "later";
}

const isAnswer = (error: unknown): boolean => ApiError.isInstance(error) || ResponseError.isInstance(error);

export function retryAfterOf(error: unknown): number | undefined {
  return ApiError.isInstance(error) || ResponseError.isInstance(error) ? error.retryAfterMs : undefined;
}

export const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
