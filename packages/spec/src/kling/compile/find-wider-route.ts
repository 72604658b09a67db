import { requireObject } from "../../require-arguments.ts";
import { LIMIT_RULES } from "../check/rule-ids.ts";
import { namesOfModel } from "../facts/models.ts";
import { type Route, selectRoutes } from "../routes/routes.ts";
import { capabilitiesOf, type VideoRequest } from "../video/request.ts";
import { type Compiled, type CompileOptions, compile } from "./compile.ts";

/** Whether the model could do it, were there less of something. */
export const isBeyondLimit = ({ issues }: Pick<Compiled, "issues">): boolean =>
  issues.length > 0 && issues.every(({ rule }) => LIMIT_RULES.includes(rule));

/** Reasons that another route may not have. */
const REASONS_OF_ROUTE: readonly string[] = [...LIMIT_RULES, "unsupported-field"];

/**
 * The best route that takes a request which another route refuses for a limit, or for a field that it lacks. Routes of the same
 * model come first. To be named, never taken unasked: model and price differ. Undefined where the reason is another, or no route
 * takes it.
 */
export function findWiderRoute(
  request: VideoRequest,
  compiled: Pick<Compiled, "issues" | "route">,
  options: CompileOptions = {},
): Route | undefined {
  requireObject("findWiderRoute", { request, compiled });
  const { issues, route: refusing } = compiled;
  if (issues.length === 0 || !issues.every(({ rule }) => REASONS_OF_ROUTE.includes(rule))) return undefined;
  const names = namesOfModel(refusing.model);
  const routes = capabilitiesOf(request).flatMap((capability) => selectRoutes({ capability }));
  const ofModel = routes.filter(({ model }) => names.includes(model));
  return [...ofModel, ...routes].find((route) => compile(request, route, options).issues.length === 0);
}
