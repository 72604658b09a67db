import type { EnqueueOptions, Plan } from "@klingkit/engine";
import { ceilingOf } from "@klingkit/spec";
import type { Deps } from "../deps.ts";
import { requireApproval } from "../jobs/require-approval.ts";
import { withEngine } from "../jobs/with-engine.ts";
import { approvedAgain } from "../session/next-commands.ts";
import { showWarnings } from "../terminal/warnings.ts";
import type { CreateOptions } from "./create-options.ts";
import { createRefusalError } from "./create-refusal.ts";
import type { CreatePlan } from "./plan-create.ts";
import { planOfOne } from "./plan-of-one.ts";
import { type Purchase, purchaseOf } from "./purchase.ts";
import { runCreateJob } from "./run-create-job.ts";

interface BuyOptions {
  readonly options: CreateOptions;
  readonly timeoutMs: number;
  /** Prompt that came on standard input. */
  readonly pipedPrompt?: string | undefined;
}

export interface BuyCreateInput extends BuyOptions {
  readonly create: CreatePlan;
}

/** Buys one video: plan, approval, and one job of the engine, run as far as the flags ask. Other jobs are left alone. */
export async function buyCreate(deps: Deps, input: BuyCreateInput): Promise<void> {
  const { options, create } = input;
  const plan = await planOfOne(create, options);
  await buyPlan(deps, { ...input, plan, purchase: purchaseOf(create) });
}

export interface BuyInput extends BuyOptions {
  /** Of one job, the last; others are what it takes results of. */
  readonly plan: Plan;
  readonly purchase: Purchase;
}

/** Buys a plan of one job, once it is approved. */
export async function buyPlan(deps: Deps, input: BuyInput): Promise<void> {
  const { options, plan, purchase } = input;
  showWarnings(deps, options, purchase.warnings);
  await withEngine(deps, options, async (session) => {
    const { engine } = session;
    const approveWith = approvedAgain(deps.argv, {
      isUnpriced: ceilingOf(purchase.estimate) === undefined,
      pipedPrompt: input.pipedPrompt,
      rule: session.approvals.rule,
    });
    const {
      batchId,
      jobIds,
      earlierJobIds = [],
    } = await requireApproval({
      deps,
      options,
      plan,
      session,
      enqueue: (given: EnqueueOptions) =>
        engine.enqueue(plan, { keepsPaths: options.output !== undefined, ...given }),
      approveWith,
      refuse: (refusal) => createRefusalError({ refusal, purchase, approveWith, ...session.approvals }),
    });
    await runCreateJob(deps, { ...input, session, batchId, jobId: jobIds.at(-1) ?? "", earlierJobIds });
  });
}
