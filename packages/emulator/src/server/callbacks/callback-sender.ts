import type { CallbackAction } from "../../world/faults/fault-action.ts";
import { createHoldback } from "./holdback.ts";
import { type SignOptions, signCallback } from "./sign-callback.ts";

/** How long a receiver may take to answer. Not documented. INF */
const CALLBACK_TIMEOUT_MS = 10_000;
const DEFAULT_HOLD_MS = 60_000;

export interface Delivery {
  readonly url: string;
  readonly taskId: string;
  /** The bare task record, without an envelope. */
  readonly body: object;
  /** What goes wrong. `callback-early` changes nothing here: it is a matter of when `deliver` is called. */
  readonly fault?: CallbackAction | undefined;
}

/** One POST, or the decision not to send one. */
export interface CallbackAttempt {
  /** `webhook-id`: equal for all attempts of one delivery. */
  readonly id: string;
  readonly taskId: string;
  readonly url: string;
  /** Counted from 1. */
  readonly attempt: number;
  readonly atMs: number;
  readonly outcome: "delivered" | "refused" | "unreachable" | "timed-out" | "dropped";
  /** HTTP status of the receiver, where there was one. */
  readonly status?: number;
  readonly error?: string;
}

export interface CallbackSenderOptions {
  readonly fetch: (input: string, init: RequestInit) => Promise<Response>;
  /** Time for the signature, Unix ms. */
  readonly nowMs: () => number;
  /** Waits on the emulator's clock; rejects with the signal's reason. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Secrets that are valid now; empty: unsigned. */
  readonly secrets: () => readonly string[];
  /** Id of the nth delivery for a task, counted from 1. */
  readonly idFor: (taskId: string, nth: number) => string;
  readonly onAttempt?: (attempt: CallbackAttempt) => void;
  /** Real time, ms. Default 10000. */
  readonly timeoutMs?: number;
  /** How long to wait before the next attempt, ms; undefined gives the delivery up. Default: no retries. */
  readonly retryDelayMs?: (attempt: CallbackAttempt, firstAtMs: number) => number | undefined;
  /** Whether a task's callbacks must not be sent any more. Default: never. */
  readonly isCanceled?: (taskId: string) => boolean;
}

export interface CallbackSender {
  /** Sends a callback in the background. Deliveries of one task keep their order unless a fault changes it. */
  deliver(delivery: Delivery): void;
  /** Resolves when nothing is being sent or held. With a frozen clock, late ones wait for `advance`. */
  settled(): Promise<void>;
  /** Gives up everything that is not sent yet. */
  close(): Promise<void>;
}

/** Sends the callbacks of tasks by POST. Never throws and never rejects: outcomes go to `onAttempt`. */
export function createCallbackSender(options: CallbackSenderOptions): CallbackSender {
  const closing = new AbortController();
  const holdback = createHoldback({ sleep: options.sleep, signal: closing.signal });
  const counts = new Map<string, number>();
  const running = new Set<Promise<void>>();
  const lastByTask = new Map<string, Promise<void>>();

  async function run(delivery: Delivery, id: string, before: Promise<void> | undefined): Promise<void> {
    const { fault, taskId } = delivery;
    if (fault?.type === "callback-reordered") {
      await holdback.hold(taskId, fault.holdMs ?? DEFAULT_HOLD_MS);
    } else if (fault?.type === "callback-late") {
      await options.sleep(fault.lateMs, closing.signal);
    } else {
      await before;
    }
    if (!options.isCanceled?.(taskId)) await send(options, { delivery, id, signal: closing.signal });
    if (fault?.type !== "callback-reordered") holdback.release(taskId);
  }

  return {
    deliver(delivery) {
      const nth = (counts.get(delivery.taskId) ?? 0) + 1;
      counts.set(delivery.taskId, nth);
      const id = options.idFor(delivery.taskId, nth);
      // Only closing rejects, and then no caller waits.
      const work = run(delivery, id, lastByTask.get(delivery.taskId)).catch(() => undefined);
      const isOutOfOrder = ["callback-late", "callback-reordered"].includes(delivery.fault?.type ?? "");
      if (!isOutOfOrder) lastByTask.set(delivery.taskId, work);
      running.add(work);
      void work.then(() => {
        running.delete(work);
        if (lastByTask.get(delivery.taskId) === work) lastByTask.delete(delivery.taskId);
      });
    },
    async settled() {
      while (running.size > 0) await Promise.all(running);
    },
    async close() {
      closing.abort(new Error("the emulator closes"));
      await Promise.all(running);
    },
  };
}

