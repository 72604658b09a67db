import { findModel } from "./models.ts";
import type { PackUnit } from "./units.ts";

/**
 * Name of the limit of concurrent tasks that a request counts against: model version × pack type.
 * `kling-3.0/video`; without a model the pack alone, `video`. @source DOC (concurrency rules); INF without a model
 */
export function poolOf(pack: PackUnit, model?: string): string {
  return model === undefined ? pack : `${findModel(model)?.standardName ?? model}/${pack}`;
}
