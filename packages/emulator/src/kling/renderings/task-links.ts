import type { FileExtension } from "../../media/index.ts";
import type { ResultLinks } from "../../server/results/result-links.ts";
import type { TaskRecord } from "../../world/tasks/task-record.ts";

/** Ids and links of a task's results at a moment. */
export interface TaskLinks {
  /** Id of a result, by index. */
  resultId(index: number): string;
  /** Id of a series or set of views, by its number. */
  groupId(group: number): string;
  /** Link to a file of a result; undefined once the files are gone. */
  url(index: number, extension: FileExtension): string | undefined;
  /** Link to the watermarked file; undefined where there is none. */
  watermarkUrl(index: number, extension: FileExtension): string | undefined;
}

/** Makes the links of one task. */
export type LinksOf = (task: TaskRecord, nowMs: number) => TaskLinks;

/** Ids of results follow the task's by so much: recorded pairs are 12 × 2^22 and a little apart. @source LIVE 2025-12-12 */
const RESULT_ID_STEP = 12n << 22n;

/** Results that a task can have at most. @source DOC 2026-09 (images: 9) */
const MAX_RESULTS = 10;

/** The id of a task's result. */
const resultIdOf = (taskId: string, index: number): string =>
  String(BigInt(taskId) + RESULT_ID_STEP + BigInt(index));

/** The tasks, with the index of the result, that an id of a result may belong to. */
export function taskIdsOfResult(
  resultId: string,
): readonly { readonly taskId: string; readonly index: number }[] {
  if (!/^\d{1,19}$/.test(resultId)) return [];
  const first = BigInt(resultId) - RESULT_ID_STEP;
  return Array.from({ length: MAX_RESULTS }, (_, index) => ({
    taskId: String(first - BigInt(index)),
    index,
  }));
}

export function createLinksOf(links: ResultLinks): LinksOf {
  return (task, nowMs) => ({
    resultId: (index) => resultIdOf(task.id, index),
    // After those of the results. INF: no id of a group was recorded.
    groupId: (group) => resultIdOf(task.id, MAX_RESULTS + group),
    url: (index, extension) => links.urlOf(task, { index, extension, isWatermarked: false }, nowMs),
    watermarkUrl: (index, extension) =>
      task.hasWatermark ? links.urlOf(task, { index, extension, isWatermarked: true }, nowMs) : undefined,
  });
}
