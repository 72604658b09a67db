/** All waits of the engine, in ms unless said otherwise. */
export interface EngineTiming {
  /** No byte of a create leaves later than this after its intent was committed. */
  readonly sendWindowMs: number;
  /** One create, until its answer is complete. */
  readonly submitTimeoutMs: number;
  readonly readTimeoutMs: number;
  /** A process that has not been heard of for so long has lost its jobs. */
  readonly leaseMs: number;
  /** How often the due index is looked at. */
  readonly pollMs: number;
  readonly backoffFirstMs: number;
  readonly backoffMaxMs: number;
  /** Creates in a row that did not reach the service, before their pool stops. */
  readonly unreachableTries: number;
  /** Without an answer from any lookup for so long, a person has to decide. */
  readonly unknownAfterMs: number;
  /** Sends of one key that ended unclear and were proved absent, before the job is rejected. */
  readonly maxSends: number;
  /** Tasks that are due within this time are read along with one that is due now: longer than the densest step, so that all whose end is near share requests. */
  readonly readSlackMs: number;
}

/** @source INF */
export const DEFAULT_TIMING: EngineTiming = {
  sendWindowMs: 10_000,
  submitTimeoutMs: 60_000,
  readTimeoutMs: 30_000,
  leaseMs: 15_000,
  pollMs: 250,
  backoffFirstMs: 1000,
  backoffMaxMs: 60_000,
  unreachableTries: 7,
  unknownAfterMs: 1_800_000,
  maxSends: 5,
  readSlackMs: 2500,
};
