import { extensionsOf, type FileExtension } from "../../media/index.ts";
import type { Chance } from "../../world/chance.ts";
import { isExpired, type TaskRecord } from "../../world/tasks/task-record.ts";

export const RESULT_PREFIX = "/_results/";
const WATERMARK_SUFFIX = "-watermark";

/** One file of a task. */
export interface ResultFile {
  /** Index of the result. */
  readonly index: number;
  readonly extension: FileExtension;
  readonly isWatermarked: boolean;
}

export interface ResultLinks {
  /** Link to a file; undefined once the files are gone. */
  urlOf(task: TaskRecord, file: ResultFile, nowMs: number): string | undefined;
  /** Reads `/_results/<token>/<file>`; undefined for a link that was never made. */
  read(path: string): ({ readonly taskId: string } & ResultFile) | undefined;
  token(taskId: string): string;
}

/** Ids of tasks are numbers or UUIDs. */
const FILE_PATH =
  /^\/_results\/([0-9a-f]{32})\/(\d+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:-(\d+))?(-watermark)?\.(mp4|png|jpg|mp3|wav|srt|ass|json)$/;

/** Links carry an unguessable token and their expiry, as signed links do. */
export function createResultLinks({
  chance,
  baseUrl,
}: {
  readonly chance: Chance;
  readonly baseUrl: () => string;
}): ResultLinks {
  const token = (taskId: string) => chance.hex("result", taskId).slice(0, 32);
  return {
    token,
    urlOf(task, { index, extension, isWatermarked }, nowMs) {
      if (isExpired(task, nowMs)) return undefined;
      const number = index === 0 ? "" : `-${index}`;
      const name = `${task.id}${number}${isWatermarked ? WATERMARK_SUFFIX : ""}.${extension}`;
      const expires = Math.floor((task.expiresAtMs ?? nowMs) / 1000);
      return `${baseUrl()}${RESULT_PREFIX}${token(task.id)}/${name}?Expires=${expires}`;
    },
    read(path) {
      const match = FILE_PATH.exec(path);
      if (!match) return undefined;
      const [, given = "", taskId = "", index = "0", suffix, extension] = match;
      if (given !== token(taskId) || !isExtension(extension)) return undefined;
      return { taskId, index: Number(index), extension, isWatermarked: suffix !== undefined };
    },
  };
}

const EXTENSIONS: readonly string[] = [
  "mp4",
  "png",
  "jpg",
  "mp3",
  "wav",
  "srt",
  "ass",
  "json",
] satisfies FileExtension[];
const isExtension = (text: string | undefined): text is FileExtension =>
  text !== undefined && EXTENSIONS.includes(text);

/** Whether a task has, or will have, such a file. */
export function hasFile(task: TaskRecord, { index, extension, isWatermarked }: ResultFile): boolean {
  const plan = task.results[index];
  return (
    plan !== undefined && extensionsOf(plan).includes(extension) && (!isWatermarked || task.hasWatermark)
  );
}
