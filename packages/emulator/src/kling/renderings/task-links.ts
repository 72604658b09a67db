import type { FileExtension } from "../../media/index.ts";
import type { ResultLinks } from "../../server/results/result-links.ts";
import type { TaskRecord } from "../../world/tasks/task-record.ts";

/** Ids and links of a task's results at a moment. */
export interface TaskLinks {
  /** Id of a result, by index. */
  resultId(index: number): string;
  /** Link to a file of a result; undefined once the files are gone. */
  url(index: number, extension: FileExtension): string | undefined;
  /** Link to the watermarked file; undefined where there is none. */
  watermarkUrl(index: number, extension: FileExtension): string | undefined;
}

/** Makes the links of one task. */
export type LinksOf = (task: TaskRecord, nowMs: number) => TaskLinks;

/** Ids of results follow the task's by so much: recorded pairs are 12 × 2^22 and a little apart. @source LIVE 2025-12-12 */
const RESULT_ID_STEP = 12n << 22n;

export function createLinksOf(links: ResultLinks): LinksOf {
  return (task, nowMs) => ({
    resultId: (index) => String(BigInt(task.id) + RESULT_ID_STEP + BigInt(index)),
    url: (index, extension) => links.urlOf(task, { index, extension, isWatermarked: false }, nowMs),
    watermarkUrl: (index, extension) =>
      task.hasWatermark ? links.urlOf(task, { index, extension, isWatermarked: true }, nowMs) : undefined,
  });
}