interface Job {
  readonly delivery: Delivery;
  readonly id: string;
  readonly signal: AbortSignal;
}

async function send(options: CallbackSenderOptions, job: Job): Promise<void> {
  const { delivery, id, signal } = job;
  const { fault, taskId, url } = delivery;
  if (fault?.type === "callback-dropped") {
    options.onAttempt?.({ id, taskId, url, attempt: 1, atMs: options.nowMs(), outcome: "dropped" });
    return;
  }
  let last = await post(options, job, 1);
  options.onAttempt?.(last);
  const firstAtMs = last.atMs;
  for (;;) {
    const delayMs = last.outcome === "delivered" ? undefined : options.retryDelayMs?.(last, firstAtMs);
    if (delayMs === undefined) break;
    await options.sleep(delayMs, signal);
    if (options.isCanceled?.(taskId)) return;
    last = await post(options, job, last.attempt + 1);
    options.onAttempt?.(last);
  }
  if (fault?.type !== "callback-duplicated") return;
  // Not inside the call of `onAttempt`: without one, its argument would never be evaluated.
  const second = await post(options, job, last.attempt + 1);
  options.onAttempt?.(second);
}

async function post(options: CallbackSenderOptions, job: Job, attempt: number): Promise<CallbackAttempt> {
  const { delivery, id, signal } = job;
  const atMs = options.nowMs();
  const body = JSON.stringify(delivery.body);
  const common = { id, taskId: delivery.taskId, url: delivery.url, attempt, atMs };
  const deadline = AbortSignal.timeout(options.timeoutMs ?? CALLBACK_TIMEOUT_MS);
  try {
    const response = await options.fetch(delivery.url, {
      method: "POST",
      headers: {
        "content-type": "application/json; charset=utf-8",
        ...signCallback(signatureOf(options, { id, atMs, body, fault: delivery.fault })),
      },
      body,
      redirect: "manual",
      signal: AbortSignal.any([signal, deadline]),
    });
    await response.body?.cancel();
    return { ...common, outcome: response.ok ? "delivered" : "refused", status: response.status };
  } catch (error) {
    const outcome = deadline.aborted ? "timed-out" : "unreachable";
    return { ...common, outcome, error: describeError(error) };
  }
}

/** Any key will do for a bad signature when there is no secret: the receiver must still refuse it. */
const FORGERS_SECRET = "whsec_bm90LXRoZS1zZWNyZXQtb2YtYW55LWFjY291bnQ=";

const DEFAULT_AGE_MS = 600_000;

interface Unsigned {
  readonly id: string;
  readonly atMs: number;
  readonly body: string;
  readonly fault: CallbackAction | undefined;
}

/** What is signed, and with what: with a fault, not what is sent. */
function signatureOf({ secrets }: CallbackSenderOptions, { fault, ...sent }: Unsigned): SignOptions {
  const valid = secrets();
  switch (fault?.type) {
    case "callback-unsigned":
      return { ...sent, secrets: [] };
    case "callback-stale":
      return { ...sent, atMs: sent.atMs - (fault.ageMs ?? DEFAULT_AGE_MS), secrets: valid };
    case "callback-badly-signed":
      if (fault.wrong === "secret" || valid.length === 0) return { ...sent, secrets: [FORGERS_SECRET] };
      return { ...sent, body: `${sent.body} `, secrets: valid };
    default:
      return { ...sent, secrets: valid };
  }
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error ? `${error.message}: ${cause.message}` : error.message;
}
