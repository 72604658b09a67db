import type { RenderRequest, RenderResult } from "../../media/index.ts";
import { type InputImages, inputImageIdOf, lastImageIdOf } from "../../world/tasks/input-images.ts";
import type { TaskRecord } from "../../world/tasks/task-record.ts";
import type { ByteSource } from "../serve-bytes.ts";
import { createSyntheticFile } from "../synthetic-file.ts";
import type { ResultFile } from "./result-links.ts";

/** The bytes of result files. */
export interface ResultSource {
  /** For a file that the task has. */
  read(task: TaskRecord, file: ResultFile): Promise<Uint8Array<ArrayBuffer> | ByteSource>;
}

const EXTENSION = "video-extend";

/** The video that another one was made from, and for an extension where the new part begins. */
function parentLabel(product: string, parent: unknown): readonly string[] {
  if (typeof parent !== "object" || parent === null || !("id" in parent)) return [];
  if (product !== EXTENSION || !("duration" in parent)) return [`from ${parent.id}`];
  return [`${parent.id} extended from ${parent.duration} s`];
}

/** Which one it is of several of its kind. */
function nthOf(results: TaskRecord["results"], index: number): readonly string[] {
  const { kind } = results[index] ?? {};
  const count = results.filter((plan) => plan.kind === kind).length;
  const nth = results.slice(0, index + 1).filter((plan) => plan.kind === kind).length;
  return count > 1 ? [`${nth} of ${count}`] : [];
}

/** What was done, for the slate: the product, the parent that it is made from, what was given, and which of several results it is. */
function labelsOf({ product, info, results, inputNames = [] }: TaskRecord, index: number): readonly string[] {
  return [product, ...parentLabel(product, info["parent_video"]), ...inputNames, ...nthOf(results, index)];
}

/** Files of a fixed size whose bytes follow from the task. */
export function createSyntheticSource(sizeBytes: number, seed: string): ResultSource {
  return {
    async read({ seedKey }, { index, extension, isWatermarked }) {
      const name = `${index}.${extension}/${isWatermarked}`;
      return createSyntheticFile({ sizeBytes, seed: `${seed}/${seedKey}/${name}` });
    },
  };
}

/** Total of all rendered files that are kept, in bytes; the least recently read give way and are rendered again. */
const MAX_CACHE_BYTES = 64 * 1024 * 1024;

export interface RenderedSourceOptions {
  readonly seed: string;
  readonly images: InputImages;
  readonly maxCacheBytes?: number;
}

/** Files that are rendered when they are first read. */
export function createRenderedSource(
  renderResult: RenderResult,
  { seed, images, maxCacheBytes = MAX_CACHE_BYTES }: RenderedSourceOptions,
): ResultSource {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const running = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
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

  async function render(key: string, request: RenderRequest) {
    try {
      const bytes = new Uint8Array(await renderResult(request));
      keep(key, bytes);
      return bytes;
    } finally {
      running.delete(key);
    }
  }

  function requestOf(task: TaskRecord, { index, extension, isWatermarked }: ResultFile): RenderRequest {
    const plan = task.results[index];
    if (plan === undefined) throw new RangeError(`task ${task.id} has no result ${index}`);
    const image = images.get(task.id);
    const lastImage = images.get(lastImageIdOf(task.id));
    // Results of one task differ, the first looks as if it were alone.
    const number = index === 0 ? "" : `/${index}`;
    return {
      plan,
      extension,
      seed: `${seed}/${task.seedKey}${number}`,
      caption: {
        prompt: task.prompt,
        model: task.model,
        taskId: task.id,
        isWatermarked,
        labels: labelsOf(task, index),
        ...drawnOf(task, index),
        ...(task.externalTaskId === undefined ? {} : { name: task.externalTaskId }),
      },
      ...(image ? { image } : {}),
      ...(lastImage ? { lastImage } : {}),
    };
  }

  /** What is drawn beside words. */
  function drawnOf({ id, slate, results }: TaskRecord, index: number) {
    const done = slate?.operation === undefined ? [] : [slate.operation];
    const operation = [...done, ...nthOf(results, index)].join(", ");
    const inputs = slate?.inputs?.map((input, place) => ({
      ...input,
      image: images.get(inputImageIdOf(id, place)),
    }));
    return {
      ...(operation === "" ? {} : { operation }),
      ...(inputs ? { inputs } : {}),
      ...(slate?.camera ? { camera: slate.camera } : {}),
    };
  }

  return {
    read(task, file) {
      const key = `${task.id}/${file.index}.${file.extension}/${file.isWatermarked}`;
      const known = files.get(key);
      if (known) {
        // Re-inserting makes it the most recently read.
        files.delete(key);
        files.set(key, known);
        return Promise.resolve(known);
      }
      const started = running.get(key) ?? render(key, requestOf(task, file));
      running.set(key, started);
      return started;
    },
  };
}
