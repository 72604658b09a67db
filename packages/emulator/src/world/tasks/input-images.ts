/** Keeps the input images of tasks for the pictures, up to a total size; the oldest give way. */
export interface InputImages {
  put(taskId: string, bytes: Uint8Array): void;
  get(taskId: string): Uint8Array | undefined;
  /** Removes both images of a task. */
  remove(taskId: string): void;
}

/** The id under which the image that a video ends with is kept, beside the one that it starts from. */
export const lastImageIdOf = (taskId: string): string => `${taskId}/last`;

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
