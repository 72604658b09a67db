import { textToVideo25Turbo, textToVideo26, textToVideo30, textToVideo30Turbo } from "@klingkit/spec";
import type { Kling } from "./create-kling.ts";
import { createKlingCore, type KlingOptions } from "./kling/kling-core.ts";
import { createStandardResource } from "./kling/standard.ts";
import { createTaskReads, type TaskReads } from "./kling/tasks/task-reads.ts";

/** The part of the client that makes videos from text on the standard family, for small bundles. */
export interface KlingTextToVideo extends Pick<Kling, "metrics" | "serverTimeOffsetMs"> {
  readonly textToVideo: Kling["standard"]["textToVideo"];
  readonly tasks: TaskReads;
}

/** Options of the small client. The standard family takes an API key only. */
export type KlingTextToVideoOptions = Omit<KlingOptions, "accessKey" | "secretKey">;

/**
 * Makes a client that creates videos from text with the current models and reads tasks of both families.
 * Throws ConfigError for unusable options. Everything else is in `createKling`.
 */
export function createKlingTextToVideo(options: KlingTextToVideoOptions = {}): KlingTextToVideo {
  const core = createKlingCore(options);
  const models = [textToVideo30Turbo, textToVideo30, textToVideo26, textToVideo25Turbo];
  return {
    textToVideo: createStandardResource(core, models),
    // Legacy tasks are found through `GET /tasks`, which knows them too.
    tasks: createTaskReads(core),
    metrics: core.metrics,
    serverTimeOffsetMs: core.serverTimeOffsetMs,
  };
}
