import type { CreateOperation } from "@klingkit/spec";
import { createCore, type KlingOptions } from "./core/core.ts";
import { signToken } from "./core/sign-token.ts";
import type { CreatedTask } from "./core/task.ts";
import type { Kling } from "./create-kling.ts";
import { type CreateOptions, createTask } from "./kling/create.ts";
import { LEGACY_PATHS } from "./kling/legacy-paths.gen.ts";
import { createTasks } from "./kling/tasks.ts";

/** The client without a resource for each operation, so that a bundle carries the operations that it names. */
export interface KlingClient extends Pick<Kling, "baseUrl" | "metrics" | "serverTimeOffsetMs" | "tasks"> {
  /** Sends a body of an operation that costs units, once. Operations are exports of `klingkit/operations`. */
  create(operation: CreateOperation, body: object, options?: CreateOptions): Promise<CreatedTask>;
}

/**
 * Makes a client for bundles: `create` with any operation, and the reads of tasks. Throws ConfigError for unusable options.
 * Typed bodies are in `createKling`.
 * @example
 * const kling = createKlingClient({ apiKey });
 * const created = await kling.create(image2video.create, { image: "https://…", prompt: "the fox turns" });
 */
export function createKlingClient(options: KlingOptions = {}): KlingClient {
  const core = createCore(options, signToken);
  return {
    create: (operation, body, createOptions) => createTask(core, operation, body, createOptions),
    tasks: createTasks(core, LEGACY_PATHS),
    baseUrl: core.baseUrl,
    metrics: core.metrics,
    serverTimeOffsetMs: core.serverTimeOffsetMs,
  };
}
