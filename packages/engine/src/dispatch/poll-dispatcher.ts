import { backoffMs, type EngineContext } from "../engine/settings.ts";
import { claimDue } from "../store/jobs.ts";
import type { JobRow } from "../store/schema.ts";
import { isPassing } from "../store/store-error.ts";
import type { Advance, Dispatcher, DispatchOptions, WorkState } from "./dispatcher.ts";
import { createDoorbell } from "./doorbell.ts";
import { isIdle, nextProbeAtMs, readDueTimes } from "./idle.ts";
import { letGo } from "./let-go.ts";
import { leave, maintain } from "./maintain.ts";

/** Heartbeats per lease: two may be missed. */
const BEATS_PER_LEASE = 3;

/** Wakes by a short poll of the due index: nothing but the store is needed, and several processes share one file. */
export function createPollDispatcher(context: EngineContext): Dispatcher {
  const bell = createDoorbell(context.clock);
  return {
    poke: bell.ring,
    async run(advance, options) {
      const crew = createCrew(context, { advance, onFree: bell.ring, signal: options.signal });
      const stopListening = await context.store.listen?.(bell.ring);
      try {
        await loop(context, { crew, bell, ...options });
      } finally {
        await stopListening?.();
        await crew.finished();
        await leave(context);
      }
    },
  };
}

interface Loop extends DispatchOptions {
  readonly crew: Crew;
  readonly bell: ReturnType<typeof createDoorbell>;
}

async function loop(context: EngineContext, { crew, bell, signal, isUntilIdle }: Loop): Promise<void> {
  const takeTurn = createTurn(context, crew);
  for (let failures = 0; !signal.aborted; ) {
    try {
      const pauseMs = await takeTurn();
      failures = 0;
      if (isUntilIdle && crew.isResting() && (await isIdle(context.store.reader, context.provider.account)))
        return;
      await bell.wait(pauseMs, signal);
    } catch (error) {
      // A store that is full or locked is waited for; what is under way needs it too.
      if (!isPassing(error)) throw error;
      context.onError(error);
      failures += 1;
      await bell.wait(backoffMs(context, failures), signal);
    }
  }
}

/** One look at the store: what is due is started. Tells how long nothing more will be due, in ms. */
function createTurn(context: EngineContext, crew: Crew): () => Promise<number> {
  const { store, clock, timing } = context;
  const { account } = context.provider;
  const beatMs = timing.leaseMs / BEATS_PER_LEASE;
  let maintainAtMs: number | undefined;

  /** Open intents of dead processes come before anything new. */
  async function recover(): Promise<number> {
    await maintain(context);
    await crew.begin("submitting", clock.nowMs());
    await crew.finished();
    return clock.nowMs() + beatMs;
  }

  return async () => {
    maintainAtMs ??= await recover();
    const nowMs = clock.nowMs();
    if (nowMs >= maintainAtMs) {
      await maintain(context);
      maintainAtMs = nowMs + beatMs;
    }
    const laterMs = await startDue(context, crew);
    const probeAtMs = (await nextProbeAtMs(store.reader, account)) ?? 0;
    if (probeAtMs > nowMs) maintainAtMs = Math.min(maintainAtMs, probeAtMs);
    return Math.max(1, Math.min(laterMs, maintainAtMs, nowMs + timing.pollMs) - nowMs);
  };
}

/** Starts all that is due and has hands free; tells when the next job is due. */
async function startDue({ store, clock, timing, provider }: EngineContext, crew: Crew): Promise<number> {
  const nowMs = clock.nowMs();
  let laterMs = Number.POSITIVE_INFINITY;
  for (const [state, atMs] of await readDueTimes(store.reader, provider.account)) {
    if (crew.freeHands(state) === 0) continue;
    if (atMs > nowMs) laterMs = Math.min(laterMs, atMs);
    // Tasks that are due soon are read along in the same request.
    else await crew.begin(state, state === "running" ? nowMs + timing.readSlackMs : nowMs);
  }
  return laterMs;
}

/** The steps that this process has under way. */
interface Crew {
  freeHands(state: WorkState): number;
  /** Claims due jobs and begins their step. */
  begin(state: WorkState, dueAtMs: number): Promise<void>;
  isResting(): boolean;
  finished(): Promise<void>;
}

interface CrewOptions {
  readonly advance: Advance;
  readonly onFree: () => void;
  readonly signal: AbortSignal;
}

function createCrew(context: EngineContext, { advance, onFree, signal }: CrewOptions): Crew {
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
      await letGo(context, jobs);
    }
  }

  return {
    freeHands: (state) => free[state],
    isResting: () => active.size === 0,
    async finished() {
      await Promise.all(active);
    },
    async begin(state, dueAtMs) {
      const limit = free[state];
      const jobs = await store.write((db) => claimDue(db, { account, state, dueAtMs, owner, limit }));
      if (jobs.length === 0) return;
      free[state] -= jobs.length;
      const step = work(state, jobs).finally(() => {
        free[state] += jobs.length;
        active.delete(step);
        onFree();
      });
      active.add(step);
    },
  };
}
