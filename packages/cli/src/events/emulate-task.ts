import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Emulator } from "@klingkit/emulator";
import {
  createCollector,
  createEngine,
  type Engine,
  type Job,
  makePlan,
  openEventLog,
  openSqliteStore,
  parseBatch,
  type Store,
  type TaskEvent,
} from "@klingkit/engine";
import type { TaskEventType } from "@klingkit/spec/plain";
import type { Clock, Deps } from "../deps.ts";
import { CliError } from "../errors/cli-error.ts";
import { toFailure } from "../failures/to-failure.ts";
import { type Scenario, scenarioOf } from "./trigger-scenario.ts";
import type { Shape, TriggeredService } from "./triggered-services.ts";

export interface EmulateOptions {
  readonly type: TaskEventType;
  readonly service: TriggeredService;
  /** The task is made at an endpoint whose callbacks have this shape. */
  readonly shape: Shape;
  /** How long ago the event happened, in ms. */
  readonly ageMs: number;
  /** Signs the callbacks. */
  readonly secret: string;
}

/** A callback as the service sent it. */
export interface SentCallback {
  readonly id: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface EmulatedTask {
  /** Of the job, oldest first. */
  readonly events: readonly TaskEvent[];
  /** Of the service, in the order in which they were sent. */
  readonly callbacks: readonly SentCallback[];
  /** Removes the file that `task.downloaded` names, where no receiver will read it. */
  removeFile(): Promise<void>;
}

const BASE_URL = "http://127.0.0.1:9";
/** Where the emulator sends callbacks; nothing listens, and its `fetch` takes them. */
const CALLBACK_URL = "https://callbacks.example/trigger";
/** Waits are those of a clock that jumps. */
const TIMING = { pollMs: 30_000, leaseMs: 600_000 };

/**
 * Lets a task of an emulator come to an event, in a store of its own. Nothing is sent to a service, and nothing is charged.
 * Throws `trigger_failed`, after which no file is left. The file of `task.downloaded` stays otherwise: its receiver may read it.
 */
export async function emulateTask(deps: Deps, options: EmulateOptions): Promise<EmulatedTask> {
  const { type } = options;
  let folder: string | undefined;
  const removeFile = async () => folder && (await rm(folder, { recursive: true, force: true }));
  try {
    folder = await mkdtemp(join(tmpdir(), "kling-trigger-"));
    const callbacks: SentCallback[] = [];
    const events = await playTask(deps, options, { folder, callbacks });
    await (type === "task.downloaded" ? removeStore(folder) : removeFile());
    return { events, callbacks, removeFile: async () => void (await removeFile()) };
  } catch (cause) {
    await removeFile();
    if (deps.signal.aborted) throw cause;
    throw triggerFailed(type, toFailure(cause, deps.signal).message, cause);
  }
}

interface Place {
  readonly folder: string;
  readonly callbacks: SentCallback[];
}

/** Plays the scenario of the event, and returns what the store has of the job, oldest first. */
async function playTask(deps: Deps, options: EmulateOptions, place: Place): Promise<readonly TaskEvent[]> {
  const { type, service } = options;
  const { folder, callbacks } = place;
  const emulator = await startEmulator(deps, options, callbacks);
  try {
    const store = await openSqliteStore(join(folder, STORE_NAME));
    try {
      const clock = clockOf(emulator);
      const engine = openEngine({ deps, emulator, store, clock, options, outputDir: join(folder, "files") });
      const id = await enqueue(engine, options);
      await play(engine, emulator, scenarioOf(type, service), { job: id, signal: deps.signal });
      deps.signal.throwIfAborted();
      await emulator.control.advance(0);
      const events = (await (await openEventLog(store, { clock })).list()).toReversed();
      if (!events.some((event) => event.type === type)) throw new Error(whyNotThere(await engine.job(id)));
      return events;
    } finally {
      await store.close();
    }
  } finally {
    await emulator.close();
  }
}

const whyNotThere = ({ state, error }: Job): string =>
  `its job is ${state} instead, after ${LONGEST_MS / 1000} s at most${error ? ` (${error.message})` : ""}`;

function triggerFailed(type: TaskEventType, reason: string, cause: unknown): CliError {
  const sentence = reason.replace(/\.$/, "");
  const message = `The emulator did not come to ${type}: ${sentence}. Nothing was sent to your server, and nothing was charged. Check that the temporary folder ${tmpdir()} (TMPDIR) can be written and has space, then run this again.`;
  return new CliError({ code: "trigger_failed", message, cause });
}

const STORE_NAME = "jobs.sqlite";

async function removeStore(folder: string): Promise<void> {
  for (const end of ["", "-wal", "-shm"]) await rm(join(folder, `${STORE_NAME}${end}`), { force: true });
}

async function startEmulator(
  { clock }: Deps,
  { type, service, ageMs, secret }: EmulateOptions,
  callbacks: SentCallback[],
): Promise<Emulator> {
  const { createEmulator } = await import("@klingkit/emulator");
  const { faults, thenMs = 0 } = scenarioOf(type, service);
  return createEmulator({
    clock: "frozen",
    // Two triggered tasks have two ids.
    seed: crypto.randomUUID(),
    // A task takes some minutes, and shall have ended about now.
    startAtMs: clock.nowMs() - ageMs - thenMs - TASK_MS,
    publicUrl: BASE_URL,
    webhookSecrets: [secret],
    switches: { sendsSubmittedCallback: true },
    faults,
    async fetch(input, init) {
      const request = new Request(input, init);
      const id = request.headers.get("webhook-id") ?? "";
      callbacks.push({ id, body: JSON.parse(await request.text()) });
      return new Response(null, { status: 200 });
    },
  });
}

const TASK_MS = 300_000;

/** Time goes on while somebody waits for it. */
const clockOf = ({ control }: Emulator): Clock => ({
  nowMs: control.nowMs,
  async sleep(ms, signal) {
    signal?.throwIfAborted();
    await control.advance(ms);
    await new Promise((resolve) => setImmediate(resolve));
  },
});

interface Parts {
  readonly deps: Deps;
  readonly emulator: Emulator;
  readonly store: Store;
  readonly clock: Clock;
  readonly options: EmulateOptions;
  readonly outputDir: string;
}

function openEngine({ deps, emulator, store, clock, options, outputDir }: Parts): Engine {
  return createEngine({
    store,
    providers: [
      options.service.createProvider({ baseUrl: BASE_URL, fetch: emulator.fetch, clock, readRetries: 0 }),
    ],
    loadImage: () => Promise.reject(new Error("a triggered task has no inputs")),
    outputDir,
    clock,
    timing: TIMING,
    callbackUrl: CALLBACK_URL,
    collector: createCollector({
      fetch: emulator.fetch,
      clock: deps.downloadClock,
      allowedOrigins: [BASE_URL],
    }),
  });
}

const PROMPT = "a fox in the snow, triggered by kling trigger";

async function enqueue(engine: Engine, { service, shape }: EmulateOptions): Promise<string> {
  const request = { name: "triggered", prompt: PROMPT, ...service.requestFor(shape) };
  const batch = { purpose: "kling trigger", requests: [request] };
  const loadImage = () => Promise.reject(new Error("a triggered task has no inputs"));
  const plan = await makePlan(parseBatch(JSON.stringify(batch)), { loadImage });
  const result = await engine.enqueue(plan);
  if (result.kind === "accepted") return result.jobIds[0] ?? "";
  throw new Error(`the emulated task was refused: ${JSON.stringify(result)}`);
}

interface Played {
  readonly job: string;
  readonly signal: AbortSignal;
}

/** Real time that no scenario takes on any machine. */
const LONGEST_MS = 60_000;

async function play(
  engine: Engine,
  { control }: Emulator,
  { until, thenMs, act }: Scenario,
  { job, signal: interrupt }: Played,
): Promise<void> {
  const isLate = AbortSignal.timeout(LONGEST_MS);
  const signal = AbortSignal.any([interrupt, isLate]);
  try {
    await act?.(engine, job);
    if (until !== "none") await engine.run({ until, signal });
    if (thenMs === undefined) return;
    await control.advance(thenMs);
    control.reset();
    await engine.run({ until: "ended", signal });
  } catch (error) {
    // The state of the job says more than that the time is over.
    if (!isLate.aborted) throw error;
  }
}
