import { type MayHaveCharged, mayHaveChargedByStatus, type Operation, SUCCESS_CODE } from "@klingkit/spec";
import { chargeText } from "./errors/charge-text.ts";
import { createApiError } from "./errors/create-api-error.ts";
import type { Hints } from "./errors/hints.ts";
import { ResponseError } from "./errors/response-error.ts";
import { parseJson } from "./json.ts";
import { readEnvelope } from "./read-envelope.ts";
import { readForeignMessage, saysOutOfFunds } from "./read-foreign.ts";
import { redact } from "./redact.ts";
import { parseRetryAfter } from "./retry-after.ts";
import { type Answer, idsOf, type SendInput } from "./send.ts";

/** The exchange that an answer belongs to. */
export interface Exchange {
  readonly operation: Operation;
  readonly input: SendInput;
  readonly nowMs: number;
  /** Exact values that must not appear in errors. */
  readonly secrets: readonly string[];
  readonly hints: Hints;
}

/** Reads an answer down to its data. Throws ApiError for a refusal, ResponseError for what cannot be read. */
export function readAnswer(exchange: Exchange, response: Response, text: string): Answer {
  const { status } = response;
  const retryAfterMs = () => parseRetryAfter(response.headers.get("retry-after"), exchange.nowMs);
  const fail = (reason: string) =>
    createUnreadableError(exchange, { reason, status, retryAfterMs: retryAfterMs(), text });
  const value = parseOrFail(text, fail);
  const parsed = readEnvelope(value);
  // An error without an envelope still says enough by its status.
  if (!parsed && status < 400) throw fail("the answer has no envelope");
  const { code, message, requestId, data } = parsed ?? {};
  if (status < 400 && code === SUCCESS_CODE) {
    if (response.ok) return { data, requestId };
    throw fail("a redirect is no answer of this service");
  }
  throw createApiError({
    operation: exchange.operation,
    status,
    serviceCode: code,
    serviceMessage: message ?? readForeignMessage(value),
    isOutOfFunds: !parsed && saysOutOfFunds(value),
    hints: exchange.hints,
    data,
    retryAfterMs: retryAfterMs(),
    requestId,
    ...idsOf(exchange.input),
    secrets: exchange.secrets,
  });
}

function parseOrFail(text: string, fail: (reason: string) => ResponseError): unknown {
  try {
    return parseJson(text);
  } catch {
    throw fail(`the answer is ${kindOf(text)}`);
  }
}

function kindOf(text: string): string {
  if (text.trim() === "") return "empty";
  return /^\s*</.test(text) ? "HTML, not JSON" : "not complete JSON";
}

export interface Unreadable {
  readonly reason: string;
  readonly status: number;
  readonly retryAfterMs?: number | undefined;
  readonly text?: string;
}

/** The error for an answer that says nothing; a create that ends so may have made a task. */
export function createUnreadableError(
  { operation, input, secrets, hints }: Exchange,
  { reason, status, retryAfterMs, text }: Unreadable,
): ResponseError {
  const mayHaveCharged: MayHaveCharged =
    operation.effect === "spends" ? mayHaveChargedByStatus(status) : "no";
  const next =
    mayHaveCharged === "no"
      ? (hints.address() ?? "Check the base URL and any proxy in between.")
      : `${chargeText(mayHaveCharged, input.externalTaskId)}.`;
  return new ResponseError({
    message: `${operation.method} ${operation.path} failed: HTTP ${status}, ${reason}. ${next}`,
    isRetryable: status < 300 || status >= 500 || status === 408 || status === 429,
    mayHaveCharged,
    status,
    retryAfterMs,
    bodyExcerpt: text === undefined ? undefined : redact(text, { secrets }),
    operationId: operation.id,
    ...idsOf(input),
  });
}
