import { notSupported, type VideoOperation } from "@klingkit/spec";
import { ConfigError } from "../core/errors/config-error.ts";
import type { CreatedTask } from "../core/task.ts";
import { type CreateOptions, createTask } from "./create.ts";
import type { KlingCore } from "./kling-core.ts";

/** Creates of one capability of the standard family, `POST /{capability}/{model}`. Needs an API key. */
export interface StandardResource<Bodies extends object> {
  /** Makes a task and returns at once; see `tasks.wait`. Costs units when the task succeeds. */
  create<Model extends keyof Bodies & string>(
    model: Model,
    body: Bodies[Model] & object,
    options?: CreateOptions,
  ): Promise<CreatedTask>;
}

/** Makes a resource from the descriptors of its models. */
export function createStandardResource<Bodies extends object>(
  core: KlingCore,
  operations: readonly VideoOperation[],
): StandardResource<Bodies> {
  return {
    async create(model, body, options) {
      const operation = operations.find(({ rows }) => rows.some((row) => row.model === model));
      if (!operation) throw unknownModel(model, operations);
      return createTask(core, operation, body, options);
    },
  };
}

function unknownModel(model: string, operations: readonly VideoOperation[]): ConfigError {
  const known = operations.flatMap(({ rows }) => rows.map((row) => row.model));
  return new ConfigError({
    option: "model",
    message: `model: ${notSupported(model, known)} Nothing was sent.`,
  });
}
