import { findModel } from "./models.ts";
import type { PackUnit } from "./units.ts";

/**
 * Name of the limit of concurrent tasks that a request counts against: model version × pack type.
 * `kling-3.0/video`; without a model the pack alone, `video`. @source DOC (concurrency rules); INF without a model
 */
export function poolOf(pack: PackUnit, model?: string): string {
  return model === undefined ? pack : `${findModel(model)?.standardName ?? model}/${pack}`;
}

/** The pack that pays for what counts against a pool. */
export const packOfPool = (pool: string): PackUnit =>
  findPack(pool.slice(pool.lastIndexOf("/") + 1)) ?? "video";

/** A pack by the word that tasks name it by. */
export const findPack = (name: unknown): PackUnit | undefined => PACKS.find((pack) => pack === name);

const PACKS: readonly PackUnit[] = ["video", "image", "try_on"];
