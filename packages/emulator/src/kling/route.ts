import {
  type CreateOperation,
  type Family,
  type FamilyId,
  isCreate,
  isKnownPath,
  isWrite,
  KLING_FAMILIES,
  matchOperation,
  OPERATIONS,
  PATH_ALIASES,
  RETIRED_PATHS,
  type ReadOperation,
  SERVICE_MESSAGES,
  VIDEO_CREATES,
  type WriteOperation,
} from "@klingkit/spec";
import { type Refusal, refuse } from "./envelope.ts";
import { findNotEmulated } from "./not-emulated.ts";

/** Where a request goes, known before its credential is checked. */
export type Route =
  | { readonly kind: "create"; readonly family: Family; readonly operation: CreateOperation }
  | { readonly kind: "write"; readonly family: Family; readonly operation: WriteOperation }
  | {
      readonly kind: "read";
      readonly family: Family;
      readonly operation: ReadOperation;
      readonly id: string;
    }
  /** Refused after the credential was found good. */
  | {
      readonly kind: "refused";
      readonly family: Family;
      readonly refusal: Refusal;
      /** Whether the request meant to create a task. */
      readonly isCreate: boolean;
    }
  /** Refused before any credential. */
  | {
      readonly kind: "missing";
      readonly refusal: Refusal;
      readonly reason: "not emulated" | "no such path" | "wrong method";
      readonly isCreate: boolean;
    };

export type Router = (method: string, rawPath: string) => Route;

const RESOURCE_MISSING = 1203;
const METHOD_INVALID = 1202;
const INVALID_PARAMETER = 1201;

export interface RouterOptions {
  readonly retiredPathCode: number;
  /** Answers paths that the service has retired. */
  readonly allowsRetired: boolean;
}

/** Unknown paths answer 404 before credentials. @source LIVE 2026-09 (`GET /v1/models` without a key) */
export function createRouter({ retiredPathCode, allowsRetired }: RouterOptions): Router {
  const exact = new Map<string, Route>();
  for (const operation of OPERATIONS) {
    if (!operation.path.includes("{") && (allowsRetired || !RETIRED_PATHS.includes(operation.path)))
      exact.set(`${operation.method} ${operation.path}`, routeOf(operation, ""));
  }
  return (method: string, rawPath: string): Route => {
    const path = PATH_ALIASES[rawPath] ?? rawPath;
    return (
      exact.get(`${method} ${path}`) ??
      (allowsRetired ? undefined : findRetired(method, path, retiredPathCode)) ??
      findRoute(method, path)
    );
  };
}

function routeOf(operation: (typeof OPERATIONS)[number], id: string): Route {
  const family = familyOf(operation.family);
  if (isCreate(operation)) return { kind: "create", family, operation };
  if (isWrite(operation)) return { kind: "write", family, operation };
  return { kind: "read", family, operation, id };
}

const familyOf = (id: FamilyId): Family => KLING_FAMILIES[id];

function findRetired(method: string, path: string, retiredPathCode: number): Route | undefined {
  if (!RETIRED_PATHS.some((retired) => path === retired || path.startsWith(`${retired}/`))) return undefined;
  return {
    kind: "refused",
    family: KLING_FAMILIES.legacy,
    refusal: refuse(retiredPathCode, SERVICE_MESSAGES.apiRetired),
    isCreate: method === "POST",
  };
}

function findRoute(method: string, path: string): Route {
  const match = matchOperation(method, path);
  if (match) return routeOf(match.operation, match.params["id"] ?? "");
  if (isKnownPath(path) || isModelPath(path)) return wrongMethodOrModel(method, path);
  return missing(method, path);
}

function missing(method: string, path: string): Route {
  const lacking = findNotEmulated(method, path);
  if (lacking) {
    const { isCreate, message } = lacking;
    return { kind: "missing", reason: "not emulated", refusal: refuse(RESOURCE_MISSING, message), isCreate };
  }
  return {
    kind: "missing",
    reason: "no such path",
    refusal: refuse(RESOURCE_MISSING, SERVICE_MESSAGES.resourceMissing(path)),
    isCreate: false,
  };
}

/** A path of a known capability with some model. */
function isModelPath(path: string): boolean {
  const [, capability, model, ...rest] = path.split("/");
  return (
    rest.length === 0 &&
    Boolean(model) &&
    VIDEO_CREATES.some((operation) => operation.family === "standard" && operation.capability === capability)
  );
}

function wrongMethodOrModel(method: string, path: string): Route {
  if (method === "POST" && isModelPath(path)) {
    const refusal = refuse(INVALID_PARAMETER, SERVICE_MESSAGES.modelNotSupported);
    return { kind: "refused", family: KLING_FAMILIES.standard, refusal, isCreate: true };
  }
  const refusal = refuse(METHOD_INVALID, SERVICE_MESSAGES.methodInvalid(method));
  return { kind: "missing", reason: "wrong method", refusal, isCreate: false };
}
