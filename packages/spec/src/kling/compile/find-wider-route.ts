import { LIMIT_RULES } from "../check/rule-ids.ts";
import { type Route, selectRoutes } from "../routes/routes.ts";
import { capabilitiesOf, type VideoRequest } from "../video/request.ts";
import { type Compiled, type CompileOptions, compile } from "./compile.ts";

/** Whether the model could do it, were there less of something. */
export const isBeyondLimit = ({ issues }: Pick<Compiled, "issues">): boolean =>
  issues.length > 0 && issues.every(({ rule }) => LIMIT_RULES.includes(rule));

/**
 * The best route that takes a request which another route refuses because of a limit alone. To be named, never taken unasked:
 * model and price differ. Undefined where a limit is not the reason, or no route takes it.
 */
export function findWiderRoute(
  request: VideoRequest,
  refused: Pick<Compiled, "issues">,
  options: CompileOptions = {},
): Route | undefined {
  if (!isBeyondLimit(refused)) return undefined;
  return capabilitiesOf(request)
    .flatMap((capability) => selectRoutes({ capability }))
    .find((route) => compile(request, route, options).issues.length === 0);
}
