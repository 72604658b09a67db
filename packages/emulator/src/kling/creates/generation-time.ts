import { findModel, OBSERVED_GENERATIONS } from "@klingkit/spec";
import type { Chance } from "../../world/chance.ts";
import type { GenerationTime } from "../settings.ts";

/** Models without an observation: between the slow omni and the quick turbo. INF */
const ASSUMED: GenerationTime = { clipSeconds: 5, generationMs: 70_000 };
/** Part of a generation that does not depend on the length of the clip. INF */
const FIXED_SHARE = 0.5;
/** Generations vary by this much to either side. INF */
const JITTER = 0.1;
/** Part of the time before a task is `processing`. INF */
const WAITING_SHARE = 0.05;

export interface GenerationRequest {
  readonly model: string;
  readonly durationSeconds: number;
  readonly seedKey: string;
}

/** How long a task waits and runs, in ms of emulator time. */
export function generationTime(
  { model, durationSeconds, seedKey }: GenerationRequest,
  chance: Chance,
  configured: Readonly<Record<string, GenerationTime>> = {},
): { readonly processingAfterMs: number; readonly endAfterMs: number } {
  const name = findModel(model)?.standardName ?? model;
  const fixed = configured[model] ?? configured[name] ?? configured["*"];
  const observed = fixed ?? OBSERVED_GENERATIONS[name] ?? ASSUMED;
  const share = FIXED_SHARE + ((1 - FIXED_SHARE) * durationSeconds) / observed.clipSeconds;
  const jitter = fixed ? 1 : 1 + JITTER * (2 * chance.fraction("generation", seedKey) - 1);
  const endAfterMs = Math.round(observed.generationMs * share * jitter);
  return { processingAfterMs: Math.round(endAfterMs * WAITING_SHARE), endAfterMs };
}
