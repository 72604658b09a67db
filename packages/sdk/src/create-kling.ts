import {
  image2videoCreate,
  image2videoGet,
  image2videoList,
  imageToVideo25Turbo,
  imageToVideo26,
  imageToVideo30,
  imageToVideo30Turbo,
  motionControl26,
  motionControl30,
  motionControlCreate,
  motionControlGet,
  motionControlList,
  omniVideo30,
  omniVideoCreate,
  omniVideoGet,
  omniVideoList,
  omniVideoO1,
  text2videoCreate,
  text2videoGet,
  text2videoList,
  textToVideo25Turbo,
  textToVideo26,
  textToVideo30,
  textToVideo30Turbo,
} from "@klingkit/spec";
import { createCore, type KlingOptions } from "./core/core.ts";
import type { OperationMetrics } from "./core/metrics.ts";
import { signToken } from "./core/sign-token.ts";
import { type AccountResource, createAccount } from "./kling/account.ts";
import { createLegacyResource, type LegacyResource } from "./kling/legacy.ts";
import type { LegacyBody, StandardBodies } from "./kling/params.ts";
import { createStandardResource, type StandardResource } from "./kling/standard.ts";
import { createTasks, type TasksResource } from "./kling/tasks.ts";
import { createVideos, type VideosResource } from "./kling/videos.ts";

/** Client of the Kling video API. */
export interface Kling {
  /** `POST /{capability}/{model}`. Needs an API key. */
  readonly standard: {
    readonly textToVideo: StandardResource<StandardBodies<"text-to-video">>;
    readonly imageToVideo: StandardResource<StandardBodies<"image-to-video">>;
    readonly omniVideo: StandardResource<StandardBodies<"omni-video">>;
    readonly motionControl: StandardResource<StandardBodies<"motion-control">>;
  };
  /** `/v1/videos/{product}`. */
  readonly v1: {
    readonly text2video: LegacyResource<LegacyBody<"text2video">>;
    readonly image2video: LegacyResource<LegacyBody<"image2video">>;
    readonly omniVideo: LegacyResource<LegacyBody<"omni-video">>;
    readonly motionControl: LegacyResource<LegacyBody<"motion-control">>;
  };
  /** Reads of tasks of both families. */
  readonly tasks: TasksResource;
  /** Requests free of any wire format. */
  readonly videos: VideosResource;
  readonly account: AccountResource;
  /** Where requests go to, without a slash at the end. */
  readonly baseUrl: string;
  /** Counters since the client was made, by operation id. */
  metrics(): Readonly<Record<string, OperationMetrics>>;
  /** Service's clock minus this machine's, in ms; undefined before the first answer. */
  serverTimeOffsetMs(): number | undefined;
}

/**
 * Makes a client. Sends nothing and reads no environment. Throws ConfigError for unusable options.
 * @example
 * const kling = createKling({ apiKey });
 * const created = await kling.standard.textToVideo.create("kling-3.0-turbo", { prompt: "a fox in the snow" });
 * const task = await kling.tasks.wait(created);
 * console.log(task.videos[0]?.url);
 */
export function createKling(options: KlingOptions = {}): Kling {
  const core = createCore(options, signToken);
  const legacy = {
    text2video: { create: text2videoCreate, get: text2videoGet, list: text2videoList },
    image2video: { create: image2videoCreate, get: image2videoGet, list: image2videoList },
    "omni-video": { create: omniVideoCreate, get: omniVideoGet, list: omniVideoList },
    "motion-control": { create: motionControlCreate, get: motionControlGet, list: motionControlList },
  };
  return {
    standard: {
      textToVideo: createStandardResource(core, [
        textToVideo30Turbo,
        textToVideo30,
        textToVideo26,
        textToVideo25Turbo,
      ]),
      imageToVideo: createStandardResource(core, [
        imageToVideo30Turbo,
        imageToVideo30,
        imageToVideo26,
        imageToVideo25Turbo,
      ]),
      omniVideo: createStandardResource(core, [omniVideo30, omniVideoO1]),
      motionControl: createStandardResource(core, [motionControl30, motionControl26]),
    },
    v1: {
      text2video: createLegacyResource(core, legacy.text2video),
      image2video: createLegacyResource(core, legacy.image2video),
      omniVideo: createLegacyResource(core, legacy["omni-video"]),
      motionControl: createLegacyResource(core, legacy["motion-control"]),
    },
    tasks: createTasks(core, legacy),
    videos: createVideos(core),
    account: createAccount(core),
    baseUrl: core.baseUrl,
    metrics: core.metrics,
    serverTimeOffsetMs: core.serverTimeOffsetMs,
  };
}
