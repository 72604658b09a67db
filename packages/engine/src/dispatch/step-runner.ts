import type { EngineContext } from "../context/engine-context.ts";
import { accountOf, type EngineContexts } from "../context/engine-contexts.ts";
import type { WorkState } from "../state/transitions.ts";
import { type Claim, claimDue } from "../store/jobs.ts";
import type { JobRow } from "../store/schema.ts";
import { lookForLate } from "../submit/late-tasks.ts";
import type { Advance, Scope, Step } from "./dispatcher.ts";
import { letGo, type RunEnd } from "./let-go.ts";

/** The steps that this process has under way. Its width is shared by all accounts. */
export interface StepRunner {
  freeCapacity(state: WorkState): number;
  /** Claims due jobs of an account and begins their step. */
  begin(context: EngineContext, state: WorkState, dueAtMs: number): Promise<void>;
  /** Reads tasks, in scope or not, that hold slots for which jobs in scope wait: nobody else may be there to see their end. */
  readHolders(context: EngineContext, dueAtMs: number): Promise<void>;
  /** Begins to look for tasks of creates in scope that were taken for lost, unless that is under way. */
  lookForLate(dueAtMs: number): void;
  isResting(): boolean;
  /** Whether a step has ended since this was asked last. */
  hasEnded(): boolean;
  finished(): Promise<void>;
}

export interface StepRunnerOptions {
  readonly advance: Advance;
  readonly onFree: () => void;
  readonly signal: AbortSignal;
  readonly end: RunEnd;
  readonly scope: Scope;
}

export function createStepRunner(
  contexts: EngineContexts,
  { advance, onFree, signal, end, scope }: StepRunnerOptions,
): StepRunner {
  const { batchIds, exceptIds } = scope;
  const active = new Set<Promise<void>>();
  let isNews = false;
  const places = createPlaces(contexts[0].width, () => {
    isNews = true;
    onFree();
  });

  async function work(context: EngineContext, step: Step): Promise<void> {
    try {
      await advance(context, step);
    } catch (error) {
      context.onError(error);
      // A store that is closed or broken ends the run by the loop's own use of it; nobody awaits this step yet.
      await letGo(context, step.jobs, end).catch((lost: unknown) => context.onError(lost));
    }
  }

  async function begin(
    context: EngineContext,
    state: WorkState,
    which: Pick<Claim, "dueAtMs" | "isOfPools">,
  ) {
    const claim = {
      ...accountOf(context),
      state,
      owner: context.owner,
      limit: places.free(state),
      batchIds,
      exceptIds,
      ...which,
    };
    const jobs = await context.store.write((db) => claimDue(db, claim));
    for (const together of stepsOf(state, jobs)) {
      const taken = places.take(state, together.length);
      const step = { state, jobs: together, signal, onEnd: taken.giveBack };
      track(work(context, step), taken.giveBackAll);
    }
  }

  function track(working: Promise<void>, onEnd: () => void): void {
    const step = working.finally(() => {
      isNews = true;
      onEnd();
      active.delete(step);
      onFree();
    });
    active.add(step);
  }

  let isLooking = false;
  function look(dueAtMs: number): void {
    if (isLooking) return;
    isLooking = true;
    const looks = contexts.map((context) =>
      lookForLate(context, { dueAtMs, batchIds, exceptIds }).catch(context.onError),
    );
    track(Promise.all(looks).then(), () => {
      isLooking = false;
    });
  }

  return {
    freeCapacity: places.free,
    isResting: () => active.size === 0,
    hasEnded() {
      const hasEnded = isNews;
      isNews = false;
      return hasEnded;
    },
    async finished() {
      await Promise.all(active);
    },
    begin: (context, state, dueAtMs) => begin(context, state, { dueAtMs }),
    lookForLate: look,
    readHolders: (context, dueAtMs) => begin(context, "running", { dueAtMs, isOfPools: true }),
  };
}

/** How many steps of each kind may be under way. Those that were begun together give their places back one by one. */
function createPlaces({ submits, reads, downloads }: EngineContext["width"], onFree: () => void) {
  const free = { submitting: submits, approved: submits, running: reads, succeeded: downloads };
  return {
    free: (state: WorkState): number => free[state],
    take(state: WorkState, count: number) {
      free[state] -= count;
      let left = count;
      const put = (ended: number) => {
        // One that goes on after the others were given up has given its place back with them.
        const given = Math.min(ended, left);
        free[state] += given;
        left -= given;
      };
      return {
        giveBack(ended: number) {
          const wasFull = free[state] === 0;
          put(ended);
          // Others may wait for a place, and what was begun with these may take minutes more.
          if (wasFull && ended > 0 && left > 0) onFree();
        },
        giveBackAll: () => put(left),
      };
    },
  };
}

/** Creates and reads share statements and requests. Downloads share nothing, so that each is a step. */
function stepsOf(state: WorkState, jobs: readonly JobRow[]): readonly (readonly JobRow[])[] {
  if (jobs.length === 0) return [];
  return state === "succeeded" ? jobs.map((job) => [job]) : [jobs];
}
