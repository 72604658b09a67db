import type { EngineContext } from "../context/engine-context.ts";
import type { WorkState } from "../state/transitions.ts";
import type { JobScope } from "../store/job-scope.ts";
import type { JobRow } from "../store/schema.ts";

/** One step of jobs that are taken together. All have the state, belong to the context's account and are claimed by this process. */
export interface Step {
  readonly state: WorkState;
  readonly jobs: readonly JobRow[];
  readonly signal: AbortSignal;
  /** The step of so many of the jobs has ended: their places are free for others, and those of the rest when all have ended. */
  readonly onEnd: (count: number) => void;
}

export type Advance = (context: EngineContext, step: Step) => Promise<void>;

/** Which jobs a run carries. All others keep their slots and their place in the queue, and are left alone. */
export interface Scope extends JobScope {
  /** Default: all. */
  readonly states?: readonly WorkState[];
}

export interface DispatchOptions {
  readonly signal: AbortSignal;
  /** Ends by itself when no job has a next step that time or the service will bring. */
  readonly isUntilIdle: boolean;
  readonly scope?: Scope;
  /** Ends at this moment, whatever is left. Unix ms. */
  readonly endAtMs?: number;
  /** Aborted at the end: exchanges that still wait for an answer are given up, and what became of them is looked up later. Default: they are waited for. */
  readonly exchanges?: AbortController;
}

/**
 * Hands due jobs to `advance`. A job is due by its `next_at`, which is written in the transaction that changes its state,
 * so that the row is timer and outbox in one; a dispatcher on another engine sends its wake-up in the same transaction.
 */
export interface Dispatcher {
  /** Resolves after the signal, or when idle; steps that were begun are finished first. */
  run(advance: Advance, options: DispatchOptions): Promise<void>;
  /** Something was made due by this process: look now. */
  poke(): void;
}
