import type { TaskHandle, TaskSnapshot } from "klingkit";
import type { KlingReads } from "klingkit/reads";
import type { Deps } from "../deps.ts";
import { CliError } from "../errors/cli-error.ts";
import { EXIT } from "../errors/exit-code.ts";
import { isSdkError, type SdkErrorShape } from "../failures/klingkit-error.ts";
import { failedTaskError } from "../failures/task-errors.ts";
import { withDetails } from "../failures/with-details.ts";
import { statusCommand } from "../session/next-commands.ts";
import type { ConnectionOptions } from "../session/settings.ts";
import type { TaskType } from "../session/task-types.ts";
import { createLiveLine } from "../terminal/live-line.ts";
import { statusWord } from "./task-json.ts";

export interface TaskContext {
  readonly kling: Pick<KlingReads, "tasks">;
  readonly handle: TaskHandle & { readonly taskId: string };
  readonly type: TaskType | undefined;
  readonly connection: ConnectionOptions;
  readonly baseUrl: string;
  /** The service ends with this command, so no command can ask it again. */
  readonly isFleeting?: true;
}

export interface FollowInput extends TaskContext {
  readonly timeoutMs: number;
  /** Default: the SDK's. */
  readonly pollIntervalMs?: number;
  /** Redraws a line on standard error. */
  readonly isLive: boolean;
  /** Called after every read with the status word. */
  readonly onStatus?: (word: string) => void;
}

/** Waits for the end of a task. Throws coded errors that carry the task id and the command to go on with. */
export async function followTask(deps: Deps, input: FollowInput): Promise<TaskSnapshot> {
  const { kling, handle, timeoutMs, pollIntervalMs, isLive } = input;
  const line = createLiveLine(deps, isLive);
  const startedAtMs = deps.clock.nowMs();
  try {
    return await kling.tasks.wait(handle, {
      timeoutMs,
      ...(pollIntervalMs === undefined ? {} : { pollIntervalMs }),
      signal: deps.signal,
      onProgress: (event) => {
        const seconds = Math.round((deps.clock.nowMs() - startedAtMs) / 1000);
        const word = "task" in event ? statusWord(event.task) : "submitted";
        line.draw(`${word} · ${seconds} s`);
        input.onStatus?.(word);
      },
    });
  } catch (error) {
    throw waitError(deps, input, error);
  } finally {
    line.clear();
  }
}

function waitError(
  { signal }: Deps,
  { handle, type, connection, isFleeting }: FollowInput,
  error: unknown,
): unknown {
  const resume = statusCommand({ id: handle.taskId, type, connection });
  const details = {
    task_id: handle.taskId,
    ...(handle.externalTaskId === undefined ? {} : { external_task_id: handle.externalTaskId }),
    ...(isFleeting ? {} : { resume }),
  };
  if (signal.aborted) {
    const message = `Interrupted. Task ${handle.taskId} continues at the service. Nothing is lost.`;
    return new CliError({
      code: "interrupted",
      message,
      exitCode: EXIT.interrupted,
      details: { ...details, may_have_charged: "yes" },
      cause: error,
    });
  }
  if (isSdkError(error) && isTaskFailedError(error)) return failedTaskError(error.task);
  if (!isSdkError(error) || error.name !== "TimeoutError") return withDetails(error, signal, details);
  const message = `Task ${handle.taskId} is still running at the end of the wait. It continues at the service.`;
  return new CliError({ code: "still_pending", message, details, cause: error });
}

function isTaskFailedError(error: SdkErrorShape): error is SdkErrorShape & { readonly task: TaskSnapshot } {
  return error.name === "TaskFailedError" && "task" in error;
}
