import { wakeRefused } from "../collect/wake-refused.ts";
import { backoffMs } from "../context/backoff.ts";
import type { EngineContext } from "../context/engine-context.ts";
import { accountOf, type EngineContexts } from "../context/engine-contexts.ts";
import { createWakeableSleep } from "../context/wakeable-sleep.ts";
import { sweepNeeds } from "../needs/sweep-needs.ts";
import { WORK_STATES, type WorkState } from "../state/transitions.ts";
import { isPassing } from "../store/store-error.ts";
import type { Dispatcher, DispatchOptions, Scope } from "./dispatcher.ts";
import { isIdle, nextHolderAtMs, type Outlook, othersWait, readOutlook } from "./idle.ts";
import { leave, maintain, wakeInScope } from "./maintain.ts";
import { createStepRunner, type StepRunner } from "./step-runner.ts";

/** Heartbeats per lease: two may be missed. */
const BEATS_PER_LEASE = 3;

/** Wakes by a short poll of the due index: nothing but the store is needed, and several processes share one file. */
export function createPollDispatcher(contexts: EngineContexts): Dispatcher {
  const [context] = contexts;
  const sleeper = createWakeableSleep(context.clock);
  return {
    poke: sleeper.wake,
    async run(advance, options) {
      const { signal, scope = {}, exchanges, endAtMs = Number.POSITIVE_INFINITY } = options;
      const over = new AbortController();
      const end = { isOver: AbortSignal.any([signal, over.signal]), endAtMs };
      const steps = createStepRunner(contexts, { advance, onFree: sleeper.wake, signal, end, scope });
      const stopListening = await context.store.listen?.(sleeper.wake);
      const hurry = () => context.store.hurry?.();
      signal.addEventListener("abort", hurry, { once: true });
      try {
        await loop(contexts, { steps, sleeper, ...options, scope });
      } finally {
        signal.removeEventListener("abort", hurry);
        exchanges?.abort();
        over.abort();
        try {
          await stopListening?.();
        } finally {
          await steps.finished();
          await leavePatiently(context);
        }
      }
    },
  };
}

/** Where the store cannot be written, its lease ends on its own: what is left is told, and no reason to fail. */
async function leavePatiently(context: EngineContext): Promise<void> {
  try {
    await leave(context);
  } catch (error) {
    if (!isPassing(error)) throw error;
    context.onError(error);
  }
}

interface Loop extends DispatchOptions {
  readonly steps: StepRunner;
  readonly sleeper: ReturnType<typeof createWakeableSleep>;
  readonly scope: Scope;
}

