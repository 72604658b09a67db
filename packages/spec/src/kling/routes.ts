import type { CreateOperation } from "../operation.ts";
import type { Source } from "../source.ts";
import type { Capability, CapabilityRow } from "./capability.ts";
import type { FamilyId } from "./families.ts";
import { findModel } from "./models.ts";
import { LEGACY_CREATES, STANDARD_CREATES } from "./operations/index.ts";

/**
 * How much a route has been proved: `verified` by a recorded live run, `documented` in the current official pages,
 * `hypothesis` inferred or known from third parties only, `legacy` works or worked but is no production default,
 * `retired` refused by the service.
 */
export type RouteState = "verified" | "documented" | "hypothesis" | "legacy" | "retired";

export interface Evidence extends Source {
  readonly taskId?: string;
  readonly deductedUnits?: string;
}

/** One operation with one model. */
export interface Route {
  /** Such as `v1/text2video:kling-v3` or `text-to-video:kling-3.0`. */
  readonly id: string;
  readonly family: FamilyId;
  readonly capability: Capability;
  /** Wire name in this family. */
  readonly model: string;
  readonly state: RouteState;
  readonly evidence: readonly Evidence[];
  /** Absent for routes that are on record but not described, such as `multi-image2video`. */
  readonly operation?: CreateOperation;
  readonly row?: CapabilityRow;
}

const seed: Evidence = {
  confidence: "LIVE",
  readOn: "2026-03-30",
  note: "seed 000: verified production pair",
};
const page: Evidence = { confidence: "DOC", readOn: "2026-09-20", note: "current endpoint page" };
const gone: Evidence = {
  confidence: "DOC-OLD",
  readOn: "2026-03",
  note: "page withdrawn; change log 2026-07-15: /v1 stays available",
};
const unproved: Evidence = {
  confidence: "INF",
  readOn: "2026-11-20",
  note: "not in the retirement notice; acceptance on /v1 not recorded",
};
const confirmed = (note: string, readOn: string): Evidence => ({ confidence: "LIVE", readOn, note });

const PROOFS: Readonly<
  Record<string, { readonly state: RouteState; readonly evidence: readonly Evidence[] }>
> = {
  "v1/text2video:kling-v3": {
    state: "verified",
    evidence: [seed, confirmed("answer of 2026-03-29 on record; still answers", "2026-09-28")],
  },
  "v1/image2video:kling-v3": {
    state: "verified",
    evidence: [seed, confirmed("`image` as raw base64; still answers", "2026-09-28")],
  },
  "v1/omni-video:kling-v3-omni": {
    state: "verified",
    evidence: [seed, { ...seed, note: "`image_list[].image_url` as raw base64 with type first_frame" }],
  },
  "v1/text2video:kling-v2-5-turbo": {
    state: "documented",
    evidence: [gone, confirmed("third party: still answers", "2026-09-28")],
  },
  "v1/image2video:kling-v2-5-turbo": {
    state: "documented",
    evidence: [gone, confirmed("third party: still answers", "2026-09-28")],
  },
  "text-to-video:kling-3.0-turbo": {
    state: "documented",
    evidence: [
      page,
      { ...confirmed("third party: 3 s 720p, 28 s wall time", "2026-09-20"), deductedUnits: "2.4" },
    ],
  },
  "omni-video:kling-3.0-omni": {
    state: "documented",
    evidence: [
      page,
      { ...confirmed("third party: 3 s 720p silent, 83 s wall time", "2026-09-20"), deductedUnits: "1.8" },
    ],
  },
  "text-to-video:kling-2.5-turbo": {
    state: "documented",
    evidence: [
      page,
      { ...confirmed("third party: 5 s 720p, about 50 s wall time", "2026-09-20"), deductedUnits: "1.5" },
    ],
  },
};

function routeOf(operation: CreateOperation, row: CapabilityRow): Route {
  const id = `${operation.family === "legacy" ? operation.id : operation.capability}:${row.model}`;
  const fallback =
    operation.family === "standard"
      ? { state: "documented" as const, evidence: [page] }
      : { state: "hypothesis" as const, evidence: [gone, unproved] };
  const retired = row.retiredOn
    ? {
        state: "retired" as const,
        evidence: [confirmed("`The model … has been discontinued`", row.retiredOn)],
      }
    : undefined;
  const { state, evidence } = retired ?? PROOFS[id] ?? fallback;
  return {
    id,
    family: operation.family,
    capability: operation.capability,
    model: row.model,
    state,
    evidence,
    operation,
    row,
  };
}

/** Routes that are known of and cannot be compiled for. */
const ON_RECORD: readonly Route[] = [
  {
    id: "v1/multi-image2video:kling-v1-6",
    family: "legacy",
    capability: "image-to-video",
    model: "kling-v1-6",
    state: "legacy",
    evidence: [
      {
        confidence: "DOC-OLD",
        readOn: "2026-03",
        note: "seed 000: legacy candidate, no production default (Reference to Video)",
      },
      confirmed("answers `This API is no longer available`", "2026-09-28"),
    ],
  },
  ...(["text-to-video", "image-to-video", "omni-video"] as const).map(
    (capability): Route => ({
      id: `${capability}:kling-4.0`,
      family: "standard",
      capability,
      model: "kling-4.0",
      state: "hypothesis",
      evidence: [
        {
          confidence: "MIRROR",
          readOn: "2026-11",
          note: "path inferred from reseller bodies; no official page found",
        },
      ],
    }),
  ),
];

/** Every route, the compilable ones first. */
export const ROUTES: readonly Route[] = /* @__PURE__ */ [
  ...[...LEGACY_CREATES, ...STANDARD_CREATES].flatMap((operation) =>
    operation.rows.map((row) => routeOf(operation, row)),
  ),
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
