import type { Grant } from "../approve/approval.ts";
import {
  type Answer,
  type AnswerResult,
  type Asking,
  type Declining,
  type Question,
  takeAnswer,
  wasDeclined,
  writeQuestion,
} from "../approve/questions.ts";
import type { EngineContext } from "../context/engine-context.ts";
import { groupByAccount } from "../plan/group-by-account.ts";
import type { Plan, PlannedJob } from "../plan/plan.ts";
import type { AccountKey } from "../store/account-key.ts";

/** Questions to a person that a program shows, and what its answers count for. */
export interface Questions {
  /** Puts a question about a plan on record, before a program shows it. */
  ask(plan: Plan, asking: Asking): Promise<Question>;
  /** Takes the answer to a question once: it is used up in the transaction that writes its approval. */
  answer(plan: Plan, given: Answer, grant: Pick<Grant, "approvedBy" | "validMs">): Promise<AnswerResult>;
  /** Whether a question of this caller, or of this program, about the plan was declined minutes ago. */
  wasDeclined(planHash: string, asking: Declining): Promise<boolean>;
}

export function createQuestions(
  { store, clock, random }: Pick<EngineContext, "store" | "clock" | "random">,
  accountFor: (job: PlannedJob) => AccountKey,
): Questions {
  return {
    ask: (plan, asking) => store.write((db) => writeQuestion(db, plan, { ...asking, nowMs: clock.nowMs() })),
    answer(plan, given, grant) {
      const accounts = groupByAccount(plan.jobs, accountFor);
      const taken = { ...given, grant, accounts, nowMs: clock.nowMs(), random };
      return store.write((db) => takeAnswer(db, plan, taken));
    },
    wasDeclined: (planHash, asking) =>
      wasDeclined(store.reader, { planHash, ...asking, nowMs: clock.nowMs() }),
  };
}
