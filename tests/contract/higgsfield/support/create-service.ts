import type { EmulatorOptions } from "@klingkit/emulator";
import { createTestEmulator, createVirtualClock, type TestEmulator } from "@klingkit/testkit";
import { createHiggsfield, type HiggsfieldOptions } from "klingkit/higgsfield";

export const CREDENTIALS = "11111111-2222-4333-8444-555555555555:secret-0123456789";

/** Longer than any generation. */
export const LATER_MS = 600_000;

export interface SentRequest {
  readonly line: string;
  readonly headers: Headers;
  readonly text: string;
}

/** A client and the emulated service; `sent` is what left the client. `await using` closes the emulator. */
export async function createService(options: EmulatorOptions = {}, clientOptions: HiggsfieldOptions = {}) {
  const emulator: TestEmulator = await createTestEmulator(options);
  const sent: SentRequest[] = [];
  const clock = createVirtualClock(emulator.control);
  const higgsfield = createHiggsfield({
    credentials: CREDENTIALS,
    baseUrl: emulator.baseUrl,
    clock,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const { pathname, search } = new URL(request.url);
      const text = await request.clone().text();
      sent.push({ line: `${request.method} ${pathname}${search}`, headers: request.headers, text });
      return clock.during(emulator.fetch(request));
    },
    ...clientOptions,
  });
  return {
    emulator,
    control: emulator.control,
    clock,
    higgsfield,
    sent,
    [Symbol.asyncDispose]: () => emulator[Symbol.asyncDispose](),
  };
}
