import { serveBytes } from "../serve/serve-bytes.ts";
import type { TaskRecord } from "../store/task-record.ts";
import type { ClipSource } from "./clip-source.ts";
import { purgedAtMs, type ResultLinks } from "./result-link.ts";

export interface ServeResultParts {
  readonly links: ResultLinks;
  readonly clips: ClipSource;
  readonly findTask: (id: string) => TaskRecord | undefined;
  readonly nowMs: () => number;
  /** HTTP status of a link after its time. */
  readonly expiredStatus: number;
  /** The last byte of a file was read. */
  readonly onDelivered: (task: TaskRecord) => void;
}

export interface ServeResult {
  (request: Request, path: string): Promise<Response>;
  /** What a link answers after its time. */
  expired(): Response;
}

/** Serves result files. No credential: the link is the permission. @source LIVE (signed links, direct download) */
export function createServeResult(parts: ServeResultParts): ServeResult {
  const { links, clips, findTask, nowMs, expiredStatus, onDelivered } = parts;
  const plain = (status: number, text: string) =>
    new Response(text, { status, headers: { "content-type": "text/plain" } });
  const expired = () => plain(expiredStatus, "The link has expired");

  async function serve(request: Request, path: string): Promise<Response> {
    if (request.method !== "GET" && request.method !== "HEAD") return plain(405, "Method not allowed");
    const link = links.read(path);
    const task = link && findTask(link.taskId);
    if (!link || task?.status !== "succeeded" || (link.isWatermarked && !task.hasWatermark)) {
      return plain(404, "Not found");
    }
    if (nowMs() >= purgedAtMs(task)) return expired();
    const bytes = await clips.read(task, link.isWatermarked);
    const response = serveBytes(request, {
      bytes,
      contentType: "video/mp4",
      etag: `${links.token(task.id)}${link.isWatermarked ? "-w" : ""}`,
      lastModifiedMs: task.updatedAtMs,
    });
    return reachesEnd(request, response, bytes.byteLength)
      ? watchEnd(response, () => onDelivered(task))
      : response;
  }

  return Object.assign(serve, { expired });
}

function reachesEnd(request: Request, response: Response, sizeBytes: number): boolean {
  if (request.method !== "GET" || !response.body) return false;
  if (response.status === 200) return true;
  const end = /^bytes \d+-(\d+)\//.exec(response.headers.get("content-range") ?? "")?.[1];
  return response.status === 206 && Number(end) === sizeBytes - 1;
}

/** Size of the pieces in which a file leaves. */
const PIECE_BYTES = 256 * 1024;

/** Hears when the reader has taken the last byte, not when it was handed over. */
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
