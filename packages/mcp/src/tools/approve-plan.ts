import * as z from "zod/mini";
import { grantOf } from "../approval/grant.ts";
import { APPROVAL_TOOL } from "../approval/page.ts";
import { failureOf, resultOf } from "../results.ts";
import { planNotFound } from "./run-plan.ts";
import { defineTool } from "./tool.ts";

/**
 * `approve_plan`: what the button of the page calls. The program keeps the model from calling it; the server asks for the nonce of the
 * question, which only the page gets, and for the key of the page.
 */
export const approvePlan = defineTool({
  name: APPROVAL_TOOL,
  title: "Approve a plan",
  description: "Called by the approval page",
  input: z.strictObject({
    planHash: z.string(),
    nonce: z.string(),
    argumentsHash: z.string(),
    key: z.string(),
    decision: z.enum(["approve", "decline"]),
  }),
  output: z.looseObject({}),
  effect: "spends",
  isIdempotent: true,
  isOpenWorld: true,
  meta: { ui: { visibility: ["app"] } },
  async call({ planHash, nonce, argumentsHash, key, decision }, { deps, caller, pageKeys, ctx }) {
    const plan = await deps.jobClient.plan(planHash);
    if (!plan) return planNotFound(planHash);
    if (!(await pageKeys.isGood(key, ctx))) return refused("the page was not read here, or too long ago");
    const { toBuy } = await deps.engine.preview(plan, { continues: true });
    const verdict = decision === "approve" ? "approved" : "declined";
    const given = { nonce, rung: "app", argumentsHash, caller: caller.id, verdict } as const;
    const result = await deps.engine.answer(toBuy, given, grantOf(toBuy, caller));
    if (result.kind === "refused") return refused(result.reason);
    if (result.kind === "declined")
      return resultOf({ state: "approval_required", message: "Declined. Nothing was bought." });
    const { kind } = await deps.engine.enqueue(plan, { continues: true, approvalId: result.approval.id });
    return kind === "accepted"
      ? resultOf({ state: "running", message: "Approved. The plan runs; ask the agent for its state." })
      : resultOf({
          state: "refused",
          code: kind,
          message: "Approved, but the plan could not run. Nothing was bought.",
        });
  },
});

const refused = (reason: string) =>
  failureOf({
    code: "answer_refused",
    message: `Not approved: ${reason}. Nothing was bought. Run the plan again to be asked.`,
  });
