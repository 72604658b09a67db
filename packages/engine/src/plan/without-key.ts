import { findCreate, findRoute, withValueAt } from "@klingkit/spec";
import type { PlanContext } from "../context/media-loader.ts";
import type { PlannedJob } from "./plan.ts";
import { jobRequestOf, planJob } from "./plan-job.ts";
import { bodyOf, isOperationJob, replanOperation } from "./plan-operation.ts";

/** The same job without the key that its request asked for, so that it gets one of its own. */
export async function withoutKey(planned: PlannedJob, context: PlanContext): Promise<PlannedJob> {
  const { externalTaskId, ...request } = planned.request;
  if (isOperationJob(planned))
    return externalTaskId === undefined ? planned : withoutKeyField({ ...planned, request }, context);
  const route = findRoute(planned.routeId);
  if (externalTaskId === undefined || !route) return planned;
  const fresh = await planJob(jobRequestOf({ ...planned, request }, route), context);
  return { ...fresh, output: planned.output };
}

function withoutKeyField(planned: PlannedJob, context: PlanContext): Promise<PlannedJob> {
  const field = findCreate(planned.operation ?? "")?.paths.externalTaskId;
  const body = bodyOf(planned);
  const payload = field === undefined ? body : withValueAt(body, field, undefined);
  return replanOperation({ ...planned, payload, media: planned.media }, context);
}
