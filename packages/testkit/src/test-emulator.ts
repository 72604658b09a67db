import {
  createEmulator,
  type EmulatorControl,
  type EmulatorOptions,
  type StartOptions,
  startEmulator,
} from "@klingkit/emulator";

/** Any well-formed key works; this one has an account of its own. */
export const TEST_API_KEY = "api-key-kling-testkit";

export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON of the answer. */
  readonly body: unknown;
}

/** An emulator for one test. `await using` closes it. */
export interface TestEmulator extends AsyncDisposable {
  readonly baseUrl: string;
  /** For a client's `fetch` option; in process for `createTestEmulator`, over loopback for `startTestEmulator`. */
  readonly fetch: typeof fetch;
  readonly control: EmulatorControl;
  /** Sends a JSON request with the test key. */
  call(method: string, path: string, body?: unknown): Promise<TestAnswer>;
}

/** No test talks to the network: callbacks and input links end here. */
const answerNothing: typeof fetch = () => Promise.resolve(new Response(null, { status: 204 }));

const DEFAULTS = {
  clock: "frozen",
  startAtMs: Date.UTC(2026, 10, 21),
  concurrency: Number.POSITIVE_INFINITY,
  fetch: answerNothing,
} as const satisfies EmulatorOptions;

/** Makes an emulator in process: frozen clock, unlimited concurrency and units, callbacks that go nowhere. */
export async function createTestEmulator(options: EmulatorOptions = {}): Promise<TestEmulator> {
  const emulator = await createEmulator({ ...DEFAULTS, ...options });
  const { baseUrl, control } = emulator;
  return describe({ baseUrl, control, fetch: emulator.fetch, close: () => emulator.close() });
}

/** Starts an emulator on a random loopback port, otherwise like `createTestEmulator`. */
export async function startTestEmulator(options: StartOptions = {}): Promise<TestEmulator> {
  const emulator = await startEmulator({ ...DEFAULTS, port: 0, ...options });
  const { baseUrl, control } = emulator;
  return describe({ baseUrl, control, fetch: globalThis.fetch, close: () => emulator.close() });
}

interface Parts extends Pick<TestEmulator, "baseUrl" | "control" | "fetch"> {
  close(): Promise<void>;
}

function describe({ baseUrl, control, fetch, close }: Parts): TestEmulator {
  return {
    baseUrl,
    control,
    fetch,
    call: async (method, path, body) => {
      const response = await fetch(`${baseUrl}${path}`, {
        method,
        headers: { authorization: `Bearer ${TEST_API_KEY}`, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, headers: response.headers, body: await response.json() };
    },
    [Symbol.asyncDispose]: close,
  };
}
