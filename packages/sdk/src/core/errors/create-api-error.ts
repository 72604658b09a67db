import type { MayHaveCharged } from "@klingkit/spec/core";
import { contextOf, type Exchange } from "../exchange.ts";
import { redact } from "../redact.ts";
import type { Refusal } from "../service-protocol.ts";
import { AccountError } from "./account-error.ts";
import { ApiError, type ApiErrorOptions } from "./api-error.ts";
import { AuthenticationError } from "./authentication-error.ts";
import { ConcurrencyLimitError } from "./concurrency-limit-error.ts";
import { ContentPolicyError } from "./content-policy-error.ts";
import { describeCharge } from "./describe-charge.ts";
import { DuplicateExternalIdError } from "./duplicate-external-id-error.ts";
import { InsufficientBalanceError } from "./insufficient-balance-error.ts";
import { InvalidRequestError } from "./invalid-request-error.ts";
import { NotFoundError } from "./not-found-error.ts";
import { PermissionError } from "./permission-error.ts";
import { RateLimitError } from "./rate-limit-error.ts";
import type { RefusalReason } from "./refusal-reason.ts";
import { ServerError } from "./server-error.ts";

const CLASSES = {
  authentication: { code: "KLINGKIT_AUTHENTICATION", make: AuthenticationError },
  account: { code: "KLINGKIT_ACCOUNT", make: AccountError },
  "insufficient-balance": { code: "KLINGKIT_INSUFFICIENT_BALANCE", make: InsufficientBalanceError },
  permission: { code: "KLINGKIT_PERMISSION", make: PermissionError },
  "invalid-request": { code: "KLINGKIT_INVALID_REQUEST", make: InvalidRequestError },
  "not-found": { code: "KLINGKIT_NOT_FOUND", make: NotFoundError },
  "content-policy": { code: "KLINGKIT_CONTENT_POLICY", make: ContentPolicyError },
  "rate-limit": { code: "KLINGKIT_RATE_LIMIT", make: RateLimitError },
  "concurrency-limit": { code: "KLINGKIT_CONCURRENCY_LIMIT", make: ConcurrencyLimitError },
  server: { code: "KLINGKIT_SERVER", make: ServerError },
  "duplicate-external-id": { code: "KLINGKIT_DUPLICATE_EXTERNAL_ID", make: DuplicateExternalIdError },
  unknown: { code: "KLINGKIT_API", make: ApiError },
} as const satisfies Record<
  RefusalReason,
  { readonly code: string; readonly make: new (options: ApiErrorOptions) => ApiError }
>;

/** The HTTP side of a refusal. */
interface Reply {
  readonly status: number;
  readonly retryAfterMs: number | undefined;
}

/** Turns a refusal, as the service's protocol has judged it, into its error. */
export function createApiError(exchange: Exchange, refusal: Refusal, reply: Reply): ApiError {
  const { operation, protocol } = exchange;
  const { code, make } = CLASSES[refusal.reason];
  const serviceMessage = redact(refusal.serviceMessage, { secrets: protocol.secrets });
  const mayHaveCharged: MayHaveCharged = operation.effect === "spends" ? refusal.mayHaveCharged : "no";
  return new make({
    message: describe(exchange, { ...refusal, serviceMessage, mayHaveCharged }, reply.status),
    code,
    // May bring a code of its own.
    ...refusal,
    serviceMessage,
    mayHaveCharged,
    ...contextOf(exchange),
    ...reply,
  });
}

function describe(exchange: Exchange, refusal: Refusal, status: number): string {
  const { operation, protocol } = exchange;
  const { serviceCode, requestId, serviceMessage, mayHaveCharged } = refusal;
  const meaning = refusal.meaning ? ` (${refusal.meaning})` : "";
  const code = serviceCode === undefined ? "" : `, code ${serviceCode}${meaning}`;
  const request = requestId === undefined ? "" : `, request ${redact(requestId)}`;
  // Once is enough where the service says what the code means.
  const said = serviceMessage.replace(/\.$/, "");
  const words = said === "" || said === refusal.meaning ? "" : `: ${said}`;
  const isPaid = operation.effect === "spends";
  const charge = isPaid ? ` ${describeCharge(exchange, mayHaveCharged)}` : "";
  const advice = refusal.remedy || (refusal.isRetryable && !isPaid && "try again");
  const usual = advice ? `${capitalize(advice)}.` : "";
  // A likely mistake helps more than the usual advice.
  const remedy = hintFor(protocol.hints, refusal.reason, status) ?? usual;
  return `${operation.method} ${operation.path} failed: HTTP ${status}${code}${request}${words}.${charge}${remedy && ` ${remedy}`}`;
}

function hintFor(
  hints: Exchange["protocol"]["hints"],
  reason: RefusalReason,
  status: number,
): string | undefined {
  if (reason === "authentication") return hints.key();
  return status === 404 ? hints.address() : undefined;
}

const capitalize = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
