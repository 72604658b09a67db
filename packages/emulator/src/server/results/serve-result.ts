import { CONTENT_TYPES } from "../../media/index.ts";
import { isExpired, type TaskRecord } from "../../world/tasks/task-record.ts";
import { serveBytes } from "../serve-bytes.ts";
import { hasFile, type ResultFile, type ResultLinks } from "./result-links.ts";
import type { ResultSource } from "./result-source.ts";

export interface ServeResultParts {
  readonly links: ResultLinks;
  readonly source: ResultSource;
  readonly findTask: (id: string) => TaskRecord | undefined;
  readonly nowMs: () => number;
  /** HTTP status of a link after its time. */
  readonly expiredStatus: number;
  /** The last byte of a file was read. */
  readonly onDelivered: (task: TaskRecord, index: number) => void;
}

export interface ServeResult {
  (request: Request, path: string): Promise<Response>;
  /** What a link answers after its time. */
  expired(): Response;
  /** The task whose file a path names. */
  taskOf(path: string): TaskRecord | undefined;
}

/** Serves result files. No credential: the link is the permission. @source LIVE (signed links, direct download) */
export function createServeResult(parts: ServeResultParts): ServeResult {
  const { links, source, findTask, nowMs, expiredStatus, onDelivered } = parts;
  const plain = (status: number, text: string) =>
    new Response(text, { status, headers: { "content-type": "text/plain" } });
  const expired = () => plain(expiredStatus, "The link has expired");

  function taskOf(path: string): TaskRecord | undefined {
    const link = links.read(path);
    return link && findTask(link.taskId);
  }

  /** The task behind a link, where it has such a file. */
  function findResult(path: string): { readonly task: TaskRecord; readonly file: ResultFile } | undefined {
    const file = links.read(path);
    const task = taskOf(path);
    if (!file || task?.status !== "succeeded") return undefined;
    return hasFile(task, file) ? { task, file } : undefined;
  }

  async function serve(request: Request, path: string): Promise<Response> {
    if (request.method !== "GET" && request.method !== "HEAD") return plain(405, "Method not allowed");
    const result = findResult(path);
    if (!result) return plain(404, "Not found");
    const { task, file } = result;
    if (isExpired(task, nowMs())) return expired();
    const bytes = await source.read(task, file);
    const response = serveBytes(request, {
      bytes,
      contentType: CONTENT_TYPES[file.extension],
      etag: etagOf(links.token(task.id), file),
      lastModifiedMs: task.updatedAtMs,
    });
    const sizeBytes = bytes instanceof Uint8Array ? bytes.byteLength : bytes.sizeBytes;
    const isWatched = reachesEnd(request, response, sizeBytes);
    return isWatched ? watchEnd(response, () => onDelivered(task, file.index)) : response;
  }

  return Object.assign(serve, { expired, taskOf });
}

const etagOf = (token: string, { index, extension, isWatermarked }: ResultFile): string =>
  [token, ...(index === 0 ? [] : [index]), ...(isWatermarked ? ["w"] : []), extension].join("-");

function reachesEnd(request: Request, response: Response, sizeBytes: number): boolean {
  if (request.method !== "GET" || !response.body) return false;
  if (response.status === 200) return true;
  const end = /^bytes \d+-(\d+)\//.exec(response.headers.get("content-range") ?? "")?.[1];
  return response.status === 206 && Number(end) === sizeBytes - 1;
}

/** Size of the pieces in which a file leaves. */
const PIECE_BYTES = 256 * 1024;

/** Calls `onEnd` when the reader has taken the last byte, not when it was handed over. */
function watchEnd(response: Response, onEnd: () => void): Response {
  const reader = response.body?.getReader();
  if (!reader) return response;
  let rest: Uint8Array | undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (!rest || rest.byteLength === 0) rest = (await reader.read()).value;
        if (!rest) {
          onEnd();
          return controller.close();
        }
        controller.enqueue(rest.subarray(0, PIECE_BYTES));
        rest = rest.subarray(PIECE_BYTES);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { status: response.status, headers: response.headers });
}
