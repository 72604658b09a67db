import {
  type Compiled,
  type CompileOptions,
  capabilitiesOf,
  capabilityOf,
  compile,
  didYouMean,
  findRoute,
  type Issue,
  isBeyondLimit,
  judgeRequest,
  type ModelName,
  ROUTES,
  type Route,
  selectRoutes,
  suggest,
  type VideoRequest,
} from "@klingkit/spec";
import type { KeysOf } from "@klingkit/spec/core";
import { dropUndefined } from "@klingkit/spec/core";
import { ConfigError } from "../core/errors/config-error.ts";
import { InvalidRequestError } from "../core/errors/invalid-request-error.ts";
import { refuseUnknown } from "../core/refuse-unknown.ts";
import { requireOptions } from "../core/require-options.ts";
import type { CreatedTask } from "../core/task.ts";
import { CREATE_OPTIONS, type CreateOptions, createTask } from "./create.ts";
import type { KlingCore } from "./kling-core.ts";
import { KLING } from "./service-name.ts";

export interface RouteOptions extends CompileOptions {
  /** Either name of a model. Default: the best proved one that can do what is asked. */
  readonly model?: ModelName | undefined;
  readonly family?: "legacy" | "standard" | undefined;
  /** Exactly this route, such as `text-to-video:kling-3.0`; its issues are then in the result, not thrown. */
  readonly routeId?: string | undefined;
}

export type VideoCreateOptions = RouteOptions & CreateOptions;

const OPTIONS: KeysOf<VideoCreateOptions> = {
  ...CREATE_OPTIONS,
  model: true,
  family: true,
  routeId: true,
  serviceMessage: true,
  isLocalService: true,
};

/** Requests free of any wire format, sent the best way. */
export interface VideosResource {
  /**
   * Writes a request for the best route whose model can do it. Pure: nothing is sent.
   * Throws InvalidRequestError for fields that no request has, wrong types, and limits of the best route (it names a route
   * that would take the request, and never changes model and price unasked); ConfigError, which lists per route what would
   * pass, when none does.
   */
  compile(request: VideoRequest, options?: RouteOptions): Compiled;
  /**
   * Compiles and creates. Buys at once, and costs units when the task succeeds: `guard` and `maxUnits` of the client can refuse.
   * The answer names route, estimate and warnings. Throws InvalidRequestError before any byte leaves.
   * A request without `externalTaskId` gets a random one, so that a lost answer never loses the task.
   */
  create(request: VideoRequest, options?: VideoCreateOptions): Promise<CreatedTask>;
  /** Sends exactly what `compile` wrote, so that what was shown is what is bought. Costs units when the task succeeds. */
  send(compiled: Compiled, options?: CreateOptions): Promise<CreatedTask>;
}

export function createVideos(core: KlingCore): VideosResource {
  return {
    compile: (request, options = {}) => {
      const { best, rejected } = chosen(core, request, options);
      if (best) return best;
      throw noneFits(rejected);
    },
    create: async (request, options = {}) => {
      const { best, rejected } = chosen(core, withExternalId(request), options);
      if (best) return send(core, best, options);
      throw invalid(rejected);
    },
    send: (compiled, options) => send(core, compiled, options),
  };
}

const compileFor = (core: KlingCore, request: VideoRequest, route: Route, options: RouteOptions): Compiled =>
  compile(request, route, { isLocalService: core.isLocalService, ...options });

/** A value that is no object stays as it is, for the judgement of requests to say so. */
const withExternalId = (request: VideoRequest): VideoRequest =>
  typeof request === "object" && request !== null
    ? { ...request, externalTaskId: request.externalTaskId ?? `klingkit-${crypto.randomUUID()}` }
    : request;

async function send(core: KlingCore, compiled: Compiled, options: CreateOptions = {}): Promise<CreatedTask> {
  requireVideoOptions(options);
  const { route, issues, body, warnings } = compiled;
  if (!route.operation || issues.length > 0) throw invalid([compiled]);
  return createTask(core, route.operation, body, options, { routeId: route.id, warnings });
}

function requireVideoOptions(options: object): void {
  requireOptions(options, "videos", '{ model: "kling-v3" }');
  refuseUnknown(options, OPTIONS, "videos");
}

interface Choice {
  readonly best: Compiled | undefined;
  /** What the routes before the best one, or all of them, had against the request. */
  readonly rejected: readonly Compiled[];
}

function chosen(core: KlingCore, request: VideoRequest, options: RouteOptions): Choice {
  requireVideoOptions(options);
  if (options.routeId !== undefined)
    return { best: compileFor(core, request, routeById(options.routeId), options), rejected: [] };
  const mistakes = judgeRequest(request);
  if (mistakes.length > 0) throw badRequest(mistakes);
  return choose(core, request, options);
}

/** The best route whose model can do what is asked. A limit of it is the caller's matter: another route is only named. */
function choose(core: KlingCore, request: VideoRequest, options: RouteOptions): Choice {
  const routes = candidates(core, request, options);
  if (routes.length === 0) throw noRoute(core, request, options);
  const rejected: Compiled[] = [];
  for (const route of routes) {
    const compiled = compileFor(core, request, route, options);
    if (compiled.issues.length > 0) {
      rejected.push(compiled);
      continue;
    }
    const better = rejected.find(isBeyondLimit);
    if (better) throw beyondLimit(better, route);
    return { best: compiled, rejected };
  }
  return { best: undefined, rejected };
}

