import type { AccountKey, EnqueueResult, Plan, PlanRefusal, Rung, TraceCarrier } from "@klingkit/engine";
import type { Caller } from "../caller.ts";
import type { ServerDeps } from "../server-options.ts";
import { grantOf } from "./grant.ts";
import { findRung } from "./ladder.ts";
import { ANSWER_SECONDS, priceOf, type QuestionState } from "./question-state.ts";

/** What came back with a call that carries the state of a question. */
export interface Answered {
  readonly state: QuestionState;
  /** `opened`: the person saw the studio's page, which writes an approval of its own. */
  readonly verdict: "approved" | "declined" | "opened";
}

export interface Purchase {
  readonly deps: ServerDeps;
  readonly plan: Plan;
  readonly caller: Caller;
  /** Of the exact arguments of this call. */
  readonly argumentsHash: string;
  readonly answered: Answered | undefined;
  /** Trace of the call, where the program sends one. */
  readonly trace: TraceCarrier | undefined;
}

export type PurchaseResult =
  | Extract<EnqueueResult, { readonly kind: "accepted" }>
  /** A person is to be asked; the question is on record. */
  | {
      readonly kind: "ask";
      readonly rung: Rung;
      readonly state: QuestionState;
      readonly toBuy: Plan;
      readonly warnings: readonly string[];
      /** Who would pay. */
      readonly accounts: readonly AccountKey[];
      /** Of the whole plan, which a person approves elsewhere. */
      readonly planHash: string;
    }
  | {
      readonly kind: "refused";
      readonly refusal: PlanRefusal;
      readonly toBuy: Plan;
      readonly warnings: readonly string[];
      /** Of the whole plan, which a person approves elsewhere. */
      readonly planHash: string;
      /** The question of this call was declined. */
      readonly isDeclined: boolean;
      /** Why approvals that were saved for this plan do not count. */
      readonly mismatches: readonly string[];
      /** A button that the program can show, with the question that it answers. */
      readonly button?: QuestionState;
    };

const MS_PER_SECOND = 1000;

/** Makes jobs of a plan under an approval that counts, or finds out who is to be asked. Repeating it buys nothing again. */
export async function approveAndEnqueue(purchase: Purchase): Promise<PurchaseResult> {
  const { deps, plan, answered } = purchase;
  const { engine } = deps;
  const preview = await engine.preview(plan, { continues: true });
  const { toBuy } = preview;
  const approvalId = answered && (await takeAnswer(purchase, toBuy, answered));
  const { result, mismatches } = await enqueue(purchase, toBuy, approvalId);
  if (result.kind === "accepted") return result;
  // An answered call is not asked again within itself, nor one whose yes was not enough: a program that answers on its own would go
  // round in circles.
  const isDeclined = answered !== undefined && answered.verdict !== "approved";
  const warnings = deps.warningsOf(preview);
  const refused = { refusal: result, toBuy, warnings, planHash: plan.hash, isDeclined, mismatches };
  if (result.kind !== "approval_required" || approvalId !== undefined) return { kind: "refused", ...refused };
  return askOrRefuse(purchase, refused);
}

/** The approval that an answer gives; undefined for one that counts for nothing, after which the person is asked anew. */
async function takeAnswer(
  { deps: { engine }, caller, argumentsHash, trace }: Purchase,
  toBuy: Plan,
  { state, verdict }: Answered,
): Promise<string | undefined> {
  if (verdict === "opened") return undefined;
  const isSame =
    state.planHash === toBuy.hash && state.argumentsHash === argumentsHash && state.price === priceOf(toBuy);
  if (!isSame) return undefined;
  const { nonce } = state;
  const given = { nonce, rung: "elicitation", argumentsHash, caller: caller.id, verdict } as const;
  const grant = { ...grantOf(toBuy, caller), ...(trace ? { trace } : {}) };
  const result = await engine.answer(toBuy, given, grant);
  return result.kind === "approved" ? result.approval.id : undefined;
}

interface Attempt {
  readonly result: EnqueueResult;
  readonly mismatches: readonly string[];
}

/** With the approval of this call, one that a person saved before, or a policy. */
async function enqueue(
  { deps: { engine, jobClient }, plan, trace }: Purchase,
  toBuy: Plan,
  approvalId: string | undefined,
): Promise<Attempt> {
  const hashes = new Set([toBuy.hash, plan.hash]);
  const saved = await Promise.all([...hashes].map((hash) => jobClient.approvals(hash)));
  const ids = [approvalId, ...saved.flat().map(({ id }) => id)].filter((id) => id !== undefined);
  const options = { continues: true, ...(trace ? { trace } : {}) } as const;
  const mismatches: string[] = [];
  for (const id of new Set(ids)) {
    const result = await engine.enqueue(plan, { ...options, approvalId: id });
    if (result.kind !== "approval_required") return { result, mismatches };
    mismatches.push(...result.reasons);
  }
  return { result: await engine.enqueue(plan, options), mismatches: [...new Set(mismatches)] };
}

interface Refused {
  readonly refusal: PlanRefusal;
  readonly toBuy: Plan;
  readonly warnings: readonly string[];
  readonly planHash: string;
  readonly isDeclined: boolean;
  readonly mismatches: readonly string[];
}

/** Rungs that a program puts before its person, who may decline. */
const SHOWN = ["elicitation", "app"] as const;

async function askOrRefuse(purchase: Purchase, refused: Refused): Promise<PurchaseResult> {
  const { deps, caller, argumentsHash } = purchase;
  const { refusal, toBuy, warnings, isDeclined } = refused;
  const declined: Rung[] = [];
  // A program that connects again would ask its person until somebody says yes.
  const whose = caller.hasToken ? { caller: caller.id } : { client: caller.client };
  for (const rung of SHOWN)
    if (await deps.engine.wasDeclined(toBuy.hash, { ...whose, rung })) declined.push(rung);
  const rung = findRung({ caller, refusal, hasStudio: deps.studioUrl !== undefined, declined });
  if (rung === undefined || (isDeclined && rung !== "app")) return { kind: "refused", ...refused };
  const asking = { rung, argumentsHash, caller: caller.id, client: caller.client };
  const { nonce } = await deps.engine.ask(toBuy, { ...asking, validMs: ANSWER_SECONDS * MS_PER_SECOND });
  const state = { nonce, planHash: toBuy.hash, argumentsHash, price: priceOf(toBuy) };
  if (rung === "app") return { kind: "refused", ...refused, button: state };
  const { accounts = [] } = refusal;
  return { kind: "ask", rung, state, toBuy, warnings, accounts, planHash: refused.planHash };
}
