import {
  text2videoCreate,
  text2videoGet,
  text2videoList,
  textToVideo25Turbo,
  textToVideo26,
  textToVideo30,
  textToVideo30Turbo,
} from "@klingkit/spec";
import { createCore, type KlingOptions } from "./core/core.ts";
import type { Kling } from "./create-kling.ts";
import { createLegacyResource } from "./kling/legacy.ts";
import { createStandardResource } from "./kling/standard.ts";
import { createTasks } from "./kling/tasks.ts";

/** The part of the client that makes videos from text, for small bundles. */
export interface KlingTextToVideo extends Pick<Kling, "tasks" | "metrics" | "serverTimeOffsetMs"> {
  readonly standard: Pick<Kling["standard"], "textToVideo">;
  readonly v1: Pick<Kling["v1"], "text2video">;
}

/** Options of the small client. It takes an API key only: signing tokens for a key pair would cost every bundle 4 kB. */
export type KlingTextToVideoOptions = Omit<KlingOptions, "accessKey" | "secretKey">;

/** Makes a client like `createKling`, with text to video and task reads only. Throws KlingConfigError for unusable options. */
export function createKlingTextToVideo(options: KlingTextToVideoOptions = {}): KlingTextToVideo {
  const core = createCore(options);
  const text2video = { create: text2videoCreate, get: text2videoGet, list: text2videoList };
  const models = [textToVideo30Turbo, textToVideo30, textToVideo26, textToVideo25Turbo];
  return {
    standard: { textToVideo: createStandardResource(core, models) },
    v1: { text2video: createLegacyResource(core, text2video) },
    tasks: createTasks(core, { text2video }),
    metrics: core.metrics,
    serverTimeOffsetMs: core.serverTimeOffsetMs,
  };
}
