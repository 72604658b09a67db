import {
  type Capability,
  type Compiled,
  type CompileOptions,
  capabilityOf,
  compile,
  findRoute,
  type Issue,
  type Route,
  selectRoutes,
  type VideoRequest,
} from "@klingkit/spec";
import type { Core } from "../core/core.ts";
import { KlingConfigError } from "../core/errors/kling-config-error.ts";
import { KlingInvalidRequestError } from "../core/errors/kling-invalid-request-error.ts";
import type { CreatedTask } from "../core/task.ts";
import { type CreateOptions, createTask } from "./create.ts";

export interface RouteOptions extends CompileOptions {
  /** Either name of a model. Default: the best proved one that can do what is asked. */
  readonly model?: string | undefined;
  readonly family?: "legacy" | "standard" | undefined;
  /** Exactly this route, such as `text-to-video:kling-3.0`; its issues are then in the result, not thrown. */
  readonly routeId?: string | undefined;
}

export type VideoCreateOptions = RouteOptions & CreateOptions;

/** Requests free of any wire format, sent the best way. */
export interface VideosResource {
  /**
   * Writes a request for the best route that takes it. Pure: nothing is sent.
   * Throws KlingConfigError, which lists per route what would pass, when none does.
   */
  compile(request: VideoRequest, options?: RouteOptions): Compiled;
  /**
   * Compiles and creates. Costs units when the task succeeds. Throws KlingInvalidRequestError before any byte leaves.
   * A request without `externalTaskId` gets a random one, so that a lost answer never loses the task.
   */
  create(request: VideoRequest, options?: VideoCreateOptions): Promise<CreatedTask>;
  /** Sends exactly what `compile` wrote, so that what was shown is what is bought. Costs units when the task succeeds. */
  send(compiled: Compiled, options?: CreateOptions): Promise<CreatedTask>;
}

export function createVideos(core: Core): VideosResource {
  return {
    compile: (request, options = {}) => {
      if (options.routeId !== undefined)
        return compileFor(core, request, routeById(options.routeId), options);
      const { best, rejected } = choose(core, request, options);
      if (best) return best;
      throw noneFits(rejected);
    },
    create: async (request, options = {}) =>
      send(core, chosen(core, withExternalId(request), options), options),
    send: (compiled, options) => send(core, compiled, options),
  };
}

const compileFor = (core: Core, request: VideoRequest, route: Route, options: RouteOptions): Compiled =>
  compile(request, route, { isLocalService: core.isLocalService, ...options });

const withExternalId = (request: VideoRequest): VideoRequest => ({
  ...request,
  externalTaskId: request.externalTaskId ?? `klingkit-${crypto.randomUUID()}`,
});

async function send(core: Core, compiled: Compiled, options: CreateOptions = {}): Promise<CreatedTask> {
  const { operation } = compiled.route;
  if (!operation || compiled.issues.length > 0) throw invalid([compiled]);
  return createTask(core, operation, compiled.body, options);
}

function chosen(core: Core, request: VideoRequest, options: RouteOptions): Compiled {
  if (options.routeId !== undefined) return compileFor(core, request, routeById(options.routeId), options);
  const { best, rejected } = choose(core, request, options);
  if (best) return best;
  throw invalid(rejected);
}

interface Choice {
  readonly best: Compiled | undefined;
  /** What the routes before the best one, or all of them, had against the request. */
  readonly rejected: readonly Compiled[];
}

function choose(core: Core, request: VideoRequest, options: RouteOptions): Choice {
  const routes = candidates(core, request, options);
  if (routes.length === 0) throw noRoute(request, options);
  const rejected: Compiled[] = [];
  for (const route of routes) {
    const compiled = compileFor(core, request, route, options);
    if (compiled.issues.length === 0) return { best: compiled, rejected };
    rejected.push(compiled);
  }
  return { best: undefined, rejected };
}

function candidates(core: Core, request: VideoRequest, options: RouteOptions): readonly Route[] {
  const { model, allowsRetired } = options;
  // A key pair opens the legacy family only; with no key at all, everything may still be compiled.
  const family = options.family ?? (core.hasApiKey || !core.hasKeyPair ? undefined : ("legacy" as const));
  return capabilitiesOf(request).flatMap((capability) =>
    selectRoutes({
      capability,
      ...(model === undefined ? {} : { model }),
      ...(family === undefined ? {} : { family }),
      ...(allowsRetired === undefined ? {} : { allowsRetired }),
    }),
  );
}

/** Omni models also make videos from text alone and from frames. @source DOC 2026-09 */
function capabilitiesOf(request: VideoRequest): readonly Capability[] {
  const capability = capabilityOf(request);
  return capability === "text-to-video" || capability === "image-to-video"
    ? [capability, "omni-video"]
    : [capability];
}

function routeById(routeId: string): Route {
  const route = findRoute(routeId);
  if (route?.operation) return route;
  throw new KlingConfigError({
    option: "routeId",
    message: route
      ? `${routeId} is on record only (${route.state}); nothing can be sent to it.`
      : `There is no route '${routeId}'.`,
  });
}

function noRoute(request: VideoRequest, { model, family }: RouteOptions): KlingConfigError {
  const capability = capabilityOf(request);
  const known = new Set(selectRoutes({ capability }).map((route) => route.model));
  const asked = [model && `model ${model}`, family && `family ${family}`].filter(Boolean).join(", ");
  return new KlingConfigError({
    option: "model",
    message: `No route for ${capability}${asked === "" ? "" : ` with ${asked}`}. Models that do it: ${[...known].join(", ")}.`,
  });
}

const MAX_ROUTES_LISTED = 6;

function listRejections(rejected: readonly Compiled[]): string {
  const lines = rejected
    .slice(0, MAX_ROUTES_LISTED)
    .map(({ route, issues }) => `- ${route.id}: ${issues.map(({ message }) => message).join(" ")}`);
  const more = rejected.length - lines.length;
  return [...lines, ...(more > 0 ? [`- and ${more} more routes`] : [])].join("\n");
}

const issuesOf = (rejected: readonly Compiled[]): readonly Issue[] => rejected[0]?.issues ?? [];

function noneFits(rejected: readonly Compiled[]): KlingConfigError {
  return new KlingConfigError({
    option: "request",
    message: `No route takes this request:\n${listRejections(rejected)}`,
    issues: issuesOf(rejected),
  });
}

function invalid(rejected: readonly Compiled[]): KlingInvalidRequestError {
  return new KlingInvalidRequestError({
    message: `The request was not sent, no route takes it:\n${listRejections(rejected)}`,
    code: "KLING_INVALID_REQUEST",
    isRetryable: false,
    mayHaveCharged: "no",
    operationId: rejected[0]?.route.operation?.id,
    issues: issuesOf(rejected),
  });
}
