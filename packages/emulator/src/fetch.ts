import { isJsonObject } from "@klingkit/spec";
import { ADMIN_PREFIX, type AdminApi } from "./control/http.ts";
import type { Api } from "./kling/api.ts";
import type { CredentialCheck } from "./kling/credential.ts";
import { createRouter, type Route } from "./kling/route.ts";
import type { EmulatorState } from "./kling/state.ts";
import { type Call, JSON_CONTENT_TYPE, type Reply, splitTarget } from "./server/call.ts";
import { RESULT_PREFIX } from "./server/results/result-links.ts";
import type { ServeResult } from "./server/results/serve-result.ts";
import { applyRequestFault, type RequestFaultContext } from "./world/faults/apply-request-fault.ts";
import { applyResultFault } from "./world/faults/apply-result-fault.ts";
import type { FaultEvent } from "./world/faults/faults.ts";

export interface FetchParts {
  readonly state: EmulatorState;
  readonly api: Api;
  readonly serveResult: ServeResult;
  readonly checkCredential: CredentialCheck;
  readonly nextRequestId: () => string;
  readonly admin: AdminApi;
  /** Aborted when the emulator closes. */
  readonly closing: AbortSignal;
}

/** The emulator as a fetch handler: faults first, then results or the API. Throws `ConnectionReset` where a fault cuts. */
export function createFetch(parts: FetchParts): (request: Request) => Promise<Response> {
  const { state, api, serveResult, nextRequestId, closing } = parts;
  const { clock, faults } = state;
  const describe = createDescription(parts);
  const firstAnswers: RequestFaultContext["firstAnswers"] = new WeakMap();

  const toResponse = ({ status, body }: Reply) =>
    new Response(body, {
      status,
      headers: {
        "content-type": JSON_CONTENT_TYPE,
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
    const next = async () => toResponse(await api(call));
    if (faults.rules().length === 0) return next();
    const action = faults.match("request", await describe(call));
    if (!action) return next();
    const signal = AbortSignal.any([request.signal, closing]);
    const { sleep } = clock;
    return applyRequestFault(action, {
      next,
      signal,
      closing,
      sleep,
      requestId: nextRequestId,
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

/** What fault rules may match: reads the body and the credential, so it is asked for only while there are rules. */
function createDescription({ state, checkCredential }: FetchParts): (call: Call) => Promise<FaultEvent> {
  const route = createRouter(state.settings.switches);
  return async (call) => {
    const { method, path } = call;
    const found = route(method, path);
    if (found.kind === "missing") return { method, path };
    const result = await checkCredential(call.authorization, found.family);
    const account = "caller" in result ? result.caller.account : undefined;
    const operationId = found.kind === "refused" ? undefined : found.operation.id;
    return { method, path, account, operationId, model: await modelOf(found, call) };
  };
}

async function modelOf(route: Route, call: Call): Promise<string | undefined> {
  if (route.kind !== "create") return undefined;
  const { operation } = route;
  if (operation.family === "standard") return operation.rows[0]?.model;
  try {
    const body: unknown = JSON.parse(await call.readText());
    const name = isJsonObject(body) ? body["model_name"] : undefined;
    return typeof name === "string" && name !== "" ? name : (operation.defaultModel ?? undefined);
  } catch {
    // A body that cannot be read has no model; the create will say so.
    return undefined;
  }
}
