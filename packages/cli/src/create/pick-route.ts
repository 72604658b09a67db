import { type Capability, findModel, type Route, selectRoutes, suggest } from "@klingkit/spec";
import { usageError } from "../errors/cli-error.ts";
import { modelNames } from "./create-flags.ts";

/**
 * Best route for a capability. Without a model: the legacy product's best proved one. A standard name takes the standard
 * path, a `model_name` the legacy one. Throws `invalid_model` with the names that would pass.
 */
export function pickRoute(capability: Capability, model: string | undefined): Route {
  const [route] =
    model === undefined
      ? selectRoutes({ capability, family: "legacy" })
      : selectRoutes({ capability, model, allowsRetired: true });
  if (route) return route;
  const known = model === undefined ? undefined : findModel(model);
  const why = known?.retiredOn
    ? `${model} was retired on ${known.retiredOn}`
    : known?.capabilities.length
      ? `${model} does ${known.capabilities.join(", ")}, not ${capability}`
      : `no model '${model}' is known for ${capability}`;
  const names = modelNames(capability);
  const near = model === undefined || known ? undefined : suggest(model, names.split(/, | = /));
  const hint = near === undefined ? "" : ` Did you mean ${near}?`;
  throw usageError("invalid_model", `--model: ${why}.${hint} Use ${names}.`, {
    valid_models: names.split(", "),
  });
}
