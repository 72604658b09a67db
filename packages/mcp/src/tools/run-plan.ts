import { readCarrier } from "@klingkit/engine";
import { acceptedContent, inputRequired, inputResponse } from "@modelcontextprotocol/server";
import * as z from "zod/mini";
import { type Answered, approveAndEnqueue, type PurchaseResult } from "../approval/approve-and-enqueue.ts";
import { APPROVAL_PAGE } from "../approval/page.ts";
import { argumentsHashOf, type QuestionState, readState } from "../approval/question-state.ts";
import { quoteOf } from "../approval/quote.ts";
import { refusalResult } from "../approval/refusal-result.ts";
import { failureOf } from "../results.ts";
import { jobsOfPlan } from "./find-jobs.ts";
import { jobsResult } from "./jobs-result.ts";
import { taskResult } from "./tasks.ts";
import { type CallContext, defineTool } from "./tool.ts";
import { isAtRest, waitField, waitForJobs } from "./wait-for-jobs.ts";

const NAME = "run_plan";

/** `run_plan`: the only tool that can cost money. */
export const runPlan = defineTool({
  name: NAME,
  title: "Run a plan",
  description:
    "Buy what a plan names, once an owner's policy or a person approves. Calling it again buys nothing twice. If state is approval_required, show approve_with to a person; do not retry on your own",
  input: z.strictObject({ plan_hash: z.string(), wait_seconds: waitField() }),
  output: z.looseObject({
    state: z.enum(["running", "done", "approval_required", "refused"]),
    jobs: z.optional(z.array(z.looseObject({}))),
  }),
  effect: "spends",
  isIdempotent: true,
  isOpenWorld: true,
  meta: { ui: { resourceUri: APPROVAL_PAGE } },
  async call(input, context) {
    const { deps, caller, ctx } = context;
    const plan = await deps.jobClient.plan(input.plan_hash);
    if (!plan) return planNotFound(input.plan_hash);
    const argumentsHash = argumentsHashOf(NAME, input);
    const answered = readAnswer(ctx);
    const trace = readCarrier(ctx.mcpReq._meta);
    const result = await approveAndEnqueue({ deps, plan, caller, argumentsHash, answered, trace });
    if (result.kind === "ask") return ask(result, context);
    if (result.kind === "refused") return refusalResult(deps, result);
    const read = () => jobsOfPlan(deps, plan);
    const accepted = caller.followsTasks ? await read() : [];
    if (accepted.some((job) => !isAtRest(job))) return taskResult(plan.hash, accepted);
    const jobs = await waitForJobs(deps, read, { seconds: input.wait_seconds, signal: ctx.mcpReq.signal });
    return jobsResult(deps, jobs, { plan_hash: plan.hash });
  },
});

export const planNotFound = (hash: string) =>
  failureOf({
    code: "plan_not_found",
    message: `No plan has the hash ${hash}. Nothing was spent. Call plan_videos and pass its plan_hash.`,
  });

const formAnswer = z.object({ decision: z.enum(["approve", "decline"]) });

/** Only a call with a state of ours has an answer: an accept that nobody was asked for is none. */
function readAnswer({ mcpReq }: CallContext["ctx"]): Answered | undefined {
  const state = readState(mcpReq.requestState());
  if (!state) return undefined;
  const page = inputResponse(mcpReq.inputResponses, "page");
  if (page.kind !== "missing")
    return { state, verdict: page.kind === "elicit" && page.action === "accept" ? "opened" : "declined" };
  const form = inputResponse(mcpReq.inputResponses, "approval");
  if (form.kind === "missing") return undefined;
  const content = acceptedContent(mcpReq.inputResponses, "approval", formAnswer);
  return { state, verdict: content?.decision === "approve" ? "approved" : "declined" };
}

type Asked = Extract<PurchaseResult, { readonly kind: "ask" }>;

async function ask(
  { rung, state, toBuy, warnings, accounts, planHash }: Asked,
  { deps, codec, ctx }: CallContext,
) {
  const requestState = await codec.mint(state satisfies QuestionState, ctx);
  const message = quoteOf(toBuy, { warnings, accounts });
  if (rung === "studio") {
    const url = deps.studioUrl?.(planHash) ?? "";
    return inputRequired({
      requestState,
      inputRequests: { page: inputRequired.elicitUrl({ message, url }) },
    });
  }
  const requestedSchema = {
    type: "object" as const,
    properties: {
      decision: { type: "string" as const, title: "Decision", enum: ["approve", "decline"] },
    },
    required: ["decision"],
  };
  return inputRequired({
    requestState,
    inputRequests: { approval: inputRequired.elicit({ message, requestedSchema }) },
  });
}
