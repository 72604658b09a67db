import { MAX_SLATE_INPUTS } from "../../inputs/slate-input.ts";

/** Keeps the input images of tasks for the pictures, up to a total size; the oldest give way. */
export interface InputImages {
  put(taskId: string, bytes: Uint8Array): void;
  get(taskId: string): Uint8Array | undefined;
  /** Removes all images of a task. */
  remove(taskId: string): void;
}

/** The id under which the image that a video ends with is kept, beside the one that it starts from. */
export const lastImageIdOf = (taskId: string): string => `${taskId}/last`;

/** The id under which the image of an input is kept, by its place among those that a picture shows as tiles. */
export const inputImageIdOf = (taskId: string, place: number): string => `${taskId}/${place}`;

/** Total of all images that are kept, in bytes. */
const MAX_TOTAL_BYTES = 256 * 1024 * 1024;

export function createInputImages(maxTotalBytes = MAX_TOTAL_BYTES): InputImages {
  const images = new Map<string, Uint8Array>();
  let totalBytes = 0;
  const drop = (id: string) => {
    totalBytes -= images.get(id)?.byteLength ?? 0;
    images.delete(id);
  };
  return {
    get: (taskId) => images.get(taskId),
    remove(taskId) {
      drop(taskId);
      drop(lastImageIdOf(taskId));
      for (let place = 0; place < MAX_SLATE_INPUTS; place += 1) drop(inputImageIdOf(taskId, place));
    },
    put(taskId, bytes) {
      drop(taskId);
      images.set(taskId, bytes);
      totalBytes += bytes.byteLength;
      for (const oldest of images.keys()) {
        if (totalBytes <= maxTotalBytes || oldest === taskId) break;
        drop(oldest);
      }
    },
  };
}
