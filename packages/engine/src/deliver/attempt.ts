import type { Clock } from "klingkit";
import type { TaskEvent } from "./task-event.ts";

/** What a receiver answered. */
export interface DeliveryReply {
  /** HTTP status, where there is one. */
  readonly status?: number;
}

export interface DeliveryCall {
  /** Aborted when the time for the attempt is over, or the delivery ends. */
  readonly signal: AbortSignal;
  /** Counted from 1. */
  readonly attempt: number;
}

/** Hands one event over. Rejects where it was not taken: it is tried again later. */
// biome-ignore lint/suspicious/noConfusingVoidType: a handler of a program's own has nothing to tell.
export type Deliver = (event: TaskEvent, call: DeliveryCall) => Promise<DeliveryReply | void>;

/** A receiver that answered, and did not take the event. */
export class DeliveryRefusedError extends Error {
  override readonly name = "DeliveryRefusedError";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** How one attempt ended. */
export interface DeliveryAttempt extends DeliveryReply {
  readonly event: TaskEvent;
  readonly attempt: number;
  readonly tookMs: number;
  /** Why the event was not taken; absent: it was. */
  readonly error?: string;
  /** When it is tried again, Unix ms; absent: it was taken, or is given up. */
  readonly nextAtMs?: number;
}

interface AttemptOptions {
  readonly deliver: Deliver;
  readonly clock: Clock;
  /** Of this attempt alone: signals that many attempts share would keep something of each. */
  readonly signal: AbortSignal;
}

export type AttemptResult = Pick<DeliveryAttempt, "status" | "error" | "tookMs">;

/** Tries once, until the signal at the latest, whatever the handler does. Never rejects. */
export async function attemptDelivery(
  { deliver, clock, signal }: AttemptOptions,
  event: TaskEvent,
  attempt: number,
): Promise<AttemptResult> {
  const startMs = clock.nowMs();
  try {
    const reply = await Promise.race([deliver(event, { signal, attempt }), rejected(signal)]);
    return { ...reply, tookMs: clock.nowMs() - startMs };
  } catch (cause) {
    const tookMs = clock.nowMs() - startMs;
    const error = textOf(signal.aborted ? signal.reason : cause);
    return { error, tookMs, ...(cause instanceof DeliveryRefusedError ? { status: cause.status } : {}) };
  }
}

/** A handler may not listen to the signal. */
const rejected = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
  });

/** `fetch failed` has its reason in the cause. */
function textOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const { cause: reason } = cause;
  if (!(reason instanceof Error)) return cause.message;
  const code = "code" in reason && typeof reason.code === "string" ? reason.code : "";
  return `${cause.message}: ${[code, reason.message].filter(Boolean).join(" ")}`;
}
