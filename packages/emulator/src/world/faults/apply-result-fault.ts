import { corruptBody, cutBody, shortenBody } from "./change-body.ts";
import type { ResultAction } from "./fault-action.ts";

export interface ResultFaultContext {
  readonly request: Request;
  /** Answers a request for the file, usually `serveBytes`. */
  readonly serve: (request: Request) => Response | Promise<Response>;
  /** What a link answers after its time. */
  readonly expired: () => Response | Promise<Response>;
}

/** Serves a result file the way the fault says. */
export async function applyResultFault(action: ResultAction, context: ResultFaultContext): Promise<Response> {
  const { request, serve } = context;
  switch (action.type) {
    case "expired-link":
      return context.expired();
    case "broken-range":
      return breakRange(action.mode, context);
    case "cut":
      return mapBody(await serve(request), (body, from) => cutBody(body, Math.max(0, action.atByte - from)));
    case "corrupt":
      return mapBody(await serve(request), (body, from) => corruptAt(body, action, from));
    case "wrong-length":
      return changeLength(await serve(request), action.deltaBytes);
  }
}

function corruptAt(
  body: ReadableStream<Uint8Array>,
  { atByte, sizeBytes = 1 }: Extract<ResultAction, { type: "corrupt" }>,
  from: number,
): ReadableStream<Uint8Array> {
  const fromByte = Math.max(0, atByte - from);
  const skippedBytes = Math.max(0, from - atByte);
  return corruptBody(body, { fromByte, sizeBytes: Math.max(0, sizeBytes - skippedBytes) });
}

type MapBody = (body: ReadableStream<Uint8Array>, fromByte: number) => ReadableStream<Uint8Array>;

function mapBody(response: Response, map: MapBody): Response {
  const { body, status, headers } = response;
  return body === null ? response : new Response(map(body, firstByte(response)), { status, headers });
}

/** Where in the file the body begins. */
function firstByte(response: Response): number {
  return Number(/^bytes (\d+)-/.exec(response.headers.get("content-range") ?? "")?.[1] ?? 0);
}

async function breakRange(
  mode: Extract<ResultAction, { type: "broken-range" }>["mode"],
  { request, serve }: ResultFaultContext,
): Promise<Response> {
  const response = await serve(request);
  if (response.status !== 206) return response;
  if (mode === "shift") return shiftRange(request, response, serve);
  await response.body?.cancel();
  if (mode === "ignore") return serve(withRange(request, undefined));
  const total = response.headers.get("content-range")?.split("/")[1] ?? "*";
  return new Response(null, { status: 416, headers: { "content-range": `bytes */${total}` } });
}

/** Promises the range that was asked for and sends as many bytes from the start of the file. */
async function shiftRange(
  request: Request,
  response: Response,
  serve: ResultFaultContext["serve"],
): Promise<Response> {
  await response.body?.cancel();
  const sizeBytes = Number(response.headers.get("content-length"));
  const start = await serve(withRange(request, `bytes=0-${sizeBytes - 1}`));
  return new Response(start.body, { status: 206, headers: response.headers });
}

function withRange(request: Request, range: string | undefined): Request {
  const headers = new Headers(request.headers);
  headers.delete("if-range");
  if (range === undefined) headers.delete("range");
  else headers.set("range", range);
  return new Request(request.url, { method: request.method, headers, signal: request.signal });
}

function changeLength(response: Response, deltaBytes: number): Response {
  const sizeBytes = Number(response.headers.get("content-length") ?? 0);
  const declaredBytes = Math.max(0, sizeBytes + deltaBytes);
  const changed = mapBody(response, (body) =>
    deltaBytes > 0 ? cutBody(body, sizeBytes) : shortenBody(body, declaredBytes),
  );
  const headers = new Headers(changed.headers);
  headers.set("content-length", String(declaredBytes));
  return new Response(changed.body, { status: changed.status, headers });
}
