import type { Capability, Estimate, Issue, RouteState, Unit, VideoRequest, Warning } from "@klingkit/spec";
import { requireObjects } from "../arguments/require-arguments.ts";
import type { PlannedNeed } from "./needs.ts";

/** An input file of a request, as it was when the plan was made. */
export interface PlannedMedium {
  /** Path or URL as the batch names it. */
  readonly input: string;
  readonly kind: "url" | "file";
  readonly name: string;
  readonly sizeBytes?: number;
  readonly format?: string;
  readonly widthPx?: number;
  readonly heightPx?: number;
  /** Hexadecimal; absent for URLs, whose content is the service's to fetch. */
  readonly sha256?: string;
}

/** Why a person must approve before a create is sent. @source guardrails.md */
export type Trigger = "billable-create" | "hypothesis-payload" | "several-creates-for-one-purpose";

/** One create, compiled: what would be sent, where, and what it would cost. */
export interface PlannedJob {
  readonly name: string;
  /** Hash of method, path and payload; what an approval is bound to. */
  readonly hash: string;
  /** The request with media as the batch names them, so that the plan can be made again. */
  readonly request: VideoRequest;
  /** Whose operation it is. Absent in plans from before there were several: Kling's. */
  readonly service?: string;
  /** Operation whose body the payload is, such as `v1/images/generations`. Absent in older plans: that of the route. */
  readonly operation?: string;
  /** Id of the route; of the operation where a request was not compiled for a route. */
  readonly routeId: string;
  readonly routeState: RouteState;
  /** Absent for an operation that no `VideoRequest` is compiled for. */
  readonly capability?: Capability;
  readonly model: string;
  readonly method: "POST";
  readonly path: string;
  /** Exact payload; a local file stands as `media:sha256:…`. */
  readonly payload: unknown;
  readonly media: readonly PlannedMedium[];
  /** What other jobs of the plan make for it; their results stand as `result:…` in the payload. Absent: nothing. */
  readonly needs?: readonly PlannedNeed[];
  readonly estimate: Estimate;
  /** What it is paid in. Absent: units of the video pack. */
  readonly unit?: Unit;
  readonly issues: readonly Issue[];
  readonly warnings: readonly Warning[];
  readonly inputVideoSeconds?: number;
  /** Sent although the service has retired the model. */
  readonly allowsRetired?: true;
  /** Path of the result, relative to where the batch runs. */
  readonly output: string;
  /** Exactly this path, of a single create whose person named it; it may be absolute. */
  readonly keepsPath?: true;
}

/** What jobs that are paid in one unit come to. */
export interface UnitTotals {
  readonly jobs: number;
  /** What they are paid in. Absent: units of the video pack. */
  readonly unit?: Unit;
  /** Units over all jobs that have a price: what they cost, or the most that they can cost. */
  readonly units: number;
  readonly usd: number;
  /** Jobs whose price has a ceiling only; with any of them `units` and `usd` are the most. Absent: none. */
  readonly boundedJobs?: number;
  /** Jobs without a price. They are not counted as 0 anywhere: where units are limited, they are refused. */
  readonly unpricedJobs: number;
}

/** Of a plan whose jobs are paid in several units, those of its first unit: amounts of different units are never added. */
export interface PlanTotals extends UnitTotals {
  /** The same for each other unit, in the order of the jobs. Absent: none. */
  readonly others?: readonly UnitTotals[];
}

/** The totals of a plan unit by unit. */
export const totalsByUnit = (totals: PlanTotals): readonly UnitTotals[] => {
  requireObjects("totalsByUnit", { totals });
  const { others = [], ...first } = totals;
  return [first, ...others];
};

/** What a job of a plan is paid in. */
export const unitOf = ({ unit = "video" }: Pick<PlannedJob, "unit">): Unit => unit;

/** Everything that would be bought, before anything is. Plain JSON, the same for the same input. */
export interface Plan {
  readonly kind: "klingkit.plan";
  readonly version: 1;
  readonly purpose: string;
  readonly priceCard: string;
  readonly jobs: readonly PlannedJob[];
  readonly totals: PlanTotals;
  readonly triggers: readonly Trigger[];
  /** `invalid`: some job has issues and nothing of the plan may run. */
  readonly verdict: "needs-approval" | "invalid";
  /** Hash over purpose, price card and every job. */
  readonly hash: string;
}

export const PLAN_VERSION = 1;
export const DEFAULT_PURPOSE = "unnamed";
