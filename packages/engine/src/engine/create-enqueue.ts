import { type ApprovalRule, GRANT_NAMES } from "../approve/approval.ts";
import { traceApprovalIn } from "../approve/trace-approval.ts";
import { refuseUnknown } from "../arguments/refuse-unknown.ts";
import { contextFor, type EngineContexts } from "../context/engine-contexts.ts";
import type { Plan } from "../plan/plan.ts";
import type { EngineOptions } from "./engine-options.ts";
import { type EnqueueOptions, type EnqueueResult, enqueuePlan, type Gate } from "./enqueue.ts";

export type Enqueue = (plan: Plan, options?: EnqueueOptions) => Promise<EnqueueResult>;

/** What a plan must pass before it is bought. */
export function gateOf(contexts: EngineContexts, options: EngineOptions): Gate {
  const { policy, outputDir, requiresApproval } = options;
  const rule: ApprovalRule = [options.approvals, policy?.approvals].includes("person") ? "person" : "any";
  return {
    isRequired: ({ jobs }) =>
      requiresApproval ?? jobs.some((job) => contextFor(contexts, job).provider.spendsMoney),
    rule,
    outputDir,
    ...(policy ? { policy } : {}),
  };
}

/** How an engine buys plans. `poke`: tells its workers that there is something to send. */
export function createEnqueue(contexts: EngineContexts, gate: Gate, poke: () => void): Enqueue {
  const [context] = contexts;
  return async (plan, given = {}) => {
    const { grant, ...rest } = given;
    refuseUnknown("engine.enqueue: grant", grant, GRANT_NAMES);
    const result =
      grant === undefined
        ? await enqueuePlan(contexts, gate, { plan, ...rest })
        : await traceApprovalIn(
            context,
            { plan, grant },
            {
              approve: (trace) =>
                enqueuePlan(contexts, gate, {
                  plan,
                  ...rest,
                  grant: { ...grant, ...(trace ? { trace } : {}) },
                }),
              approvalIn: (made) => (made.kind === "accepted" ? made.approval : undefined),
            },
          );
    poke();
    return result;
  };
}
