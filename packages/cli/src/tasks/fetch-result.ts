import { access, constants, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { isLoopback } from "@klingkit/engine/jobs";
import type { TaskSnapshot } from "klingkit";
import type { Deps } from "../deps.ts";
import { CliError, usageError } from "../errors/cli-error.ts";
import { type AllowHostOptions, allowHostHint } from "../session/allow-hosts.ts";
import { allowedOrigins } from "../session/allowed-origins.ts";
import { isTraced } from "../session/is-traced.ts";
import { readProxy } from "../session/proxy.ts";
import { createLiveLine } from "../terminal/live-line.ts";
import type { Wanted } from "./fetch-error.ts";
import type { TaskContext } from "./follow-task.ts";

export const RESULT_FORMATS = ["video", "mp3", "wav"] as const;
export type ResultFormat = (typeof RESULT_FORMATS)[number];

const EXTENSIONS: Readonly<Record<ResultFormat, string>> = { video: ".mp4", mp3: ".mp3", wav: ".wav" };

/** Refuses a file name that says something else than the format. */
export function checkExtension(output: string, format: ResultFormat): void {
  const extension = EXTENSIONS[format];
  if (output.toLowerCase().endsWith(extension)) return;
  throw usageError(
    "invalid_format",
    `--output: '${output}' must end in ${extension} for --format ${format}.`,
  );
}

/** Refuses a place where no file can be written, before a video for it is bought. Missing folders are no hindrance. */
export async function checkOutputPlace({ cwd }: Deps, output: string): Promise<void> {
  const path = resolve(cwd, output);
  if ((await statOf(path))?.isDirectory()) throw refusePlace("--output", `${path} is a folder`);
  await checkOutputFolder("--output", dirname(path));
}

const refusePlace = (flag: string, why: string): CliError =>
  usageError("write_error", `${flag}: ${why}. Choose another place. Nothing was sent.`);

/** The same for every file in a folder, which may be missing. `flag` names the place for the message. */
export async function checkOutputFolder(flag: string, path: string): Promise<void> {
  const refuse = (why: string) => refusePlace(flag, why);
  let folder = path;
  while (!(await statOf(folder)) && folder !== dirname(folder)) folder = dirname(folder);
  if (!(await statOf(folder))?.isDirectory()) throw refuse(`${folder} is no folder`);
  await access(folder, constants.W_OK).catch(() => {
    throw refuse(`${folder} may not be written to`);
  });
}

const statOf = (path: string) => stat(path).catch(() => undefined);

export interface FetchInput extends TaskContext {
  readonly connection: TaskContext["connection"] & AllowHostOptions;
  readonly task: TaskSnapshot;
  readonly format: ResultFormat;
  readonly isWatermarked?: boolean | undefined;
  readonly output: string;
  /** Replaces another file of the name. */
  readonly isForced?: boolean | undefined;
  readonly isLive?: boolean;
}

export interface FetchedFile {
  readonly filePath: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** A file of the same content had the name before. */
  readonly alreadyExisted?: true;
  /** What is doubtful about the file, in a sentence. */
  readonly warning?: string;
}

/** Downloads a result of a finished task, chosen by its format. */
export function fetchResult(deps: Deps, input: FetchInput): Promise<FetchedFile> {
  return fetchFile(deps, { ...input, linkOf: (task) => resultUrl(task, input), download: input });
}

export interface FetchFileInput extends Wanted {
  /** The link to fetch; undefined where the task has none. */
  readonly linkOf: (task: TaskSnapshot) => string | undefined;
  /** Replaces another file of the name. */
  readonly isForced?: boolean | undefined;
  readonly isLive?: boolean | undefined;
}

/** Downloads one file of a finished task. A link that has expired is asked for again. */
export async function fetchFile(deps: Deps, input: FetchFileInput): Promise<FetchedFile> {
  const { kling, task, handle, output, baseUrl, connection, linkOf } = input;
  const url = linkOf(task) ?? "";
  const proxy = readProxy(deps.env)?.env;
  const { download } = await import("klingkit/node");
  const line = createLiveLine(deps, input.isLive ?? false);
  const refresh = async () => {
    const outcome = await kling.tasks.status(handle, { signal: deps.signal });
    return (outcome.kind === "found" ? linkOf(outcome.task) : undefined) ?? url;
  };
  try {
    const work = download({ url, refresh }, resolve(deps.cwd, output), {
      signal: deps.signal,
      ...(deps.givenFetch ? { fetch: deps.givenFetch } : {}),
      ...(proxy ? { proxyEnv: proxy } : {}),
      taskId: task.taskId,
      overwrite: input.isForced ?? false,
      // Results of an emulator stand on this machine; those of the service must be public https.
      allowedOrigins: [
        ...allowedOrigins(deps, connection),
        ...(isLoopback(baseUrl) ? [new URL(baseUrl).origin] : []),
      ],
      allowHint: allowHostHint,
      onProgress: ({ receivedBytes, totalBytes }) => line.draw(progressText(receivedBytes, totalBytes)),
    });
    if (!isTraced(deps)) return await work;
    const { logDownload } = await import("../session/wire-log.ts");
    return await logDownload(deps, url, work);
  } catch (error) {
    const { fetchError } = await import("./fetch-error.ts");
    throw fetchError(deps, input, error);
  } finally {
    line.clear();
  }
}

const MEGABYTE = 1_000_000;
function progressText(received: number, total: number | undefined): string {
  const megabytes = (bytes: number) => (bytes / MEGABYTE).toFixed(1);
  return total
    ? `downloading ${megabytes(received)} of ${megabytes(total)} MB`
    : `downloading ${megabytes(received)} MB`;
}

function resultUrl(task: TaskSnapshot, { format, isWatermarked }: FetchInput): string {
  const [video] = task.videos;
  const [audio] = task.audios;
  const url =
    format === "mp3"
      ? audio?.mp3Url
      : format === "wav"
        ? audio?.wavUrl
        : isWatermarked
          ? video?.watermarkUrl
          : video?.url;
  if (url) return url;
  throw new CliError({
    code: "response_error",
    message: `Task ${task.taskId} succeeded, but ${missingResult(task, { format, isWatermarked })}`,
    details: { task_id: task.taskId },
  });
}

function missingResult(
  { audios, videos }: TaskSnapshot,
  { format, isWatermarked }: Pick<FetchInput, "format" | "isWatermarked">,
): string {
  if (isWatermarked)
    return "the response has no link to a watermarked video. It was probably created without --watermark.";
  if (format !== "video" && audios.length === 0 && videos.length > 0)
    return `this task has no audio files. Only add-sound tasks have them; download the video without --format.`;
  return `the response has no link to a ${format === "video" ? "video" : `${format} file`}. Try again in a minute. If it stays so, the service has lost the file.`;
}
