import {
  type Era,
  estimate,
  HIGGSFIELD_CREATES,
  HIGGSFIELD_OPERATIONS,
  type HiggsfieldCreate,
  type HiggsfieldMatch,
  matchHiggsfield,
  modelsList,
  requestCancel,
  requestDelete,
  requestStatus,
  uploadUrl,
} from "@klingkit/spec/higgsfield";
import { cancelRequest, eraseRequest, type RequestHandler, showStatus } from "./requests/handlers.ts";

/** Where a request goes. Unlike at Kling the credential is checked before the path. @source DOC 2026-09 (404 needs a valid key) */
export type Route =
  | { readonly kind: "submit"; readonly endpoint: HiggsfieldCreate }
  | { readonly kind: "estimate"; readonly endpoint: HiggsfieldCreate }
  | {
      readonly kind: "request";
      readonly operationId: string;
      readonly id: string;
      readonly handle: RequestHandler;
    }
  | { readonly kind: "models" }
  | { readonly kind: "upload-url" }
  | { readonly kind: "wrong method" }
  /** A path of no endpoint; a POST was meant for a model. */
  | { readonly kind: "missing"; readonly isCreate: boolean };

export interface Router {
  (method: string, path: string): Route;
  /** Endpoints that the service has in this era. */
  readonly endpoints: readonly HiggsfieldCreate[];
}

export interface RouterOptions {
  readonly era: Era;
  /** Keeps the endpoints that the current era has retired. */
  readonly allowsRetiredModels: boolean;
}

const REQUEST_HANDLERS: ReadonlyMap<string, RequestHandler> = new Map([
  [requestStatus.id, showStatus],
  [requestCancel.id, cancelRequest],
  [requestDelete.id, eraseRequest],
]);

const METHODS = ["GET", "POST", "DELETE"] as const;

/** First parts of the paths that only this service has. */
const OWN_PARTS: ReadonlySet<string> = new Set(
  HIGGSFIELD_OPERATIONS.map(({ path }) => path.split("/")[1] ?? ""),
);

export const isHiggsfieldPath = (path: string): boolean => OWN_PARTS.has(path.split("/")[1] ?? "");

/** @source DOC 2026-10 (current), DOC-OLD 2026-07 (endpoints that are retired now worked) */
export function createRouter({ era, allowsRetiredModels }: RouterOptions): Router {
  const hasRetired = allowsRetiredModels || era.id !== "c";
  const isInEra = (route: Route) =>
    route.kind === "models"
      ? era.hasModels
      : route.kind !== "request" || route.operationId !== requestDelete.id || era.hasDelete;
  const isOffered = ({ state }: HiggsfieldCreate) => hasRetired || state !== "retired";

  function known(method: string, path: string): Route | undefined {
    const match = matchHiggsfield(method, path);
    const route = match && routeOf(match);
    if (!route) return undefined;
    if ("endpoint" in route) return isOffered(route.endpoint) ? route : undefined;
    return isInEra(route) ? route : undefined;
  }

  function find(method: string, path: string): Route {
    const route = known(method, path);
    if (route) return route;
    if (METHODS.some((other) => other !== method && known(other, path))) return { kind: "wrong method" };
    return { kind: "missing", isCreate: method === "POST" && !path.startsWith(`/${estimate.id}/`) };
  }

  return Object.assign(find, { endpoints: HIGGSFIELD_CREATES.filter(isOffered) });
}

function routeOf({ operation, requestId, estimates }: HiggsfieldMatch): Route | undefined {
  if ("workflow" in operation) return { kind: "submit", endpoint: operation };
  if (estimates) return { kind: "estimate", endpoint: estimates };
  const handle = REQUEST_HANDLERS.get(operation.id);
  if (handle && requestId !== undefined)
    return { kind: "request", operationId: operation.id, id: requestId, handle };
  if (operation.id === modelsList.id) return { kind: "models" };
  return operation.id === uploadUrl.id ? { kind: "upload-url" } : undefined;
}
