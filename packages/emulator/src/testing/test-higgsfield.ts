import { createEmulator, type Emulator } from "../emulator.ts";
import type { EmulatorOptions } from "../options.ts";
import type { Json } from "./test-emulator.ts";
import { TEST_START_MS } from "./test-emulator.ts";

export const TEST_CREDENTIAL = "Key 11111111-2222-4333-8444-555555555555:secret";
export const TEXT_TO_VIDEO = "/kling-video/v2.6/pro/text-to-video";

/** Longer than any generation. */
export const LATER_MS = 600_000;

export interface HiggsfieldAnswer {
  readonly status: number;
  readonly body: Json;
  readonly headers: Headers;
}

/** An emulator with a frozen clock, and a short way to call Higgsfield. `headers` replaces what is given by default. */
export async function createTestHiggsfield(options: EmulatorOptions = {}) {
  const emulator: Emulator = await createEmulator({ clock: "frozen", startAtMs: TEST_START_MS, ...options });

  async function call(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<HiggsfieldAnswer> {
    const response = await emulator.fetch(
      new Request(`https://api.higgsfield.ai${path}`, {
        method,
        headers: { authorization: TEST_CREDENTIAL, ...headers },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    return {
      status: response.status,
      body: text === "" ? null : JSON.parse(text),
      headers: response.headers,
    };
  }

  /** Submits a text to video; gives the id of the request. */
  async function submit(headers: Readonly<Record<string, string>> = {}, search = ""): Promise<string> {
    const { body } = await call("POST", `${TEXT_TO_VIDEO}${search}`, { prompt: "a fox" }, headers);
    return body.request_id;
  }

  const status = (id: string) => call("GET", `/requests/${id}/status`);

  return { emulator, control: emulator.control, call, submit, status };
}
