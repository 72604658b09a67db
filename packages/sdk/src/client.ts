import type { CreateOperation, WriteOperation } from "@klingkit/spec";
import type { CreatedTask } from "./core/task.ts";
import type { Kling } from "./create-kling.ts";
import { ALL_PARTS } from "./kling/all-parts.ts";
import { type CreateOptions, createTask } from "./kling/create.ts";
import { withElementIds } from "./kling/element-ids.ts";
import { createKlingCore, type KlingOptions } from "./kling/kling-core.ts";
import { LEGACY_STEPS } from "./kling/tasks/legacy-steps.ts";
import { createTasks } from "./kling/tasks/tasks.ts";
import { checkWrite, sendWrite, type WriteAnswer, type WriteOptions } from "./kling/write.ts";

export { checkWrite };

/** The client without a resource for each operation, so that a bundle carries the operations that it names. */
export interface KlingClient extends Pick<Kling, "baseUrl" | "metrics" | "serverTimeOffsetMs" | "tasks"> {
  /** Sends a body of an operation that costs units, once. Operations are exports of `klingkit/operations`. */
  create(operation: CreateOperation, body: object, options?: CreateOptions): Promise<CreatedTask>;
  /** Sends a body of an operation that changes something and costs nothing, once; such as the deletion of a voice. */
  write(operation: WriteOperation, body: object, options?: WriteOptions): Promise<WriteAnswer>;
}

/**
 * Makes a client for bundles: `create` with any operation, and the reads of tasks. Throws ConfigError for unusable options.
 * Typed bodies are in `createKling`.
 * @example
 * const kling = createKlingClient({ apiKey });
 * const created = await kling.create(image2video.create, { image: "https://…", prompt: "the fox turns" });
 */
export function createKlingClient(options: KlingOptions = {}): KlingClient {
  const core = createKlingCore(withElementIds(options), ALL_PARTS);
  return {
    create: (operation, body, createOptions) => createTask(core, operation, body, createOptions),
    write: (operation, body, writeOptions) => sendWrite(core, operation, body, writeOptions),
    tasks: createTasks(core, LEGACY_STEPS),
    baseUrl: core.baseUrl,
    metrics: core.metrics,
    serverTimeOffsetMs: core.serverTimeOffsetMs,
  };
}
