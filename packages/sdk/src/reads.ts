import type { ReadOperation } from "@klingkit/spec";
import { requireOptions } from "./core/require-options.ts";
import type { SendInput } from "./core/send.ts";
import type { Kling } from "./create-kling.ts";
import { ALL_PARTS } from "./kling/all-parts.ts";
import { createKlingCore, type KlingOptions } from "./kling/kling-core.ts";
import { LEGACY_STEPS } from "./kling/tasks/legacy-steps.ts";
import { createTaskReads, type TaskReads } from "./kling/tasks/task-reads.ts";

export type { TaskReads } from "./kling/tasks/task-reads.ts";

/** The part of the client that follows tasks and creates none. */
export interface KlingReads extends Pick<Kling, "metrics" | "serverTimeOffsetMs"> {
  readonly tasks: TaskReads;
  /** Sends any operation that costs nothing. The `data` of the response, as it came. */
  read(operation: ReadOperation, input?: ReadInput): Promise<unknown>;
}

/** What a read is sent with: the id in its path, and a query or a body. */
export type ReadInput = Pick<SendInput, "params" | "query" | "body" | "signal" | "timeoutMs">;

/**
 * Makes a client that reads tasks of both families, for programs that must start fast: it brings no rule and no schema
 * of a create. Throws ConfigError for unusable options. Everything else is in `createKling`.
 */
export function createKlingReads(options: KlingOptions = {}): KlingReads {
  requireOptions(options, "createKlingReads", "{ apiKey }");
  const core = createKlingCore(options, ALL_PARTS);
  return {
    tasks: createTaskReads(core, LEGACY_STEPS),
    read: async (operation, input) => (await core.send(operation, input)).data,
    metrics: core.metrics,
    serverTimeOffsetMs: core.serverTimeOffsetMs,
  };
}