function candidates(core: KlingCore, request: VideoRequest, options: RouteOptions): readonly Route[] {
  const { model, allowsRetired } = options;
  const family = options.family ?? familyOf(core);
  return capabilitiesOf(request).flatMap((capability) =>
    selectRoutes({
      capability,
      ...(model === undefined ? {} : { model }),
      ...(family === undefined ? {} : { family }),
      ...(allowsRetired === undefined ? {} : { allowsRetired }),
    }),
  );
}

/** A key pair opens the legacy family only; with no key at all, everything may still be compiled. */
const familyOf = ({ hasApiKey, hasKeyPair }: KlingCore): RouteOptions["family"] =>
  hasKeyPair && !hasApiKey ? "legacy" : undefined;

function routeById(routeId: string): Route {
  const route = findRoute(routeId);
  if (route?.operation) return route;
  const near = suggest(
    routeId,
    ROUTES.map(({ id }) => id),
  );
  throw new ConfigError({
    option: "routeId",
    message: route
      ? `${routeId} is listed only (${route.state}). Nothing can be sent to it.`
      : `There is no route '${routeId}'.${didYouMean(near)} ROUTES and \`kling routes\` list all. Nothing was sent.`,
  });
}

/** What is refused is not advised: only models that family and key reach. */
function noRoute(core: KlingCore, request: VideoRequest, { model, family }: RouteOptions): ConfigError {
  const routesOf = (given: Pick<RouteOptions, "model" | "family">) =>
    capabilitiesOf(request).flatMap((capability) => selectRoutes({ capability, ...dropUndefined(given) }));
  const known = [...new Set(routesOf({ family: family ?? familyOf(core) }).map((route) => route.model))];
  const near = model === undefined ? undefined : suggest(model, known);
  const asked = [model && `model ${model}`, family && `family ${family}`].filter(Boolean).join(", ");
  const what = `${capabilityOf(request)}${asked === "" ? "" : ` with ${asked}`}`;
  const isKeyMissing = family === undefined && routesOf({ model }).length > 0;
  const reason = isKeyMissing
    ? `${what} takes API keys only, and there is a key pair. Set apiKey (KLING_API_KEY).`
    : `No route for ${what}.${didYouMean(near === model ? undefined : near)}`;
  const use =
    known.length === 0 ? "" : `${isKeyMissing ? " With the key pair, use" : " Use"} ${known.join(", ")}.`;
  return new ConfigError({ option: "model", message: `${reason}${use} Nothing was sent.` });
}

/** One line per field: the route that is preferred says it, and the others would say the same of themselves. */
function listRejections(rejected: readonly Compiled[]): string {
  const lines = new Map<string, string>();
  for (const { route, issues } of rejected) {
    for (const { field, path, message } of issues) {
      const place = field ?? path;
      const isShared = rejected.every((other) =>
        other.issues.some((issue) => (issue.field ?? issue.path) === place),
      );
      if (!lines.has(place)) lines.set(place, isShared ? `- ${message}` : `- ${route.id}: ${message}`);
    }
  }
  return [...lines.values()].join("\n");
}

const messagesOf = (issues: readonly Issue[]): string => issues.map(({ message }) => message).join(" ");

const issuesOf = (rejected: readonly Compiled[]): readonly Issue[] => rejected[0]?.issues ?? [];

function noneFits(rejected: readonly Compiled[]): ConfigError {
  return new ConfigError({
    option: "request",
    message: `No route takes this request. Nothing was sent.\n${listRejections(rejected)}`,
    issues: issuesOf(rejected),
  });
}

function invalid(rejected: readonly Compiled[]): InvalidRequestError {
  return refusal(`The request was not sent: no route takes it.\n${listRejections(rejected)}`, {
    operationId: rejected[0]?.route.operation?.id,
    issues: issuesOf(rejected),
  });
}

const badRequest = (issues: readonly Issue[]): InvalidRequestError =>
  refusal(
    `The request was not sent: it has mistakes.\n${issues.map(({ message }) => `- ${message}`).join("\n")}`,
    { issues },
  );

function beyondLimit({ route, issues }: Compiled, other: Route): InvalidRequestError {
  const reasons = messagesOf(issues);
  return refusal(
    `The request was not sent, it is beyond a limit of ${route.id}: ${reasons} ${other.id} takes it: to use it, name the model, { model: "${other.model}" }, and look at its price.`,
    { operationId: route.operation?.id, issues },
  );
}

function refusal(
  message: string,
  details: { readonly operationId?: string | undefined; readonly issues: readonly Issue[] },
): InvalidRequestError {
  return new InvalidRequestError({
    message,
    code: "KLINGKIT_INVALID_REQUEST",
    isRetryable: false,
    mayHaveCharged: "no",
    service: KLING,
    ...details,
  });
}
