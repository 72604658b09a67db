import {
  image2videoGet,
  image2videoList,
  motionControlGet,
  motionControlList,
  omniVideoGet,
  omniVideoList,
  text2videoGet,
  text2videoList,
} from "@klingkit/spec";
import { createCore, type KlingOptions } from "./core/core.ts";
import { signToken } from "./core/sign-token.ts";
import type { Kling } from "./create-kling.ts";
import { createTaskReads, type TaskReads } from "./kling/task-reads.ts";

export type { TaskReads } from "./kling/task-reads.ts";

/** The part of the client that follows tasks and creates none. */
export interface KlingReads extends Pick<Kling, "metrics" | "serverTimeOffsetMs"> {
  readonly tasks: TaskReads;
}

/**
 * Makes a client that reads tasks of both families, for programs that must start fast: it brings no rule and no schema
 * of a create. Throws ConfigError for unusable options. Everything else is in `createKling`.
 */
export function createKlingReads(options: KlingOptions = {}): KlingReads {
  const core = createCore(options, signToken);
  return {
    tasks: createTaskReads(core, {
      text2video: { get: text2videoGet, list: text2videoList },
      image2video: { get: image2videoGet, list: image2videoList },
      "omni-video": { get: omniVideoGet, list: omniVideoList },
      "motion-control": { get: motionControlGet, list: motionControlList },
    }),
    metrics: core.metrics,
    serverTimeOffsetMs: core.serverTimeOffsetMs,
  };
}
