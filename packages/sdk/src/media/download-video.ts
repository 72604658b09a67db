import { ConfigError } from "../core/errors/config-error.ts";
import type { TaskHandle, TaskSnapshot } from "../core/task.ts";
import type { WaitOptions } from "../core/wait-options.ts";
import { download } from "./download/download.ts";
import type { DownloadOptions } from "./download/download-options.ts";
import type { DownloadedFile } from "./download/downloaded-file.ts";
import { localOrigins } from "./download/url-policy.ts";

interface Waits {
  wait(task: TaskHandle, options?: WaitOptions): Promise<TaskSnapshot>;
}

/** A client of either service: what a task is waited for with, and where it is. */
export type VideoClient = { readonly baseUrl: string } & (
  | { readonly tasks: Waits }
  | { readonly requests: Waits }
);

/** For callers without types. */
const isObject = (value: unknown): boolean => Object(value) === value;

/**
 * Saves the video of a task. A task that has not ended is waited for, and a link that has expired is asked for again.
 * Only a handle is needed, so another process, days later, can do it. The files of a service on this machine, such as an
 * emulator, are downloaded from it without being named in `allowedOrigins`.
 * @throws what `tasks.wait` throws, then what `download` throws
 * @example
 * const file = await downloadVideo(kling, task, "fox.mp4");
 */
export async function downloadVideo(
  client: VideoClient,
  task: TaskHandle | TaskSnapshot,
  filePath: string,
  options: DownloadOptions = {},
): Promise<DownloadedFile> {
  if (!isObject(client) || !isObject(task))
    throw new ConfigError({
      option: isObject(client) ? "task" : "client",
      message:
        'downloadVideo needs a client, a task and a path, such as downloadVideo(kling, task, "fox.mp4"). Nothing was sent.',
    });
  const { signal } = options;
  const waits = "tasks" in client ? client.tasks : client.requests;
  const refresh = async () => linkOf(await waits.wait(task, { signal })) ?? "";
  const url = linkOf(task) ?? (await refresh());
  // Links differ from read to read; the id is what an interrupted download is found by.
  const resumeKey = task.taskId ?? task.externalTaskId ?? url;
  const { taskId } = task;
  const allowedOrigins = [...(options.allowedOrigins ?? []), ...localOrigins(client.baseUrl)];
  return download({ url, refresh }, filePath, {
    resumeKey,
    ...(taskId === undefined ? {} : { taskId }),
    ...options,
    allowedOrigins,
  });
}

function linkOf(task: TaskHandle | TaskSnapshot): string | undefined {
  return "videos" in task ? task.videos.find(({ url }) => url !== undefined)?.url : undefined;
}
