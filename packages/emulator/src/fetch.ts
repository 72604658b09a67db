import { ADMIN_PREFIX, type AdminApi } from "./control/http.ts";
import { type Call, type Reply, splitTarget } from "./server/call.ts";
import type { EmulatedService } from "./server/emulated-service.ts";
import { RESULT_PREFIX } from "./server/results/result-links.ts";
import type { ServeResult } from "./server/results/serve-result.ts";
import type { EmulatedServices } from "./server/services.ts";
import { STORAGE_PREFIX } from "./server/storage-prefix.ts";
import { applyRequestFault, type RequestFaultContext } from "./world/faults/apply-request-fault.ts";
import { applyResultFault } from "./world/faults/apply-result-fault.ts";
import { type RequestAction, refusesInstead } from "./world/faults/fault-action.ts";
import type { World } from "./world/world.ts";

export interface FetchParts {
  readonly world: World;
  readonly services: EmulatedServices;
  readonly serveResult: ServeResult;
  readonly admin: AdminApi;
  /** Aborted when the emulator closes. */
  readonly closing: AbortSignal;
}

/** The emulator as a fetch handler: faults first, then results or the service. Throws `ConnectionReset` where a fault cuts. */
export function createFetch(parts: FetchParts): (request: Request) => Promise<Response> {
  const { world, services, serveResult, closing } = parts;
  const { clock, faults } = world;
  const firstAnswers: RequestFaultContext["firstAnswers"] = new WeakMap();

  async function answerResult(request: Request, path: string): Promise<Response> {
    const task = serveResult.taskOf(path);
    const { account, model, operationId } = task ?? {};
    const service = task && services.ofTask(task).name;
    const event = { method: request.method, path, service, account, model, operationId };
    const action = faults.match("result", event);
    if (!action) return serveResult(request, path);
    const serve = (other: Request) => serveResult(other, path);
    return applyResultFault(action, { request, serve, expired: serveResult.expired });
  }

  async function answerApi(request: Request, call: Call): Promise<Response> {
    const service = services.ofCall(call);
    const next = async () =>
      toResponse(await service.respond(call), service.contentType, clock.credentialNowMs());
    if (faults.rules().length === 0) return next();
    const event = await service.describe(call);
    const action = faults.match("request", event);
    if (!action) return next();
    if (refusesInstead(action)) service.noteFault(call, event, action.code);
    return spoil(action, { request, service, next });
  }

  function spoil(
    action: RequestAction,
    { request, service, next }: { request: Request; service: EmulatedService; next: () => Promise<Response> },
  ): Promise<Response> {
    return applyRequestFault(action, {
      next,
      signal: AbortSignal.any([request.signal, closing]),
      closing,
      sleep: clock.sleep,
      requestId: service.nextRequestId,
      responses: service.faultResponses,
      firstAnswers,
    });
  }

  /** Storage is not the service's API: no credential, no envelope. */
  async function answerStorage(request: Request, path: string): Promise<Response> {
    for (const service of services.all) {
      const serve = service.serveStorage?.(request, path);
      if (serve === undefined) continue;
      const action = faults.match("request", { method: request.method, path, service: service.name });
      return action ? spoil(action, { request, service, next: serve }) : serve();
    }
    return new Response("Not found", { status: 404, headers: { "content-type": "text/plain" } });
  }

  return async (request) => {
    const { path, search } = splitTarget(request.url);
    if (path.startsWith(RESULT_PREFIX)) return answerResult(request, path);
    if (path.startsWith(STORAGE_PREFIX)) return answerStorage(request, path);
    if (path.startsWith(ADMIN_PREFIX)) {
      const response = await parts.admin(request);
      if (response) return response;
    }
    const authorization = request.headers.get("authorization") ?? undefined;
    let text: Promise<string> | undefined;
    const readText = () => {
      text ??= request.text();
      return text;
    };
    const header = (name: string) => request.headers.get(name) ?? undefined;
    return answerApi(request, { method: request.method, path, search, authorization, header, readText });
  };
}

function toResponse({ status, body, headers }: Reply, contentType: string, nowMs: number): Response {
  return new Response(body, {
    status,
    headers: {
      "content-type": contentType,
      // As over HTTP: a client may choose how to read by the announced length.
      "content-length": String(Buffer.byteLength(body)),
      date: new Date(nowMs).toUTCString(),
      ...headers,
    },
  });
}
