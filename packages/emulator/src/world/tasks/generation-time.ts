import type { Chance } from "../chance.ts";

/** How long a generation of `clipSeconds` of video takes, in ms of emulator time. */
export interface GenerationTime {
  readonly clipSeconds: number;
  readonly generationMs: number;
}

/** Models without an observation: between the slow omni and the quick turbo of Kling. INF */
export const ASSUMED_GENERATION: GenerationTime = { clipSeconds: 5, generationMs: 70_000 };
/** Part of a generation that does not depend on the length of the clip. INF */
const FIXED_SHARE = 0.5;
/** Generations vary by this much to either side. INF */
const JITTER = 0.1;
/** Part of the time before a task is `processing`. INF */
const WAITING_SHARE = 0.05;

export interface GenerationRequest {
  readonly durationSeconds: number;
  readonly seedKey: string;
  /** Time by configuration, which never varies. */
  readonly fixed: GenerationTime | undefined;
  readonly observed: GenerationTime;
}

/** How long a task waits and runs, in ms of emulator time. */
export function generationTime(
  { durationSeconds, seedKey, fixed, observed }: GenerationRequest,
  chance: Chance,
): { readonly processingAfterMs: number; readonly endAfterMs: number } {
  const { clipSeconds, generationMs } = fixed ?? observed;
  const share = FIXED_SHARE + ((1 - FIXED_SHARE) * durationSeconds) / clipSeconds;
  const jitter = fixed ? 1 : 1 + JITTER * (2 * chance.fraction("generation", seedKey) - 1);
  const endAfterMs = Math.round(generationMs * share * jitter);
  return { processingAfterMs: Math.round(endAfterMs * WAITING_SHARE), endAfterMs };
}
