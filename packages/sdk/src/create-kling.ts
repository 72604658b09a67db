import type { CreateOperation, WriteOperation } from "@klingkit/spec";
import { ConfigError } from "./core/errors/config-error.ts";
import { guardArguments } from "./core/guard-arguments.ts";
import type { OperationMetrics } from "./core/metrics.ts";
import { requireOptions } from "./core/require-options.ts";
import type { CreatedTask } from "./core/task.ts";
import { type AccountResource, createAccount } from "./kling/account.ts";
import { ALL_PARTS } from "./kling/all-parts.ts";
import { type CreateOptions, createTask } from "./kling/create.ts";
import { createEdits, type EditsResource } from "./kling/editing/edits.ts";
import { withElementIds } from "./kling/element-ids.ts";
import { createKlingCore, type KlingOptions } from "./kling/kling-core.ts";
import { createResources, type KlingResources } from "./kling/resources.gen.ts";
import { LEGACY_STEPS } from "./kling/tasks/legacy-steps.ts";
import { createTasks, type TasksResource } from "./kling/tasks/tasks.ts";
import { createVideos, type VideosResource } from "./kling/videos.ts";
import { sendWrite, type WriteAnswer, type WriteOptions } from "./kling/write.ts";

/** Client of the Kling API. */
export interface Kling extends Omit<KlingResources, "edits" | "videos"> {
  /**
   * Sends a body of any operation that costs units, once. The resources are this call with typed bodies.
   * Throws InvalidRequestError before any byte leaves when a rule is broken; see `CreateOptions` for the rest.
   */
  create(operation: CreateOperation, body: object, options?: CreateOptions): Promise<CreatedTask>;
  /** Sends a body of an operation that changes something and costs nothing, once; such as the deletion of a voice. */
  write(operation: WriteOperation, body: object, options?: WriteOptions): Promise<WriteAnswer>;
  /** Reads of tasks of both families. */
  readonly tasks: TasksResource;
  /** Requests free of any wire format, and what can be done with a video that was made. */
  readonly videos: VideosResource & KlingResources["videos"];
  /** Editing what is selected in a video; `open` and `resume` keep track of a session. */
  readonly edits: EditsResource & KlingResources["edits"];
  readonly account: AccountResource;
  /** Where requests go to, without a slash at the end. */
  readonly baseUrl: string;
  /** Counters since the client was made, by operation id. */
  metrics(): Readonly<Record<string, OperationMetrics>>;
  /** Service's clock minus this machine's, in ms; undefined before the first answer. */
  serverTimeOffsetMs(): number | undefined;
}

/**
 * Makes a client. Sends nothing and reads no environment. Throws ConfigError for a misspelt option, a key or address that cannot be
 * used, and a number out of its range. Whether `fetch` and `guard` are functions shows at the first call.
 * @example
 * const kling = createKling({ apiKey });
 * const created = await kling.standard.textToVideo.create("kling-3.0-turbo", { prompt: "a fox in the snow" });
 * const task = await kling.tasks.wait(created);
 * console.log(task.videos[0]?.url);
 */
export function createKling(options: KlingOptions = {}): Kling {
  requireOptions(options, "createKling", "{ apiKey }");
  const core = createKlingCore(withElementIds(options), ALL_PARTS);
  const resources = createResources(core);
  const kling: Kling = {
    ...resources,
    async create(operation, body, createOptions) {
      if (operation?.path !== undefined) return createTask(core, operation, body, createOptions);
      throw new ConfigError({
        option: "operation",
        message: "create needs an operation, such as textToVideo30, and its body. Nothing was sent.",
      });
    },
    write: (operation, body, writeOptions) => sendWrite(core, operation, body, writeOptions),
    tasks: createTasks(core, LEGACY_STEPS),
    videos: { ...createVideos(core), ...resources.videos },
    edits: { ...createEdits(core), ...resources.edits },
    account: createAccount(core),
    baseUrl: core.baseUrl,
    metrics: core.metrics,
    serverTimeOffsetMs: core.serverTimeOffsetMs,
  };
  return guardArguments(kling, "kling");
}
