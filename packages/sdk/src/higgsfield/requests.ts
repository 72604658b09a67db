import {
  HIGGSFIELD_POLLING_MS,
  type HiggsfieldCall,
  requestCancel,
  requestDelete,
  requestStatus,
} from "@klingkit/spec/higgsfield";
import { ApiError } from "../core/errors/api-error.ts";
import { ConfigError } from "../core/errors/config-error.ts";
import { ResponseError } from "../core/errors/response-error.ts";
import type { CallOptions } from "../core/send.ts";
import type { TaskHandle, TaskSnapshot } from "../core/task.ts";
import { waitForTask } from "../core/wait.ts";
import type { WaitOptions } from "../core/wait-options.ts";
import type { HiggsfieldCore } from "./higgsfield-core.ts";
import { parseHiggsfieldRequest } from "./parse-request.ts";
import { HIGGSFIELD } from "./service-name.ts";

/** A request by its id, or by what `create` returned. */
export type RequestRef = string | Pick<TaskHandle, "taskId" | "externalTaskId" | "product" | "model">;

/** What became of the wish to cancel. */
export type CancelOutcome =
  /** The service took it. Read the request: it may have begun in between. */
  | { readonly kind: "accepted" }
  /** It is running or has ended; `message` is what the service said. */
  | { readonly kind: "too-late"; readonly message: string };

export interface RequestsResource {
  /** Reads a request once. Throws NotFoundError for one that is unknown, deleted or another account's. */
  status(request: RequestRef, options?: CallOptions): Promise<TaskSnapshot>;
  /**
   * Reads until the request ends. Throws TaskFailedError for `failed`, `nsfw` (`isContentPolicy`) and `canceled`, none of which
   * is charged; TimeoutError after `timeoutMs`: the request goes on.
   */
  wait(request: RequestRef, options?: WaitOptions): Promise<TaskSnapshot>;
  /** Cancels a request that is still queued. Sent once. */
  cancel(request: RequestRef, options?: CallOptions): Promise<CancelOutcome>;
  /** Erases inputs, outputs, prompt and parameters of a request that has ended. Sent once; may be repeated. */
  delete(request: RequestRef, options?: CallOptions): Promise<void>;
}

export function createRequests(core: HiggsfieldCore): RequestsResource {
  const call = (operation: HiggsfieldCall, request: RequestRef, options: CallOptions = {}) => {
    const { taskId, externalTaskId } = handleOf(request);
    return core.send(operation, {
      params: { id: taskId },
      externalTaskId,
      taskId,
      // The bodies of cancel and delete are not documented, so nothing depends on them.
      ...(operation.effect === "writes" ? { ifEmpty: "{}" } : {}),
      signal: options.signal,
      timeoutMs: options.timeoutMs,
    });
  };

  async function status(request: RequestRef, options?: CallOptions): Promise<TaskSnapshot> {
    const { data, requestId } = await call(requestStatus, request, options);
    const handle = handleOf(request);
    const task = parseHiggsfieldRequest(data, handle);
    if (task?.taskId === handle.taskId) return task;
    throw new ResponseError({
      message: `GET ${requestStatus.path}: the response is not about request ${handle.taskId}. Read it again.`,
      isRetryable: true,
      mayHaveCharged: "no",
      service: HIGGSFIELD,
      operationId: requestStatus.id,
      requestId,
      taskId: handle.taskId,
    });
  }

  return {
    status,
    async wait(request, options) {
      const handle = { service: HIGGSFIELD, family: "models", ...handleOf(request) };
      const read = (callOptions: CallOptions) => status(request, callOptions);
      return waitForTask(core, handle, { read, hasResult, pace: HIGGSFIELD_POLLING_MS }, options);
    },
    async cancel(request, options) {
      try {
        await call(requestCancel, request, options);
        return { kind: "accepted" };
      } catch (error) {
        if (ApiError.isInstance(error) && error.status === NOT_CANCELABLE)
          return { kind: "too-late", message: error.serviceMessage ?? error.message };
        throw error;
      }
    },
    async delete(request, options) {
      if (!core.era.hasDelete)
        throw new ConfigError({
          option: "era",
          service: HIGGSFIELD,
          message: `Requests cannot be deleted in era ${core.era.id}. Nothing was sent.`,
        });
      await call(requestDelete, request, options);
    },
  };
}

/** Running or ended. @source DOC 2026-10 */
const NOT_CANCELABLE = 400;

const hasResult = ({ results }: TaskSnapshot): boolean => results.length > 0;

type Handle = Pick<TaskHandle, "externalTaskId" | "product" | "model"> & { readonly taskId: string };

function handleOf(request: RequestRef): Handle {
  const handle = typeof request === "string" ? { taskId: request, product: "unknown" } : request;
  const { taskId } = handle;
  if (taskId !== undefined && taskId !== "") return { ...handle, taskId };
  throw new ConfigError({
    option: "taskId",
    service: HIGGSFIELD,
    message:
      "A request is found by its id only. After a lost response, send the same body and options again with its Idempotency-Key.",
  });
}
