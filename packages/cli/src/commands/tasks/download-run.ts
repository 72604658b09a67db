import type { Deps } from "../../deps.ts";
import { usageError } from "../../errors/cli-error.ts";
import { recordTasks } from "../../jobs/record-tasks.ts";
import type { AllowHostOptions } from "../../session/allow-hosts.ts";
import { parseTaskType } from "../../session/task-types.ts";
import { checkExtension, fetchResult, RESULT_FORMATS, type ResultFormat } from "../../tasks/fetch-result.ts";
import { openTask } from "../../tasks/open-task.ts";
import { requireSucceeded } from "../../tasks/require-succeeded.ts";
import { isForPeople, printResult } from "../../terminal/output.ts";
import { fetchedJson, fetchedText } from "./fetched-file.ts";
import type { StatusOptions } from "./status-run.ts";

export interface DownloadOptions extends Omit<StatusOptions, "wait" | "timeout">, AllowHostOptions {
  readonly output?: string;
  readonly format?: string;
  readonly watermark?: boolean;
  /** Replaces another file of the name. */
  readonly force?: boolean;
  /** Shows a picture of the file. */
  readonly preview?: boolean;
}

export async function runDownload(
  taskId: string | undefined,
  options: DownloadOptions,
  deps: Deps,
): Promise<void> {
  const { output } = options;
  const format = parseFormat(options);
  if (!output) throw usageError("missing_output", "--output: where should the file go?");
  checkExtension(output, format);
  const { task, ...opened } = await openTask(deps, { taskId, options });
  await requireSucceeded(deps, options, { task, type: opened.type });
  const file = await fetchResult(deps, {
    ...opened,
    task,
    connection: options,
    format,
    isWatermarked: options.watermark ?? false,
    output,
    isForced: options.force,
    isLive: isForPeople(deps, options),
  });
  // A watermarked copy or a sound file is not what the job is to fetch.
  const isResult = format === "video" && !options.watermark;
  await recordTasks(deps, options, { tasks: [task], ...(isResult ? { file } : {}) });
  const result = { success: true, task_id: task.taskId, ...fetchedJson(file) };
  printResult(deps, options, result, (style) => fetchedText(style, file));
  if (!options.preview) return;
  const { previewFiles } = await import("../../pictures/show-preview.ts");
  await previewFiles(deps, options, [file.filePath]);
}

function parseFormat({ format, type, watermark }: DownloadOptions): ResultFormat {
  const known = RESULT_FORMATS.find((entry) => entry === format);
  if (!known) {
    throw usageError("invalid_format", `--format: no format '${format}'. Use ${RESULT_FORMATS.join(", ")}.`);
  }
  const taskType = type === undefined ? undefined : parseTaskType(type);
  if (known !== "video" && taskType !== "add-sound")
    throw usageError("invalid_format", `--format ${known}: only tasks of --type add-sound have audio files.`);
  if (known !== "video" && watermark)
    throw usageError("conflicting_input", "--watermark: audio files have no watermark.");
  return known;
}
