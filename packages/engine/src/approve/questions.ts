import { randomBytes } from "node:crypto";
import type { KeysOf } from "@klingkit/spec/core";
import { canonicalJson } from "../plan/canonical.ts";
import type { Plan } from "../plan/plan.ts";
import { KEPT_MS } from "../plan/stored-plans.ts";
import type { AccountKey } from "../store/account-key.ts";
import type { Rung } from "../store/rung.ts";
import type { Db, QuestionRow } from "../store/schema.ts";
import { type Approval, type Grant, writeApproval } from "./approval.ts";

/** Who is asked about a plan, through which program. */
export interface Asking {
  readonly rung: Rung;
  /** Hash of the exact arguments of the call that asked: the answer counts for the same call only. */
  readonly argumentsHash: string;
  /** Connection or token of the program; nobody else may answer. */
  readonly caller: string;
  /** The program's own name; kept with the approval. */
  readonly client: string;
  /** For how long an answer counts, in ms. Default 10 minutes. */
  readonly validMs?: number;
}

export const ASKING_NAMES: KeysOf<Asking> = {
  rung: true,
  argumentsHash: true,
  caller: true,
  client: true,
  validMs: true,
};

/** A saved question, to be asked now. */
export interface Question {
  /** Names the question; unguessable. */
  readonly nonce: string;
  readonly expiresAtMs: number;
}

/** An answer that came back. */
export interface Answer {
  readonly nonce: string;
  /** How it came: an answer to a question that was asked otherwise counts for nothing. The studio and a terminal write approvals of their own. */
  readonly rung: "elicitation" | "app";
  readonly argumentsHash: string;
  readonly caller: string;
  readonly verdict: "approved" | "declined";
}

export const ANSWER_NAMES: KeysOf<Answer> = {
  nonce: true,
  rung: true,
  argumentsHash: true,
  caller: true,
  verdict: true,
};

export type AnswerResult =
  | { readonly kind: "approved"; readonly approval: Approval }
  | { readonly kind: "declined" }
  /** The answer counts for nothing, and the question stays as it was. */
  | { readonly kind: "refused"; readonly reason: string };

const MINUTE_MS = 60_000;
const VALID_MS = 10 * MINUTE_MS;
const NONCE_BYTES = 18;

const totalsText = ({ totals }: Plan): string => canonicalJson(totals);

/** Writes a question down, so that an answer to one that was never asked is refused. */
export async function writeQuestion(
  db: Db,
  plan: Plan,
  { nowMs, validMs = VALID_MS, ...asking }: Asking & { readonly nowMs: number },
): Promise<Question> {
  const nonce = randomBytes(NONCE_BYTES).toString("base64url");
  const expiresAtMs = nowMs + validMs;
  const { rung, argumentsHash, caller, client } = asking;
  await db
    .insertInto("question")
    .values({
      nonce,
      plan_hash: plan.hash,
      arguments_hash: argumentsHash,
      totals_json: totalsText(plan),
      rung,
      caller,
      client,
      asked_at: nowMs,
      expires_at: expiresAtMs,
      answer: null,
      answered_at: null,
      approval_id: null,
    })
    .execute();
  await db
    .deleteFrom("question")
    .where("expires_at", "<", nowMs - KEPT_MS)
    .execute();
  return { nonce, expiresAtMs };
}

export interface AnswerOptions {
  readonly grant: Omit<Grant, "via" | "rung" | "client">;
  readonly accounts: readonly AccountKey[] | undefined;
  readonly nowMs: number;
  readonly random: () => number;
}

/** Takes the answer to a question, in the caller's transaction: the question is used up together with the approval that it gives. */
export async function takeAnswer(
  db: Db,
  plan: Plan,
  { nonce, verdict, grant, accounts, nowMs, random, ...given }: Answer & AnswerOptions,
): Promise<AnswerResult> {
  const row = await db.selectFrom("question").selectAll().where("nonce", "=", nonce).executeTakeFirst();
  const reason = findReason(row, { plan, nowMs, ...given });
  if (!row || reason !== undefined) return { kind: "refused", reason: reason ?? "" };
  // Whoever changes the row has the answer: another process may have read it open as well.
  const { numUpdatedRows } = await db
    .updateTable("question")
    .set({ answer: verdict, answered_at: nowMs })
    .where("nonce", "=", nonce)
    .where("answer", "is", null)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return { kind: "refused", reason: ANSWERED };
  if (verdict === "declined") return { kind: "declined" };
  const recorded = { ...grant, via: "mcp", rung: row.rung, client: row.client } as const;
  const yes = { grant: recorded, kind: "person", accounts, nowMs, random } as const;
  const approval = await writeApproval(db, plan, yes);
  await db.updateTable("question").set({ approval_id: approval.id }).where("nonce", "=", nonce).execute();
  return { kind: "approved", approval };
}

const ANSWERED = "the question was answered before";

interface Given extends Pick<Answer, "argumentsHash" | "caller" | "rung"> {
  readonly plan: Plan;
  readonly nowMs: number;
}

function findReason(
  row: QuestionRow | undefined,
  { plan, argumentsHash, caller, rung, nowMs }: Given,
): string | undefined {
  if (!row || row.caller !== caller || row.rung !== rung) return "the question was never asked here";
  if (row.answer !== null) return ANSWERED;
  if (row.plan_hash !== plan.hash) return "the question was about another plan";
  if (row.arguments_hash !== argumentsHash) return "the arguments changed after the question";
  if (row.totals_json !== totalsText(plan)) return "the price changed after the question";
  return row.expires_at > nowMs ? undefined : "the answer came too late";
}

/** Whose questions: those of a caller, or of a program however it was connected. */
export type Declining = Pick<Asking, "rung"> & (Pick<Asking, "caller"> | Pick<Asking, "client">);

/** Whether a question about a plan was declined, and could still be answered: the same program is not asked again so soon. */
export async function wasDeclined(
  db: Db,
  { planHash, rung, nowMs, ...whose }: Declining & PlanAt,
): Promise<boolean> {
  const questions = db.selectFrom("question").select("nonce").where("plan_hash", "=", planHash);
  const own =
    "caller" in whose
      ? questions.where("caller", "=", whose.caller)
      : questions.where("client", "=", whose.client);
  const row = await own
    .where("rung", "=", rung)
    .where("answer", "=", "declined")
    .where("expires_at", ">", nowMs)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

interface PlanAt {
  readonly planHash: string;
  readonly nowMs: number;
}
