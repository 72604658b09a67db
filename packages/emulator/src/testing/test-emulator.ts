import { createEmulator, type Emulator } from "../emulator.ts";
import type { EmulatorOptions } from "../options.ts";

export const TEST_START_MS = 1_790_605_869_865;
export const TEST_KEY = "api-key-kling-test";

/** Body of an answer, as loose as tests need it. */
// biome-ignore lint/suspicious/noExplicitAny: tests read documented fields of any answer
export type Json = any;

export interface Answer {
  readonly status: number;
  readonly body: Json;
  readonly data: Json;
}

export interface CallOptions {
  /** Value of `Authorization`; null sends none. Default: the test key. */
  readonly authorization?: string | null;
}

/** An emulator with a frozen clock, and a short way to call it. */
export async function createTestEmulator(options: EmulatorOptions = {}) {
  const emulator: Emulator = await createEmulator({ clock: "frozen", startAtMs: TEST_START_MS, ...options });

  async function call(
    method: string,
    path: string,
    body?: unknown,
    { authorization = `Bearer ${TEST_KEY}` }: CallOptions = {},
  ): Promise<Answer> {
    const response = await emulator.fetch(
      new Request(`https://api-singapore.klingai.com${path}`, {
        method,
        headers: authorization === null ? {} : { authorization },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      }),
    );
    const parsed: Json = await response.json();
    return { status: response.status, body: parsed, data: parsed.data };
  }

  return { emulator, control: emulator.control, call };
}
