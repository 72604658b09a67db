/** Keeps the input images of tasks for the pictures, up to a total size; the oldest give way. */
export interface InputImages {
  put(taskId: string, bytes: Uint8Array): void;
  get(taskId: string): Uint8Array | undefined;
  remove(taskId: string): void;
}

/** Total of all images that are kept, in bytes. */
const MAX_TOTAL_BYTES = 256 * 1024 * 1024;

export function createInputImages(maxTotalBytes = MAX_TOTAL_BYTES): InputImages {
  const images = new Map<string, Uint8Array>();
  let totalBytes = 0;
  const remove = (taskId: string) => {
    totalBytes -= images.get(taskId)?.byteLength ?? 0;
    images.delete(taskId);
  };
  return {
    get: (taskId) => images.get(taskId),
    remove,
    put(taskId, bytes) {
      remove(taskId);
      images.set(taskId, bytes);
      totalBytes += bytes.byteLength;
      for (const oldest of images.keys()) {
        if (totalBytes <= maxTotalBytes || oldest === taskId) break;
        remove(oldest);
      }
    },
  };
}
