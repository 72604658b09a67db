import type { Approval } from "../approve/approval.ts";
import { judgePlan, type PlanRefusal, refusalOf } from "../approve/judge-plan.ts";
import type { StandingPolicy } from "../approve/policy.ts";
import type { Plan } from "../plan/plan.ts";
import { findBatch } from "./find-batch.ts";
import { findClash } from "./find-clash.ts";
import { insertBatch } from "./insert-batch.ts";
import { newId } from "./new-id.ts";
import type { EngineContext } from "./settings.ts";

export interface EnqueueOptions {
  readonly approvalId?: string;
  /** Job that a plan of one replaces. */
  readonly retryOf?: string;
  /** Goes on with an earlier batch of the same plan where there is one, instead of buying it again. Default false. */
  readonly continues?: boolean;
  /** Results go to exactly the planned paths, over what an earlier job left there. Default: a taken path gets a number. */
  readonly keepsPaths?: boolean;
}

export type EnqueueResult =
  | {
      readonly kind: "accepted";
      readonly batchId: string;
      /** In the order of the plan. */
      readonly jobIds: readonly string[];
      readonly approval?: Approval;
      /** The batch was there before; nothing new was made. */
      readonly isContinued?: true;
    }
  | PlanRefusal;

/** What decides whether a plan may run. */
export interface Gate {
  readonly policy?: StandingPolicy;
  /** False where nothing is spent. */
  readonly isRequired: boolean;
  readonly outputDir: string;
}

/** Judges a plan, uses its approval up and makes its jobs: all in one transaction, or nothing. */
export function enqueuePlan(
  context: EngineContext,
  gate: Gate,
  { plan, ...ids }: EnqueueOptions & { readonly plan: Plan },
): Promise<EnqueueResult> {
  const { store, clock, random, limits } = context;
  const { account } = context.provider;
  const nowMs = clock.nowMs();
  const batchId = newId("b", { nowMs, random });
  return store.write(async (db): Promise<EnqueueResult> => {
    const earlier = ids.continues ? await findBatch(db, plan, account) : undefined;
    if (earlier) return { kind: "accepted", ...earlier, isContinued: true };
    const clash = await findClash(db, plan, {
      outputDir: gate.outputDir,
      keepsPaths: ids.keepsPaths ?? false,
    });
    if (clash) return refusalOf(plan, plan.triggers, clash);
    const judgement = await judgePlan(db, plan, { ...gate, ...ids, limits, account, batchId, nowMs, random });
    if (judgement.kind !== "approved") return judgement;
    const { approval } = judgement;
    const approved = approval ? { approvalId: approval.id } : {};
    const { outputDir } = gate;
    const jobIds = await insertBatch(db, context, { plan, batchId, nowMs, outputDir, ...ids, ...approved });
    return { kind: "accepted", batchId, jobIds, ...(approval ? { approval } : {}) };
  });
}
