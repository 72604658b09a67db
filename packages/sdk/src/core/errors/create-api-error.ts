import {
  type ErrorClass,
  findErrorRow,
  type MayHaveCharged,
  mayHaveChargedByStatus,
  type Operation,
} from "@klingkit/spec";
import { redact } from "../redact.ts";
import { AccountError } from "./account-error.ts";
import { ApiError, type ApiErrorOptions } from "./api-error.ts";
import { AuthenticationError } from "./authentication-error.ts";
import { chargeText } from "./charge-text.ts";
import { ConcurrencyLimitError } from "./concurrency-limit-error.ts";
import { ContentPolicyError } from "./content-policy-error.ts";
import { DuplicateExternalIdError } from "./duplicate-external-id-error.ts";
import type { Hints } from "./hints.ts";
import { InsufficientBalanceError } from "./insufficient-balance-error.ts";
import { InvalidRequestError } from "./invalid-request-error.ts";
import type { ErrorContext } from "./klingkit-error.ts";
import { NotFoundError } from "./not-found-error.ts";
import { PermissionError } from "./permission-error.ts";
import { RateLimitError } from "./rate-limit-error.ts";
import { ServerError } from "./server-error.ts";

/** An answer that says no. */
export interface Refusal extends ErrorContext {
  readonly operation: Operation;
  readonly status: number;
  readonly serviceCode: number | undefined;
  readonly serviceMessage: string;
  readonly data: unknown;
  readonly retryAfterMs: number | undefined;
  /** A gateway says that its own customer has to pay. */
  readonly isOutOfFunds: boolean;
  readonly hints: Hints;
  /** Keys of the client, for redaction. */
  readonly secrets: readonly string[];
}

type Kind = ErrorClass | "duplicate-external-id" | "unknown";

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
  Kind,
  { readonly code: string; readonly make: new (options: ApiErrorOptions) => ApiError }
>;

/** Turns a refusal into its error: class, retry and charge come from spec's table, the HTTP status is the second choice. */
export function createApiError(refusal: Refusal): ApiError {
  const { operation, status, serviceCode, secrets } = refusal;
  const judgement = judge(refusal);
  const { code, make } = CLASSES[judgement.kind];
  const said = redact(refusal.serviceMessage, { secrets });
  const charge: MayHaveCharged = operation.effect === "spends" ? judgement.mayHaveCharged : "no";
  const { hints: _, isOutOfFunds: __, ...known } = refusal;
  return new make({
    ...known,
    message: describe(refusal, { ...judgement, mayHaveCharged: charge }, said),
    code,
    serviceMessage: said,
    operationId: operation.id,
    status,
    serviceCode,
    isRetryable: judgement.isRetryable,
    mayHaveCharged: charge,
  });
}

interface Judgement {
  readonly kind: Kind;
  readonly isRetryable: boolean;
  readonly mayHaveCharged: MayHaveCharged;
  readonly meaning: string | undefined;
  readonly remedy: string | undefined;
}

function judge({ status, serviceCode, serviceMessage, isOutOfFunds }: Refusal): Judgement {
  const row = serviceCode === undefined ? undefined : findErrorRow(serviceCode);
  if (row && row.class !== "ok") return { ...row, kind: row.class, ...refine(row.class, serviceMessage) };
  return {
    kind: isOutOfFunds ? "insufficient-balance" : kindOfStatus(status),
    // A 429 with a code that the table does not list may be one of the permanent ones.
    isRetryable:
      !isOutOfFunds && (status >= 500 || status === 408 || (status === 429 && serviceCode === undefined)),
    mayHaveCharged: mayHaveChargedByStatus(status),
    meaning: undefined,
    remedy: isOutOfFunds ? "top up where the request was refused, which may be a gateway" : undefined,
  };
}

/** 1201 carries three outcomes; only the words tell them apart. @source LIVE 2026-09-20 (SERVICE_MESSAGES) */
function refine(kind: ErrorClass, serviceMessage: string): Partial<Judgement> {
  if (kind !== "invalid-request") return {};
  if (/^task not found\b/i.test(serviceMessage))
    return { kind: "not-found", meaning: "no such task", remedy: "check the id, the region and the account" };
  if (/^external_task_id\b.*\balready exists\b/i.test(serviceMessage))
    return {
      kind: "duplicate-external-id",
      meaning: "the external id is taken",
      remedy: "look the task up by its external id",
    };
  return {};
}

function kindOfStatus(status: number): Kind {
  if (status >= 500) return "server";
  const kinds: Readonly<Record<number, Kind>> = {
    400: "invalid-request",
    401: "authentication",
    403: "permission",
    404: "not-found",
    429: "rate-limit",
  };
  return kinds[status] ?? "unknown";
}

function describe(refusal: Refusal, judgement: Judgement, said: string): string {
  const { operation, status, serviceCode, requestId } = refusal;
  const meaning = judgement.meaning ? ` (${judgement.meaning})` : "";
  const code = serviceCode === undefined ? "" : `, code ${serviceCode}${meaning}`;
  const request = requestId === undefined ? "" : `, request ${redact(requestId)}`;
  const words = said === "" ? "" : `: ${said.replace(/\.$/, "")}`;
  const charge =
    operation.effect === "spends" ? ` ${chargeText(judgement.mayHaveCharged, refusal.externalTaskId)}.` : "";
  const usual = judgement.remedy ? `${capitalize(judgement.remedy)}.` : "";
  // A likely mistake helps more than the usual advice.
  const remedy = hintFor(refusal, judgement) ?? usual;
  return `${operation.method} ${operation.path} failed: HTTP ${status}${code}${request}${words}.${charge}${remedy && ` ${remedy}`}`;
}

function hintFor({ hints, status }: Refusal, { kind }: Judgement): string | undefined {
  if (kind === "authentication") return hints.key();
  return status === 404 ? hints.address() : undefined;
}

const capitalize = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
