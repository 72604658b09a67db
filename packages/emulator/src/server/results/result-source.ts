import type { ClipRenderer, ClipRequest } from "../../media/index.ts";
import type { ImageShelf } from "../../world/tasks/input-images.ts";
import type { TaskRecord } from "../../world/tasks/task-record.ts";
import type { ByteSource } from "../serve-bytes.ts";
import { createSyntheticFile } from "../synthetic-file.ts";

/** Rendered files, by task and variant. */
export interface ClipSource {
  read(task: TaskRecord, isWatermarked: boolean): Promise<Uint8Array<ArrayBuffer> | ByteSource>;
}

/** Files of a fixed size whose bytes follow from the task. */
export function createSyntheticSource(sizeBytes: number, seed: string): ClipSource {
  return {
    async read({ seedKey }, isWatermarked) {
      return createSyntheticFile({ sizeBytes, seed: `${seed}/${seedKey}/${isWatermarked}` });
    },
  };
}

/** Total of all rendered files that are kept, in bytes; the least recently read give way and are rendered again. */
const MAX_CACHE_BYTES = 64 * 1024 * 1024;

export function createClipSource(
  renderer: Pick<ClipRenderer, "renderVideo">,
  {
    seed,
    images,
    maxCacheBytes = MAX_CACHE_BYTES,
  }: {
    readonly seed: string;
    readonly images: ImageShelf;
    readonly maxCacheBytes?: number;
  },
): ClipSource {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const underWay = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
  let totalBytes = 0;

  function keep(key: string, bytes: Uint8Array<ArrayBuffer>): void {
    files.set(key, bytes);
    totalBytes += bytes.byteLength;
    for (const [oldest, file] of files) {
      if (totalBytes <= maxCacheBytes || oldest === key) break;
      files.delete(oldest);
      totalBytes -= file.byteLength;
    }
  }

  async function render(key: string, task: TaskRecord, isWatermarked: boolean) {
    try {
      const bytes = new Uint8Array(await renderer.renderVideo(orderOf(task, isWatermarked)));
      keep(key, bytes);
      return bytes;
    } finally {
      underWay.delete(key);
    }
  }

  function orderOf(task: TaskRecord, isWatermarked: boolean): ClipRequest {
    const image = images.get(task.id);
    return {
      ...task.video,
      seed: `${seed}/${task.seedKey}`,
      caption: { prompt: task.prompt, model: task.model, taskId: task.id, isWatermarked },
      ...(image ? { image } : {}),
    };
  }

  return {
    read(task, isWatermarked) {
      const key = `${task.id}/${isWatermarked}`;
      const known = files.get(key);
      if (known) {
        // Re-inserting makes it the most recently read.
        files.delete(key);
        files.set(key, known);
        return Promise.resolve(known);
      }
      const started = underWay.get(key) ?? render(key, task, isWatermarked);
      underWay.set(key, started);
      return started;
    },
  };
}
