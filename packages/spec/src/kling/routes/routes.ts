import type { RouteState } from "../../operation/route-state.ts";
import type { Capability, CapabilityRow } from "../facts/capability.ts";
import { findModel } from "../facts/models.ts";
import type { FamilyId } from "../families/families.ts";
import type { VideoOperation } from "../operation.ts";
import { VIDEO_CREATES } from "../operations/index.ts";

/** One operation with one model. */
export interface Route {
  /** Such as `v1/text2video:kling-v3` or `text-to-video:kling-3.0`. */
  readonly id: string;
  readonly family: FamilyId;
  readonly capability: Capability;
  /** Wire name in this family. */
  readonly model: string;
  /** Why it has this state: `evidenceOf`. */
  readonly state: RouteState;
  /** Absent for routes that are on record but not described, such as `multi-image2video`. */
  readonly operation?: VideoOperation;
  readonly row?: CapabilityRow;
}

/** States that differ from what is usual in their family. */
const STATES: Readonly<Record<string, RouteState>> = {
  "v1/text2video:kling-v3": "verified",
  "v1/image2video:kling-v3": "verified",
  "v1/omni-video:kling-v3-omni": "verified",
  "v1/text2video:kling-v2-5-turbo": "documented",
  "v1/image2video:kling-v2-5-turbo": "documented",
};

function routeOf(operation: VideoOperation, row: CapabilityRow): Route {
  const { family, capability } = operation;
  const id = `${family === "legacy" ? operation.id : capability}:${row.model}`;
  const usual = family === "standard" ? "documented" : "hypothesis";
  const state = row.retiredOn ? "retired" : (STATES[id] ?? usual);
  return { id, family, capability, model: row.model, state, operation, row };
}

/** Routes that are known of and cannot be compiled for. */
const ON_RECORD: readonly Route[] = [
  {
    id: "v1/multi-image2video:kling-v1-6",
    family: "legacy",
    capability: "image-to-video",
    model: "kling-v1-6",
    state: "legacy",
  },
  ...(["text-to-video", "image-to-video", "omni-video"] as const).map(
    (capability): Route => ({
      id: `${capability}:kling-4.0`,
      family: "standard",
      capability,
      model: "kling-4.0",
      state: "hypothesis",
    }),
  ),
];

/** Every route, the compilable ones first. */
export const ROUTES: readonly Route[] = /* @__PURE__ */ [
  ...VIDEO_CREATES.flatMap((operation) => operation.rows.map((row) => routeOf(operation, row))),
  ...ON_RECORD,
];

export function findRoute(id: string): Route | undefined {
  return ROUTES.find((route) => route.id === id);
}

const PREFERENCE: readonly RouteState[] = ["verified", "documented", "hypothesis", "legacy", "retired"];

export interface RouteQuery {
  readonly capability: Capability;
  /** Either name of a model; the family whose name is given is preferred. */
  readonly model?: string;
  readonly family?: "legacy" | "standard";
  /** Also offers retired models. Default false. */
  readonly allowsRetired?: boolean;
}

/** Compilable routes for a capability, best first: exact model name, then state of proof. */
export function selectRoutes({
  capability,
  model,
  family,
  allowsRetired = false,
}: RouteQuery): readonly Route[] {
  const wanted = model === undefined ? undefined : findModel(model);
  const fits = (route: Route) =>
    route.operation !== undefined &&
    route.capability === capability &&
    (family === undefined || route.family === family) &&
    (allowsRetired || route.state !== "retired") &&
    (model === undefined ||
      route.model === model ||
      route.model === wanted?.standardName ||
      route.model === wanted?.legacyName);
  const rank = (route: Route) => (route.model === model ? 0 : 100) + PREFERENCE.indexOf(route.state);
  return ROUTES.filter(fits).toSorted((left, right) => rank(left) - rank(right));
}
