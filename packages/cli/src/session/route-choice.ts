import { PLANNED_SERVICES, type RouteChoice } from "@klingkit/engine";
import { usageError } from "../errors/cli-error.ts";

/** Flags of commands that plan requests. */
export interface RouteChoiceOptions {
  readonly service?: string;
  readonly cheapest?: boolean;
}

/** What `--service` and `--cheapest` say. Throws `invalid_service` and `conflicting_flags`. */
export function readRouteChoice({ service, cheapest = false }: RouteChoiceOptions): RouteChoice {
  if (service !== undefined && !PLANNED_SERVICES.includes(service))
    throw usageError(
      "invalid_service",
      `--service: no service '${service}'. Use ${PLANNED_SERVICES.join(", ")}.`,
    );
  if (service !== undefined && cheapest)
    throw usageError("conflicting_flags", "--cheapest chooses the service: leave --service out.");
  return { service, isCheapest: cheapest };
}
