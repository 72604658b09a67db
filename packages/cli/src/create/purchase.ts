import type { Estimate, RouteState, Warning } from "@klingkit/spec";
import { inFlags } from "./issue-codes.ts";
import type { CreatePlan } from "./plan-create.ts";

/** What one command would buy, as people and programs are shown it. */
export interface Purchase {
  /** Route of a video, or id of an operation. */
  readonly routeId: string;
  /** How well the route is verified; absent for an operation. */
  readonly state?: RouteState;
  /** `legacy` or `standard` at Kling, `models` at Higgsfield. */
  readonly family: string;
  /** Whether the body has a field for an external task ID. */
  readonly takesExternalId: boolean;
  /** Where the service lists its tasks. */
  readonly product: string;
  readonly model?: string;
  readonly method: string;
  readonly path: string;
  /** Body, with files as name, size and sha256. */
  readonly payload: unknown;
  readonly estimate: Estimate;
  /** In the words of the command line. */
  readonly warnings: readonly Warning[];
  /** What the command worked out for the body. */
  readonly notes?: readonly string[];
  /** What is bought before it, in the same plan. */
  readonly first?: Purchase;
}

/** A compiled video request as a purchase. */
export function purchaseOf({ compiled, payload }: CreatePlan): Purchase {
  const { route, method, path, estimate, warnings } = compiled;
  return {
    routeId: route.id,
    state: route.state,
    family: route.family === "standard" ? "standard" : "legacy",
    takesExternalId: route.operation?.paths.externalTaskId !== undefined,
    product: route.operation?.product ?? "",
    model: route.model,
    method,
    path,
    payload,
    estimate,
    warnings: warnings.map(inFlags),
  };
}
