import { wakeRefused } from "../collect/wake-refused.ts";
import { backoffMs } from "../context/backoff.ts";
import type { EngineContext } from "../context/engine-context.ts";
import { createWakeableSleep } from "../context/wakeable-sleep.ts";
import type { WorkState } from "../state/transitions.ts";
import { type Claim, claimDue } from "../store/jobs.ts";
import type { JobRow } from "../store/schema.ts";
import { isPassing } from "../store/store-error.ts";
import { lookForLate } from "../submit/late-tasks.ts";
import type { Advance, Dispatcher, DispatchOptions, Scope } from "./dispatcher.ts";
import { isIdle, nextHolderAtMs, nextProbeAtMs, readDueTimes } from "./idle.ts";
import { letGo } from "./let-go.ts";
import { leave, maintain } from "./maintain.ts";

/** Heartbeats per lease: two may be missed. */
const BEATS_PER_LEASE = 3;

/** Wakes by a short poll of the due index: nothing but the store is needed, and several processes share one file. */
export function createPollDispatcher(context: EngineContext): Dispatcher {
  const sleeper = createWakeableSleep(context.clock);
  return {
    poke: sleeper.wake,
    async run(advance, options) {
      const { signal, scope = {}, exchanges } = options;
      const steps = createStepRunner(context, { advance, onFree: sleeper.wake, signal, scope });
      const stopListening = await context.store.listen?.(sleeper.wake);
      const hurry = () => context.store.hurry?.();
      signal.addEventListener("abort", hurry, { once: true });
      try {
        await loop(context, { steps, sleeper, ...options, scope });
      } finally {
        signal.removeEventListener("abort", hurry);
        exchanges?.abort();
        try {
          await stopListening?.();
        } finally {
          await steps.finished();
          await leave(context);
        }
      }
    },
  };
}

interface Loop extends DispatchOptions {
  readonly steps: StepRunner;
  readonly sleeper: ReturnType<typeof createWakeableSleep>;
  readonly scope: Scope;
}

async function loop(context: EngineContext, options: Loop): Promise<void> {
  const { steps, sleeper, signal, isUntilIdle, scope, endAtMs = Number.POSITIVE_INFINITY } = options;
  const { store, clock, provider } = context;
  const look = { account: provider.account, ...scope };
  const takeTurn = createTurn(context, { steps, scope });
  // A key that every read has refused for minutes brings nothing more: a person must act.
  const isDone = async () => context.readWatch.isRefused(clock.nowMs()) || isIdle(store.reader, look);
  context.readWatch.reset();
  for (let failures = 0; !signal.aborted; ) {
    try {
      const pauseMs = await takeTurn();
      failures = 0;
      if (isUntilIdle && steps.isResting() && (await isDone())) return;
      const leftMs = endAtMs - clock.nowMs();
      if (leftMs <= 0) return;
      await sleeper.sleep(Math.min(pauseMs, leftMs), signal);
    } catch (error) {
      // A store that is full or locked is waited for; what is under way needs it too.
      if (!isPassing(error)) throw error;
      context.onError(error);
      failures += 1;
      if (clock.nowMs() >= endAtMs) return;
      await sleeper.sleep(backoffMs(context, failures), signal);
    }
  }
}

/** One look at the store: what is due is started. Tells how long nothing more will be due, in ms. */
function createTurn(
  context: EngineContext,
  { steps, scope }: { readonly steps: StepRunner; readonly scope: Scope },
): () => Promise<number> {
  const { store, clock, timing } = context;
  const { account } = context.provider;
  const beatMs = timing.leaseMs / BEATS_PER_LEASE;
  let maintainAtMs: number | undefined;

  /** Open intents of dead processes come before anything new. */
  async function recover(): Promise<number> {
    await maintain(context, scope);
    await wakeRefused(context, scope);
    // Whoever starts a run wants to know now.
    steps.lookForLate(Number.MAX_SAFE_INTEGER);
    await steps.begin("submitting", clock.nowMs());
    await steps.finished();
    return clock.nowMs() + beatMs;
  }

  return async () => {
    maintainAtMs ??= await recover();
    const nowMs = clock.nowMs();
    // Further away than a beat, it was set while the clock ran ahead.
    if (nowMs >= maintainAtMs || maintainAtMs > nowMs + beatMs) {
      await maintain(context, scope);
      steps.lookForLate(nowMs);
      maintainAtMs = nowMs + beatMs;
    }
    const laterMs = await startDue(context, { steps, look: { account, ...scope } });
    const probeAtMs = await nextProbeAtMs(store.reader, account, nowMs);
    if (probeAtMs !== undefined) maintainAtMs = Math.min(maintainAtMs, probeAtMs);
    return Math.max(1, Math.min(laterMs, maintainAtMs, nowMs + timing.pollMs) - nowMs);
  };
}

