import { orAbort } from "../errors/abort.ts";
import type { Answer, Get } from "./answer.ts";
import { createBreak } from "./download-failures.ts";

/** GET through a `fetch` that the caller gave, such as an emulator in the same process. */
export function createFetchGet(fetchGiven: typeof fetch): Get {
  return async (url, { headers, signal }) => {
    const request = fetchGiven(url.href, { headers, redirect: "manual", credentials: "omit", signal });
    try {
      return createAnswer(await orAbort(request, signal, "waiting for the server"), signal);
    } catch (error) {
      throw createBreak(error, url.origin);
    }
  };
}

function createAnswer(response: Response, signal: AbortSignal): Answer {
  const { status, headers, body } = response;
  return {
    status,
    headers,
    pump: async (take) => {
      if (body) await pumpStream(body, { take, signal });
    },
    close: () => void body?.cancel().catch(() => {}), // Locked or ended already: nothing is left open.
  };
}

interface PumpOptions {
  readonly take: Parameters<Answer["pump"]>[0];
  readonly signal: AbortSignal;
}

async function pumpStream(body: ReadableStream<Uint8Array>, { take, signal }: PumpOptions): Promise<void> {
  const reader = body.getReader();
  // Also ends bodies that do not listen to the signal of their request.
  const cancel = () => void reader.cancel().catch(() => {});
  signal.addEventListener("abort", cancel, { once: true });
  try {
    while (!signal.aborted) {
      const { done, value } = await readChunk(reader);
      if (done) break;
      const pending = take(value);
      if (pending) await pending;
    }
  } finally {
    signal.removeEventListener("abort", cancel);
    cancel();
  }
  signal.throwIfAborted();
}

async function readChunk(reader: ReadableStreamDefaultReader<Uint8Array>) {
  try {
    return await reader.read();
  } catch (error) {
    throw createBreak(error);
  }
}