async function loop(contexts: EngineContexts, options: Loop): Promise<void> {
  const { steps, sleeper, signal, isUntilIdle, scope, endAtMs = Number.POSITIVE_INFINITY } = options;
  const [context] = contexts;
  const { clock } = context;
  const takeTurn = createTurn(contexts, { steps, scope });
  for (const { readWatch } of contexts) readWatch.reset();
  for (let failures = 0; !signal.aborted; ) {
    try {
      const { pauseMs, views } = await takeTurn();
      failures = 0;
      if (isUntilIdle && steps.isResting() && (await isDone(views, scope)) && !(await hasWoken(context)))
        return;
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

async function isDone(views: readonly View[], scope: Scope): Promise<boolean> {
  // A key that every read has refused for minutes brings nothing more: a person must act.
  const asked = views.filter(({ context: { readWatch, clock } }) => !readWatch.isRefused(clock.nowMs()));
  const [one] = asked;
  if (one === undefined) return true;
  if (asked.some(({ outlook }) => outlook.hasDue)) return false;
  const looks = asked.map(({ context }) => ({ ...accountOf(context), ...scope }));
  return isIdle(one.context.store.reader, looks);
}

/** Before the end of a run: nobody may wait for a job that has ended. */
const hasWoken = ({ store, clock }: EngineContext): Promise<boolean> =>
  store.write((db) => sweepNeeds(db, clock.nowMs()));

/** An account as it was at the beginning of a turn. */
interface View {
  readonly context: EngineContext;
  readonly outlook: Outlook;
}

interface Turn {
  readonly views: readonly View[];
  /** How long nothing more will be due. */
  readonly pauseMs: number;
}

/** One look at the store: what is due is started. */
function createTurn(
  contexts: EngineContexts,
  { steps, scope }: { readonly steps: StepRunner; readonly scope: Scope },
): () => Promise<Turn> {
  const [{ clock, timing }] = contexts;
  const beatMs = timing.leaseMs / BEATS_PER_LEASE;
  let maintainAtMs: number | undefined;
  let mayOvertake = false;

  async function beat(): Promise<void> {
    await maintain(contexts, scope);
    mayOvertake = false;
    for (const context of contexts)
      mayOvertake ||= await othersWait(context.store.reader, { ...accountOf(context), ...scope });
  }

  /** Open intents of dead processes come before anything new. */
  async function recover(): Promise<number> {
    await beat();
    for (const context of contexts) await wakeRefused(context, scope);
    // Whoever starts a run wants to know now.
    steps.lookForLate(Number.MAX_SAFE_INTEGER);
    // Where only tasks are read, no create may be sent again.
    if (scope.states?.includes("submitting") ?? true)
      for (const context of contexts) await steps.begin(context, "submitting", clock.nowMs());
    await steps.finished();
    return clock.nowMs() + beatMs;
  }

  return async () => {
    maintainAtMs ??= await recover();
    const nowMs = clock.nowMs();
    // Further away than a beat, it was set while the clock ran ahead.
    if (nowMs >= maintainAtMs || maintainAtMs > nowMs + beatMs) {
      await beat();
      steps.lookForLate(nowMs);
      maintainAtMs = nowMs + beatMs;
    }
    // A slot that comes back wakes the oldest job that waits for it, which may be one that nobody works on.
    if (steps.hasEnded() && mayOvertake) await wakeInScope(contexts, scope);
    const views = await readViews(contexts, scope);
    const laterMs = await startDue(views, { steps, scope });
    for (const { outlook } of views) maintainAtMs = Math.min(maintainAtMs, outlook.probeAtMs ?? maintainAtMs);
    const pauseMs = Math.max(1, Math.min(laterMs, maintainAtMs, nowMs + timing.pollMs) - nowMs);
    return { views, pauseMs };
  };
}

interface Due {
  readonly context: EngineContext;
  readonly state: WorkState;
  readonly atMs: number;
}

async function readViews(contexts: EngineContexts, scope: Scope): Promise<readonly View[]> {
  const views: View[] = [];
  for (const context of contexts) {
    const { store, clock } = context;
    const look = { ...accountOf(context), ...scope };
    views.push({ context, outlook: await readOutlook(store.reader, look, clock.nowMs()) });
  }
  return views;
}

/** When the next job of each account and state is due. */
function orderDue(views: readonly View[]): readonly Due[] {
  const due = views.flatMap(({ context, outlook }) =>
    Array.from(outlook.dueTimes, ([state, atMs]) => ({ context, state, atMs })),
  );
  // Who has waited longest comes first within a state, so that no account keeps another from the shared width.
  const place = ({ state }: Due) => WORK_STATES.indexOf(state);
  return due.toSorted((left, right) => place(left) - place(right) || left.atMs - right.atMs);
}

/** Starts all that is due and has room; tells when the next job is due. */
async function startDue(
  views: readonly View[],
  { steps, scope }: { readonly steps: StepRunner; readonly scope: Scope },
): Promise<number> {
  const ofStates = Map.groupBy(orderDue(views), ({ state }) => state);
  // What is claimed for different states takes nothing from each other, and shares a commit.
  const begun = await Promise.allSettled(Array.from(ofStates.values(), (due) => startInTurn(due, steps)));
  let laterMs = Number.POSITIVE_INFINITY;
  for (const outcome of begun) {
    if (outcome.status === "rejected") throw outcome.reason;
    laterMs = Math.min(laterMs, outcome.value);
  }
  return Math.min(laterMs, await readHolders(views, { steps, scope }));
}

/** Jobs of one state share the width of all accounts. */
async function startInTurn(due: readonly Due[], steps: StepRunner): Promise<number> {
  let laterMs = Number.POSITIVE_INFINITY;
  for (const { context, state, atMs } of due) {
    if (steps.freeCapacity(state) === 0) continue;
    const { clock, timing } = context;
    const nowMs = clock.nowMs();
    if (atMs > nowMs) laterMs = Math.min(laterMs, atMs);
    // Tasks that are due soon are read along in the same request.
    else await steps.begin(context, state, state === "running" ? nowMs + timing.readSlackMs : nowMs);
  }
  return laterMs;
}

/** Reads tasks that hold slots for which jobs in scope wait; tells when the next is due. */
async function readHolders(
  views: readonly View[],
  { steps, scope }: { readonly steps: StepRunner; readonly scope: Scope },
): Promise<number> {
  let laterMs = Number.POSITIVE_INFINITY;
  if (scope.batchIds === undefined) return laterMs;
  for (const { context } of views) {
    if (steps.freeCapacity("running") === 0) return laterMs;
    const { store, clock, timing } = context;
    const nowMs = clock.nowMs();
    const holderAtMs = await nextHolderAtMs(store.reader, { ...accountOf(context), ...scope });
    if (holderAtMs === undefined) continue;
    if (holderAtMs > nowMs) laterMs = Math.min(laterMs, holderAtMs);
    else await steps.readHolders(context, nowMs + timing.readSlackMs);
  }
  return laterMs;
}
