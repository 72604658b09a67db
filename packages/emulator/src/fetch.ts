import { ADMIN_PREFIX, type AdminApi } from "./control/http.ts";
import { type Call, type Reply, splitTarget } from "./server/call.ts";
import type { EmulatedService } from "./server/emulated-service.ts";
import { RESULT_PREFIX } from "./server/results/result-links.ts";
import type { ServeResult } from "./server/results/serve-result.ts";
import { applyRequestFault, type RequestFaultContext } from "./world/faults/apply-request-fault.ts";
import { applyResultFault } from "./world/faults/apply-result-fault.ts";
import { refusesInstead } from "./world/faults/fault-action.ts";
import type { World } from "./world/world.ts";

export interface FetchParts {
  readonly world: World;
  readonly service: EmulatedService;
  readonly serveResult: ServeResult;
  readonly admin: AdminApi;
  /** Aborted when the emulator closes. */
  readonly closing: AbortSignal;
}

/** The emulator as a fetch handler: faults first, then results or the service. Throws `ConnectionReset` where a fault cuts. */
export function createFetch(parts: FetchParts): (request: Request) => Promise<Response> {
  const { world, service, serveResult, closing } = parts;
  const { clock, faults } = world;
  const firstAnswers: RequestFaultContext["firstAnswers"] = new WeakMap();

  const toResponse = ({ status, body }: Reply) =>
    new Response(body, {
      status,
      headers: {
        "content-type": service.contentType,
        // As over HTTP: a client may choose how to read by the announced length.
        "content-length": String(Buffer.byteLength(body)),
        date: new Date(clock.credentialNowMs()).toUTCString(),
      },
    });

  async function answerResult(request: Request, path: string): Promise<Response> {
    const { account, model, operationId } = serveResult.taskOf(path) ?? {};
    const action = faults.match("result", { method: request.method, path, account, model, operationId });
    if (!action) return serveResult(request, path);
    const serve = (other: Request) => serveResult(other, path);
    return applyResultFault(action, { request, serve, expired: serveResult.expired });
  }

  async function answerApi(request: Request, call: Call): Promise<Response> {
    const next = async () => toResponse(await service.respond(call));
    if (faults.rules().length === 0) return next();
    const event = await service.describe(call);
    const action = faults.match("request", event);
    if (!action) return next();
    if (refusesInstead(action)) service.noteFault(call, event, action.code);
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

  return async (request) => {
    const { path, search } = splitTarget(request.url);
    if (path.startsWith(RESULT_PREFIX)) return answerResult(request, path);
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
    return answerApi(request, { method: request.method, path, search, authorization, readText });
  };
}
