import type { PlanRefusal } from "../approve/judge-plan.ts";
import { contextFor, type EngineContexts } from "../context/engine-contexts.ts";
import { quotaOf } from "../context/slot-settings.ts";
import type { Plan } from "../plan/plan.ts";

/** Requests that take more slots at once than their account is known to have: they would wait for ever. Undefined where there is none. */
export function findTooHeavy(
  contexts: EngineContexts,
  { jobs }: Plan,
): Pick<PlanRefusal, "kind" | "reasons" | "remedy"> | undefined {
  const reasons = jobs.flatMap((planned) => {
    const { provider, slots } = contextFor(contexts, planned);
    const { pool, weight } = provider.poolOf(planned);
    const quota = quotaOf(slots, pool);
    if (quota === undefined || weight <= quota) return [];
    return [`${planned.name}: takes ${weight} slots of ${pool} at once, and the quota is ${quota}`];
  });
  if (reasons.length === 0) return undefined;
  return {
    kind: "plan_invalid",
    reasons,
    remedy: "ask for fewer results in one request, or raise the quota",
  };
}
