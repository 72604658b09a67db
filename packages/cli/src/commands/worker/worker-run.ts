import { resolve } from "node:path";
import { type Engine, isPassing } from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
import { CliError } from "../../errors/cli-error.ts";
import { ClosedOutput } from "../../errors/closed-output.ts";
import { createRequestCounter } from "../../jobs/count-requests.ts";
import { followPatiently } from "../../jobs/follow-patiently.ts";
import { type CallbackOptions, withCallbacks } from "../../jobs/open-callbacks.ts";
import { openEngine, policyGiven, readEngineSettings } from "../../jobs/open-engine.ts";
import { explainStoreFailure, openJobs, withStore } from "../../jobs/open-store.ts";
import { unfinishedOfOthers } from "../../jobs/other-accounts.ts";
import { createPlanContext } from "../../jobs/plan-context.ts";
import { accountsOf, nameServices, openServices } from "../../jobs/service.ts";
import type { AllowHostOptions } from "../../session/allow-hosts.ts";
import { keepHeapSmall } from "../../session/heap.ts";
import { resumeCommand } from "../../session/next-commands.ts";
import type { ConnectionOptions } from "../../session/settings.ts";
import { type StoreOptions, storeAddress } from "../../session/store-address.ts";
import { observeStore } from "../../session/telemetry.ts";
import type { OutputOptions } from "../../terminal/output.ts";
import { readShiftEnd, type ShiftEnd } from "./shift-end.ts";
import { createWorkerLog, type WorkerLog } from "./worker-log.ts";

export interface WorkerOptions
  extends OutputOptions,
    ConnectionOptions,
    StoreOptions,
    CallbackOptions,
    AllowHostOptions {
  readonly outputDir?: string;
  readonly policy?: string;
  readonly quota?: string;
  readonly untilIdle?: boolean;
}

/** Pauses between tries to reach the store, doubling. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/** Runs jobs until the signal, or until nothing is left; waits for a store that is away. */
export async function runWorker(options: WorkerOptions, deps: Deps): Promise<void> {
  await keepHeapSmall();
  const log = createWorkerLog(deps, options);
  const shift = await openShift(deps, options, log);
  if (!shift) return log.stopped();
  try {
    const isTried = { isPassing, tellTrouble: shift.tellTrouble };
    await tryPatiently(deps, isTried, (onOpen) => shift.work(onOpen));
  } finally {
    await shift.close();
  }
  if (deps.signal.reason instanceof ClosedOutput) throw unheardError(options);
  const end = shift.end();
  log.stopped(end);
  if (end?.failure) throw end.failure;
}

/** Nobody asked the worker to stop, and whoever watches over it must start another. */
function unheardError(options: WorkerOptions): CliError {
  const message = `Standard output was closed, and the worker has stopped. Nothing is lost. To continue, start another worker or run \`${resumeCommand(options)}\`.`;
  return new CliError({ code: "write_error", message });
}

interface Tried {
  readonly isPassing: (error: unknown) => boolean;
  readonly tellTrouble: (error: unknown) => Promise<void>;
}

/** Until it succeeds; undefined once the signal is aborted. `onOpen` begins the pauses anew. */
async function tryPatiently<Result>(
  { signal, clock }: Deps,
  tried: Tried,
  attempt: (onOpen: () => void) => Promise<Result>,
): Promise<Result | undefined> {
  let failures = 0;
  const onOpen = () => {
    failures = 0;
  };
  while (!signal.aborted) {
    try {
      return await attempt(onOpen);
    } catch (error) {
      if (!tried.isPassing(error)) throw error;
      await tried.tellTrouble(error);
    }
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures);
    failures += 1;
    // The end of the sleep is all that matters; the signal is looked at next.
    await clock.sleep(pauseMs, signal).catch(() => undefined);
  }
  return undefined;
}

/** An emulator that is not started yet is waited for like the store: workers come up in any order. */
const isSilentEmulator = (error: unknown): boolean =>
  error instanceof CliError && error.code === "connection_error";

interface Shift {
  /** Opens the store and works; `onOpen` is called in between. Rejects when the store cannot be opened or left. */
  work(onOpen: () => void): Promise<void>;
  tellTrouble(error: unknown, jobId?: string): Promise<void>;
  /** What is left; undefined where the store could not be asked. */
  end(): ShiftEnd | undefined;
  close(): Promise<void>;
}

/** Flags and credentials are checked once, before the store is opened. Undefined where the worker was stopped before. */
async function openShift(deps: Deps, options: WorkerOptions, log: WorkerLog): Promise<Shift | undefined> {
  const settings = await readEngineSettings(deps, options);
  const { outputDir } = options;
  const collectInto = outputDir === undefined ? undefined : resolve(deps.cwd, outputDir);
  const opened = await tryPatiently(
    deps,
    {
      // Whoever stops the worker interrupts the request, too.
      isPassing: (error) => deps.signal.aborted || isSilentEmulator(error),
      tellTrouble: async (error) => void (deps.signal.aborted || log.trouble(error)),
    },
    () => openServices(deps, options),
  );
  if (!opened) return undefined;
  const countRequests = createRequestCounter(deps, opened);
  const address = storeAddress(deps, options);
  const until = options.untilIdle ? "rest" : "abort";
  const tellTrouble = async (error: unknown, jobId?: string) =>
    log.trouble(await explainStoreFailure(address, error), jobId);
  // Telling never fails, so nobody waits for it.
  const onError = (error: unknown, jobId?: string) => void tellTrouble(error, jobId);

  let end: ShiftEnd | undefined;

  return {
    tellTrouble,
    end: () => end,
    close: () => opened.close(),
    work: (onOpen) =>
      withStore(deps, { ...options, wakeups: "pg-boss", onError }, async (store) => {
        const services = await nameServices(store, opened);
        const accounts = accountsOf(services);
        await withCallbacks(deps, options, { store, services, onError }, async (callbacks) => {
          const context = createPlanContext(deps, options);
          const places = { outputDir: deps.cwd, collectInto };
          const input = { store, services, context, callbacks, onError, ...places, ...settings };
          const engine = openEngine(deps, input);
          const jobClient = openJobs(deps, store);
          const view = log.view({ engine, jobClient, afterSeq: await jobClient.lastEventSeq() });
          onOpen();
          log.started({
            worker: engine.owner,
            // With what an account was called before it got its name: jobs keep the name under which they were bought.
            accounts: [...new Set(accounts.map(({ account }) => account))],
            store: store.kind,
            others: await unfinishedOfOthers(jobClient, accounts),
          });
          const stopObserving = await observeStore(deps, store);
          await runInView(deps, { engine, view, until })
            .finally(stopObserving)
            .finally(() => countRequests(store));
          // Whoever stops a worker gets what was asked for, whatever is left.
          const troubled = options.untilIdle && !deps.signal.aborted ? log.troubled() : undefined;
          const limits = { limitsFile: policyGiven(deps, options), owner: engine.owner };
          const resume = resumeCommand(options);
          end = await readShiftEnd(deps, { jobClient, accounts, resume, ...limits, troubled });
        });
      }),
  };
}

interface InView {
  readonly engine: Engine;
  readonly view: ReturnType<WorkerLog["view"]>;
  readonly until: "rest" | "abort";
}

async function runInView(deps: Deps, { engine, view, until }: InView): Promise<void> {
  const watching = new AbortController();
  const followed = followPatiently(deps, view, watching.signal);
  followed.catch(() => undefined);
  try {
    await engine.run({ signal: deps.signal, until });
  } finally {
    watching.abort();
    await followed;
    await view.finish();
  }
}
