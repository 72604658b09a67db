import type { EnqueueOptions } from "@klingkit/engine";
import { ceilingOf } from "@klingkit/spec";
import type { Deps } from "../deps.ts";
import { requireApproval } from "../jobs/require-approval.ts";
import { withEngine } from "../jobs/with-engine.ts";
import { approvedAgain } from "../session/next-commands.ts";
import { showWarnings } from "../terminal/warnings.ts";
import { carryJob } from "./carry-job.ts";
import type { CreateOptions } from "./create-options.ts";
import { createRefusalError } from "./create-refusal.ts";
import { inFlags } from "./issue-codes.ts";
import type { CreatePlan } from "./plan-create.ts";
import { planOfOne } from "./plan-of-one.ts";

export interface CarryCreateInput {
  readonly options: CreateOptions;
  readonly create: CreatePlan;
  readonly timeoutMs: number;
  /** Prompt that came on standard input. */
  readonly pipedPrompt: string | undefined;
}

/** Buys one video: plan, approval, and one job of the engine, carried as far as the flags ask. Other jobs are left alone. */
export async function carryCreate(deps: Deps, input: CarryCreateInput): Promise<void> {
  const { options, create } = input;
  const plan = await planOfOne(create, options);
  showWarnings(deps, options, create.compiled.warnings.map(inFlags));
  await withEngine(deps, options, async (session) => {
    const { engine } = session;
    const approveWith = approvedAgain(deps.argv, {
      isUnpriced: ceilingOf(create.compiled.estimate) === undefined,
      pipedPrompt: input.pipedPrompt,
      rule: session.approvals.rule,
    });
    const { batchId, jobIds } = await requireApproval({
      deps,
      options,
      plan,
      session,
      enqueue: (given: EnqueueOptions) =>
        engine.enqueue(plan, { keepsPaths: options.output !== undefined, ...given }),
      approveWith,
      refuse: (refusal) =>
        createRefusalError({ refusal, create, approveWith, source: session.approvals.source }),
    });
    await carryJob(deps, { ...input, session, batchId, jobId: jobIds[0] ?? "" });
  });
}
