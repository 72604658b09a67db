import { type Approval, toApproval } from "../approve/approval.ts";
import { judgePlan, type PlanRefusal, refusalOf } from "../approve/judge-plan.ts";
import type { StandingPolicy } from "../approve/policy.ts";
import type { Plan } from "../plan/plan.ts";
import type { Db } from "../store/schema.ts";
import { isPassing, StoreError } from "../store/store-error.ts";
import { findBatch } from "./find-batch.ts";
import { findClash } from "./find-clash.ts";
import { insertBatch } from "./insert-batch.ts";
import { newId } from "./new-id.ts";
import { backoffMs, type EngineContext } from "./settings.ts";

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

/**
 * Judges a plan, uses its approval up and makes its jobs: all in one transaction, or nothing.
 * A commit whose answer was lost is asked for again under the same batch id, so that it is found where it happened.
 * Throws StoreError `store_write_failed` when the store stays away; then the message says how to find out.
 */
export async function enqueuePlan(
  context: EngineContext,
  gate: Gate,
  input: EnqueueOptions & { readonly plan: Plan },
): Promise<EnqueueResult> {
  const { store, clock, random } = context;
  const batchId = newId("b", { nowMs: clock.nowMs(), random });
  for (let tries = 1; ; tries += 1) {
    try {
      return await store.write((db) => makeBatch(db, context, { ...input, gate, batchId }));
    } catch (cause) {
      if (!isPassing(cause)) throw cause;
      if (tries === MAX_TRIES) throw cannotTell(batchId, cause);
      context.onError(cause);
      await clock.sleep(backoffMs(context, tries - 1));
    }
  }
}

/** Their pauses add up to a quarter of a minute. */
const MAX_TRIES = 5;

function cannotTell(batchId: string, cause: unknown): StoreError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `the store stays away (${reason}); it may hold the batch ${batchId}, of which nothing was sent by this call. Ask for its jobs, or enqueue the same plan with \`continues\``;
  return new StoreError("store_write_failed", message, { cause });
}

type BatchOrder = EnqueueOptions & { readonly plan: Plan; readonly gate: Gate; readonly batchId: string };

async function makeBatch(
  db: Db,
  context: EngineContext,
  { plan, gate, batchId, ...ids }: BatchOrder,
): Promise<EnqueueResult> {
  const { clock, random, limits } = context;
  const { account } = context.provider;
  const made = await readBatch(db, batchId);
  if (made) return made;
  const earlier = ids.continues ? await findBatch(db, plan, account) : undefined;
  if (earlier) return { kind: "accepted", ...earlier, isContinued: true };
  const { outputDir } = gate;
  const clash = await findClash(db, plan, { outputDir, keepsPaths: ids.keepsPaths ?? false });
  if (clash) return refusalOf(plan, plan.triggers, clash);
  const nowMs = clock.nowMs();
  const judgement = await judgePlan(db, plan, { ...gate, ...ids, limits, account, batchId, nowMs, random });
  if (judgement.kind !== "approved") return judgement;
  const { approval } = judgement;
  const approved = approval ? { approvalId: approval.id } : {};
  const jobIds = await insertBatch(db, context, { plan, batchId, nowMs, outputDir, ...ids, ...approved });
  return { kind: "accepted", batchId, jobIds, ...(approval ? { approval } : {}) };
}

/** The batch, where an earlier try has made it although its answer was lost. */
async function readBatch(db: Db, batchId: string): Promise<EnqueueResult | undefined> {
  const jobs = await db
    .selectFrom("job")
    .select("id")
    .where("batch_id", "=", batchId)
    .orderBy("id")
    .execute();
  if (jobs.length === 0) return undefined;
  const row = await db.selectFrom("approval").selectAll().where("batch_id", "=", batchId).executeTakeFirst();
  const jobIds = jobs.map(({ id }) => id);
  return { kind: "accepted", batchId, jobIds, ...(row ? { approval: toApproval(row) } : {}) };
}