/** Starts all that is due and has room; tells when the next job is due. */
async function startDue(
  { store, clock, timing }: EngineContext,
  { steps, look }: { readonly steps: StepRunner; readonly look: Scope & { readonly account: string } },
): Promise<number> {
  const nowMs = clock.nowMs();
  let laterMs = Number.POSITIVE_INFINITY;
  for (const [state, atMs] of await readDueTimes(store.reader, look)) {
    if (steps.freeCapacity(state) === 0) continue;
    if (atMs > nowMs) laterMs = Math.min(laterMs, atMs);
    // Tasks that are due soon are read along in the same request.
    else await steps.begin(state, state === "running" ? nowMs + timing.readSlackMs : nowMs);
  }
  if (look.batchId === undefined || steps.freeCapacity("running") === 0) return laterMs;
  const holderAtMs = await nextHolderAtMs(store.reader, look.account, look.batchId);
  if (holderAtMs === undefined) return laterMs;
  if (holderAtMs > nowMs) return Math.min(laterMs, holderAtMs);
  await steps.readHolders(nowMs + timing.readSlackMs);
  return laterMs;
}

/** The steps that this process has under way. */
interface StepRunner {
  freeCapacity(state: WorkState): number;
  /** Claims due jobs and begins their step. */
  begin(state: WorkState, dueAtMs: number): Promise<void>;
  /** Reads tasks, of any batch, that hold slots for which the batch in scope waits: nobody else may be there to see their end. */
  readHolders(dueAtMs: number): Promise<void>;
  /** Begins to look for tasks of creates that were taken for lost, unless that is under way. A run of one batch leaves it to others. */
  lookForLate(dueAtMs: number): void;
  isResting(): boolean;
  finished(): Promise<void>;
}

interface StepRunnerOptions {
  readonly advance: Advance;
  readonly onFree: () => void;
  readonly signal: AbortSignal;
  readonly scope: Scope;
}

function createStepRunner(
  context: EngineContext,
  { advance, onFree, signal, scope }: StepRunnerOptions,
): StepRunner {
  const { store, owner, width } = context;
  const { account } = context.provider;
  const { submits, reads, downloads } = width;
  const free = { submitting: submits, approved: submits, running: reads, succeeded: downloads };
  const active = new Set<Promise<void>>();

  async function work(state: WorkState, jobs: readonly JobRow[]): Promise<void> {
    try {
      await advance(state, jobs, signal);
    } catch (error) {
      context.onError(error);
      await letGo(context, jobs, signal);
    }
  }

  async function begin(
    state: WorkState,
    which: { readonly dueAtMs: number } & Pick<Claim, "batchId" | "waitingBatchId">,
  ) {
    const claim = { account, state, owner, limit: free[state], ...which };
    const jobs = await store.write((db) => claimDue(db, claim));
    if (jobs.length === 0) return;
    free[state] -= jobs.length;
    track(work(state, jobs), () => {
      free[state] += jobs.length;
    });
  }

  function track(working: Promise<void>, onEnd: () => void): void {
    const step = working.finally(() => {
      onEnd();
      active.delete(step);
      onFree();
    });
    active.add(step);
  }

  let isLooking = false;
  function look(dueAtMs: number): void {
    if (isLooking || scope.batchId !== undefined) return;
    isLooking = true;
    track(lookForLate(context, dueAtMs).catch(context.onError), () => {
      isLooking = false;
    });
  }

  return {
    freeCapacity: (state) => free[state],
    isResting: () => active.size === 0,
    async finished() {
      await Promise.all(active);
    },
    begin: (state, dueAtMs) => begin(state, { dueAtMs, batchId: scope.batchId }),
    lookForLate: look,
    readHolders: (dueAtMs) => begin("running", { dueAtMs, waitingBatchId: scope.batchId }),
  };
}
