import { compile, findRoute, type JsonObject } from "@klingkit/spec";
import type { PlanContext } from "../context/media-loader.ts";
import { hashOf } from "./canonical.ts";
import { labelMedia } from "./label-media.ts";
import { loadMedia } from "./load-media.ts";
import { labelNeeds, withPlaceholders } from "./needs.ts";
import type { PlannedJob } from "./plan.ts";
import { PlanError } from "./plan-error.ts";

/** What a job is sent with beside its planned payload. */
export interface WireIds {
  readonly externalTaskId: string;
  readonly callbackUrl?: string;
}

/**
 * The body of a planned job with its media and ids in place, and placeholders for what other jobs make.
 * Throws PlanError `plan_stale` when it would no longer be what was approved.
 */
export async function wireJob(planned: PlannedJob, ids: WireIds, context: PlanContext): Promise<JsonObject> {
  const route = findRoute(planned.routeId);
  if (!route?.operation) throw stale(planned, `${planned.routeId} is no longer offered`);
  const { allowsRetired = false, request, needs } = planned;
  const { wired, labels } = await loadMedia(withPlaceholders(request, needs), route, context);
  const { method, path, body, issues } = compile(wired, route, {
    allowsRetired,
    // Addresses were judged when the plan was made, for the service that it was made for.
    isLocalService: true,
  });
  const payload = labelNeeds(labelMedia(body, labels), needs);
  if (hashOf({ method, path, payload }) !== planned.hash) {
    throw stale(planned, "the same request now gives another payload than the one that was approved");
  }
  const [issue] = issues;
  if (issue) throw stale(planned, issue.message);
  // A callback address that was approved as part of the payload is not replaced by the engine's own.
  const { callbackUrl = ids.callbackUrl } = request;
  const address = callbackUrl === undefined ? {} : { callbackUrl };
  return compile({ ...wired, externalTaskId: ids.externalTaskId, ...address }, route).body;
}

function stale({ name }: PlannedJob, reason: string): PlanError {
  return new PlanError("plan_stale", `${name}: ${reason}; nothing was sent. Plan and approve again`);
}
