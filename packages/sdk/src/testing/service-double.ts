import type { Clock } from "../core/clock.ts";

/** One answer of the double: a body with its status and headers, or the error that `fetch` rejects with. */
export interface Reply {
  /** Text is sent as it is, everything else as JSON. */
  readonly body?: unknown;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly error?: unknown;
  /** Never answers; ends when the request is aborted. */
  readonly isHanging?: true;
}

export interface SeenRequest {
  /** Such as `GET /tasks?task_ids=1`. */
  readonly line: string;
  readonly url: string;
  readonly headers: Headers;
  readonly text: string;
}

export interface ServiceDouble {
  readonly fetch: typeof fetch;
  readonly requests: readonly SeenRequest[];
  /** Replies that nobody asked for. */
  unused(): number;
}

/** Answers requests in order with literal bodies; a request too many fails. */
export function answering(...replies: readonly Reply[]): ServiceDouble {
  const rest = [...replies];
  const requests: SeenRequest[] = [];
  const fetchDouble: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const line = `${request.method} ${pathname}${search}`;
    requests.push({ line, url: request.url, headers: request.headers, text: await request.text() });
    const reply = rest.shift();
    if (!reply) throw new Error(`unexpected request: ${line}`);
    if (reply.isHanging) return hang(init?.signal);
    if (reply.error !== undefined) throw reply.error;
    const text = typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body);
    return new Response(text, { status: reply.status ?? 200, headers: { ...reply.headers } });
  };
  return { fetch: fetchDouble, requests, unused: () => rest.length };
}

function hang(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

/** An accepted answer. */
export const accepted = (data?: unknown): Reply => ({
  body: { code: 0, message: "SUCCEED", request_id: "c0656403-1e6e-4b7e-b8f8-2cdd2595f2b9", data },
});

/** A refusal as the service writes it: no `data`. */
export const refused = (status: number, code: number, message: string): Reply => ({
  status,
  body: { code, message, request_id: "9984d27b-a408-4073-ae28-17ca6a13622d" },
});

export interface SteppingClock extends Clock {
  /** Every pause that was slept, in ms. */
  readonly pauses: readonly number[];
  set(ms: number): void;
}

/** A clock that jumps ahead by every pause instead of waiting. */
export function steppingClock(startMs = 1_783_065_388_949): SteppingClock {
  let nowMs = startMs;
  const pauses: number[] = [];
  return {
    pauses,
    nowMs: () => nowMs,
    set: (ms) => {
      nowMs = ms;
    },
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      pauses.push(ms);
      nowMs += ms;
    },
  };
}

export const API_KEY = "api-key-kling-0123456789abcdef0123456789abcdef";
