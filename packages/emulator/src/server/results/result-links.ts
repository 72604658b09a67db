import { RETENTION_DAYS } from "@klingkit/spec";
import type { TaskLinks } from "../../kling/renderings/standard-task.ts";
import type { Chance } from "../../world/chance.ts";
import type { TaskRecord } from "../../world/tasks/task-record.ts";

export const RESULT_PREFIX = "/_results/";
const RETENTION_MS = RETENTION_DAYS * 86_400_000;
const WATERMARK_SUFFIX = "-watermark";

/** Results, ids and links are purged so long after creation. @source DOC */
export const purgedAtMs = (task: TaskRecord): number => task.createdAtMs + RETENTION_MS;

export interface ResultLinks {
  of(task: TaskRecord, nowMs: number): TaskLinks;
  /** Reads `/_results/<token>/<file>`: which task, which variant; undefined for a link that was never made. */
  read(path: string): { readonly taskId: string; readonly isWatermarked: boolean } | undefined;
  token(taskId: string): string;
}

/** Links carry an unguessable token and their expiry, as signed links do. */
export function createResultLinks({
  chance,
  baseUrl,
}: {
  readonly chance: Chance;
  readonly baseUrl: () => string;
}): ResultLinks {
  const token = (taskId: string) => chance.hex("result", taskId).slice(0, 32);
  const urlOf = (task: TaskRecord, suffix: string) =>
    `${baseUrl()}${RESULT_PREFIX}${token(task.id)}/${task.id}${suffix}.mp4?Expires=${Math.floor(purgedAtMs(task) / 1000)}`;
  return {
    token,
    of(task, nowMs) {
      const isPurged = nowMs >= purgedAtMs(task);
      return {
        videoId: chance.uuid("video", task.seedKey),
        url: isPurged ? undefined : urlOf(task, ""),
        watermarkUrl: isPurged || !task.hasWatermark ? undefined : urlOf(task, WATERMARK_SUFFIX),
      };
    },
    read(path) {
      const match = /^\/_results\/([0-9a-f]{32})\/(\d+)(-watermark)?\.mp4$/.exec(path);
      if (!match) return undefined;
      const [, given = "", taskId = "", suffix] = match;
      return given === token(taskId) ? { taskId, isWatermarked: suffix !== undefined } : undefined;
    },
  };
}
