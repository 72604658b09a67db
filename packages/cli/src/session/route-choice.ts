import { PLANNED_SERVICES, type RouteChoice } from "@klingkit/engine";
import { usageError } from "../errors/cli-error.ts";
import { unsupportedValue } from "../errors/unsupported-value.ts";

/** Flags of commands that plan requests. */
export interface RouteChoiceOptions {
  readonly service?: string;
  readonly cheapest?: boolean;
}

/** What `--service` and `--cheapest` say. Throws `invalid_service` and `conflicting_flags`. */
export function readRouteChoice({ service, cheapest = false }: RouteChoiceOptions): RouteChoice {
  if (service !== undefined && !PLANNED_SERVICES.includes(service))
    throw unsupportedValue("invalid_service", {
      source: "--service",
      value: service,
      known: PLANNED_SERVICES,
    });
  if (service !== undefined && cheapest)
    throw usageError("conflicting_flags", "--cheapest chooses the service: leave --service out.");
  return { service, isCheapest: cheapest };
}
