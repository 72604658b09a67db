import { backoffMs } from "./backoff.ts";
import { buildRequest } from "./build-request.ts";
import type { Clock } from "./clock.ts";
import { startDeadline } from "./deadline.ts";
import { AbortError } from "./errors/abort-error.ts";
import { ApiError } from "./errors/api-error.ts";
import type { CallPhase } from "./errors/call-phase.ts";
import { createCallError } from "./errors/create-call-error.ts";
import { KlingkitError } from "./errors/klingkit-error.ts";
import { ResponseError } from "./errors/response-error.ts";
import { contextOf, type Exchange } from "./exchange.ts";
import type { Logger } from "./logger.ts";
import type { Metrics } from "./metrics.ts";
import { createUnreadableError, readAnswer } from "./read-answer.ts";
import { BodyTooLarge, readBody } from "./read-body.ts";
import { withoutSecrets } from "./redact.ts";
import type { Answer, Send, SendInput } from "./send.ts";
import type { ServerClock } from "./server-clock.ts";
import type { Call, ServiceProtocol } from "./service-protocol.ts";

/** Extra tries of a read after a transient error. What writes or spends is never sent again. */
export const DEFAULT_READ_RETRIES = 2;
export const DEFAULT_TIMEOUT_MS = 60_000;

export interface TransportOptions {
  readonly baseUrl: string;
  readonly protocol: ServiceProtocol;
  readonly serverClock: ServerClock;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly random: () => number;
  readonly timeoutMs: number;
  readonly readRetries: number;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Builds the one function through which every request leaves. */
export function createTransport(options: TransportOptions): Send {
  const { logger, random, readRetries } = options;
  const { renew } = options.protocol;

  function sendRenewing(operation: Call, input: SendInput): Promise<Answer> {
    const answer = sendOnce(options, operation, input);
    // An API key is never renewed: its answers pass as they are.
    if (!renew) return answer;
    return answer.catch((error) => {
      if (!ApiError.isInstance(error) || !renew(operation, error)) throw error;
      const offsetMs = options.serverClock.offsetMs();
      logger.debug("credential refused; sending again with one by the service's clock", { offsetMs });
      return sendOnce(options, operation, input);
    });
  }

  async function sendRead(operation: Call, input: SendInput): Promise<Answer> {
    const maxRetries = input.maxRetries ?? readRetries;
    for (let attempt = 1; ; attempt++) {
      try {
        return await sendRenewing(operation, input);
      } catch (error) {
        if (attempt > maxRetries || !KlingkitError.isInstance(error) || !error.isRetryable) throw error;
        const pauseMs = backoffMs({ attempt, retryAfterMs: retryAfterOf(error), random });
        logger.warn(`${operation.id} failed, trying again`, { attempt, pauseMs, code: error.code });
        await pause(options, pauseMs, operation, input);
      }
    }
  }

  return (operation, input = {}) =>
    operation.effect === "reads" ? sendRead(operation, input) : sendRenewing(operation, input);
}

/** What the service asked for in `Retry-After`, in ms. */
export function retryAfterOf(error: unknown): number | undefined {
  const carries = ApiError.isInstance(error) || ResponseError.isInstance(error);
  return carries ? error.retryAfterMs : undefined;
}

async function pause(
  { clock, protocol }: TransportOptions,
  ms: number,
  operation: Call,
  input: SendInput,
): Promise<void> {
  try {
    await clock.sleep(ms, input.signal);
  } catch (cause) {
    throw new AbortError({
      message: `${operation.method} ${operation.path} was aborted before another try.`,
      isRetryable: false,
      mayHaveCharged: "no",
      phase: "wait",
      elapsedMs: 0,
      ...contextOf({ operation, input, protocol }),
      cause,
    });
  }
}

/** One HTTP exchange: request, text, envelope. Every failure leaves as a KlingkitError. */
async function sendOnce(options: TransportOptions, operation: Call, input: SendInput): Promise<Answer> {
  const { protocol, serverClock, clock, logger, metrics } = options;
  const { url, init } = buildRequest(options.baseUrl, operation, input);
  const authorization = await protocol.authorize(operation, serverClock.nowMs());
  const deadline = startDeadline(input.timeoutMs ?? options.timeoutMs, input.signal);
  const startedAtMs = clock.nowMs();
  const exchange: Exchange = { operation, input, protocol, nowMs: startedAtMs };
  let phase: CallPhase = "before-send";
  let bytesReceived = 0;
  let isSuccess = false;
  async function sendAndRead() {
    phase = "request";
    Object.assign(init.headers, authorization.headers);
    init.signal = deadline.signal;
    const response = await options.fetch(url, init);
    // A response that comes after its deadline says nothing of the service's clock.
    deadline.signal.throwIfAborted();
    serverClock.learn(response.headers.get("date"), startedAtMs, clock.nowMs());
    phase = "body";
    try {
      return { response, body: await readBody(response) };
    } catch (cause) {
      if (!(cause instanceof BodyTooLarge)) throw cause;
      const reason = `the response has ${cause.message}`;
      throw createUnreadableError(exchange, { reason, status: response.status });
    }
  }
  try {
    // A `fetch` may lose its signal; the deadline and the caller's abort hold all the same.
    const { response, body } = await deadline.hold(sendAndRead);
    bytesReceived = body.sizeBytes;
    // A service or a gateway may echo the credential anywhere in its answer.
    const text = withoutSecrets(withoutSecrets(body.text, protocol.secrets), authorization.secrets);
    const answer = readAnswer(exchange, response, text);
    isSuccess = true;
    return answer;
  } catch (cause) {
    if (KlingkitError.isInstance(cause)) throw cause;
    const ending = { isTimeout: deadline.isOver(), isAborted: input.signal?.aborted === true };
    const elapsedMs = clock.nowMs() - startedAtMs;
    throw createCallError({ exchange, phase, elapsedMs, cause, ...ending });
  } finally {
    deadline.stop();
    const latencyMs = clock.nowMs() - startedAtMs;
    metrics.record(operation.id, { isSuccess, bytesReceived, latencyMs });
    logger.debug(`${operation.method} ${operation.path}`, { isSuccess, latencyMs, bytesReceived });
  }
}
