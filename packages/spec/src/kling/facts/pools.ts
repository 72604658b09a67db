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
export function packOfPool(pool: string): PackUnit {
  const name = pool.slice(pool.lastIndexOf("/") + 1);
  return PACKS.find((pack) => pack === name) ?? "video";
}

const PACKS: readonly PackUnit[] = ["video", "image", "try_on"];
