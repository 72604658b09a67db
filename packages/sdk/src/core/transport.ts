import type { Operation } from "@klingkit/spec";
import type { Auth } from "./auth.ts";
import { backoffMs } from "./backoff.ts";
import { type BuiltRequest, buildRequest } from "./build-request.ts";
import type { Clock } from "./clock.ts";
import { startDeadline } from "./deadline.ts";
import { baseUrlHint } from "./diagnose.ts";
import { AbortError } from "./errors/abort-error.ts";
import { ApiError } from "./errors/api-error.ts";
import type { CallPhase } from "./errors/call-phase.ts";
import { createCallError } from "./errors/create-call-error.ts";
import { KlingkitError } from "./errors/klingkit-error.ts";
import { ResponseError } from "./errors/response-error.ts";
import type { Logger } from "./logger.ts";
import type { Metrics } from "./metrics.ts";
import { raceSignal } from "./race-signal.ts";
import { createUnreadableError, readAnswer } from "./read-answer.ts";
import { BodyTooLarge, readBody } from "./read-body.ts";
import { withoutSecrets } from "./redact.ts";
import { type Answer, idsOf, type Send, type SendInput } from "./send.ts";

/** Extra tries of a read after a transient error. Creates are never sent again. */
export const DEFAULT_READ_RETRIES = 2;
export const DEFAULT_TIMEOUT_MS = 60_000;

export interface TransportOptions {
  readonly baseUrl: string;
  readonly auth: Auth;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly random: () => number;
  readonly timeoutMs: number;
  readonly readRetries: number;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Exact values that must not appear in errors and logs. */
  readonly secrets: readonly string[];
}

/** Codes that say "your token's times are wrong": nothing was done, and a token on the service's clock will pass. */
const TOKEN_TIME_CODES: readonly (number | undefined)[] = [1003, 1004];

/** Builds the one function through which every request leaves. */
export function createTransport(options: TransportOptions): Send {
  const { auth, clock, logger, random, readRetries } = options;

  async function sendRenewing(operation: Operation, input: SendInput): Promise<Answer> {
    try {
      return await sendOnce(options, operation, input);
    } catch (error) {
      const isTokenTime = ApiError.isInstance(error) && TOKEN_TIME_CODES.includes(error.serviceCode);
      if (!isTokenTime || !auth.renew(operation)) throw error;
      logger.debug("token refused; signing a new one on the service's clock", { offsetMs: auth.offsetMs() });
      return sendOnce(options, operation, input);
    }
  }

  async function sendRead(operation: Operation, input: SendInput): Promise<Answer> {
    const maxRetries = input.maxRetries ?? readRetries;
    for (let attempt = 1; ; attempt++) {
      try {
        return await sendRenewing(operation, input);
      } catch (error) {
        if (attempt > maxRetries || !KlingkitError.isInstance(error) || !error.isRetryable) throw error;
        const pauseMs = backoffMs({ attempt, retryAfterMs: retryAfterOf(error), random });
        logger.warn(`${operation.id} failed, trying again`, { attempt, pauseMs, code: error.code });
        await pause(clock, pauseMs, operation, input);
      }
    }
  }

  return (operation, input = {}) =>
    operation.effect === "spends" ? sendRenewing(operation, input) : sendRead(operation, input);
}

/** What the service asked for in `Retry-After`, in ms. */
export function retryAfterOf(error: unknown): number | undefined {
  const carries = ApiError.isInstance(error) || ResponseError.isInstance(error);
  return carries ? error.retryAfterMs : undefined;
}

async function pause(clock: Clock, ms: number, operation: Operation, input: SendInput): Promise<void> {
  try {
    await clock.sleep(ms, input.signal);
  } catch (cause) {
    throw new AbortError({
      message: `${operation.method} ${operation.path} was aborted before another try.`,
      isRetryable: false,
      mayHaveCharged: "no",
      phase: "wait",
      elapsedMs: 0,
      operationId: operation.id,
      ...idsOf(input),
      cause,
    });
  }
}

/** One HTTP exchange: request, text, envelope. Every failure leaves as a KlingkitError. */
async function sendOnce(options: TransportOptions, operation: Operation, input: SendInput): Promise<Answer> {
  const { auth, clock, logger, metrics, secrets } = options;
  const { url, init } = buildRequest(options.baseUrl, operation, input);
  const token = await auth.token(operation);
  const deadline = startDeadline(input.timeoutMs ?? options.timeoutMs, input.signal);
  const startedAtMs = clock.nowMs();
  const hint = () => baseUrlHint(options.baseUrl);
  const exchange = {
    operation,
    input,
    nowMs: startedAtMs,
    secrets,
    hints: { key: auth.hint, address: hint },
  };
  let phase: CallPhase = "before-send";
  let bytesReceived = 0;
  let isSuccess = false;
  try {
    deadline.signal.throwIfAborted();
    phase = "request";
    // A `fetch` may lose its signal; the deadline and the caller's abort hold all the same.
    const sent = options.fetch(url, authorized(init, token, deadline.signal));
    const response = await raceSignal(sent, deadline.signal);
    auth.learnClock(response.headers.get("date"), startedAtMs, clock.nowMs());
    phase = "body";
    const reading = raceSignal(readBody(response), deadline.signal);
    const { text, sizeBytes } = await reading.catch((cause: unknown) => {
      if (!(cause instanceof BodyTooLarge)) throw cause;
      const reason = `the answer has ${cause.message}`;
      throw createUnreadableError(exchange, { reason, status: response.status });
    });
    bytesReceived = sizeBytes;
    // A service or a gateway may echo the credential anywhere in its answer.
    const answer = readAnswer(exchange, response, withoutSecrets(text, [...secrets, token]));
    isSuccess = true;
    return answer;
  } catch (cause) {
    if (KlingkitError.isInstance(cause)) throw cause;
    const ending = { isTimeout: deadline.isOver(), isAborted: input.signal?.aborted === true };
    const elapsedMs = clock.nowMs() - startedAtMs;
    throw createCallError({ operation, phase, elapsedMs, cause, ...ending, ...idsOf(input), secrets });
  } finally {
    deadline.stop();
    const latencyMs = clock.nowMs() - startedAtMs;
    metrics.record(operation.id, { isSuccess, bytesReceived, latencyMs });
    logger.debug(`${operation.method} ${operation.path}`, { isSuccess, latencyMs, bytesReceived });
  }
}

function authorized(init: BuiltRequest["init"], token: string, signal: AbortSignal): RequestInit {
  return { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` }, signal };
}
