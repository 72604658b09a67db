import type { KeysOf } from "@klingkit/spec/core";
import {
  type Approval,
  type ApprovalRule,
  endOvertaken,
  type Grant,
  toApproval,
} from "../approve/approval.ts";
import { judgePlan, type PlanRefusal, refusalOf } from "../approve/judge-plan.ts";
import type { ApprovalPolicy } from "../approve/policy.ts";
import { backoffMs } from "../context/backoff.ts";
import type { EngineContext } from "../context/engine-context.ts";
import { buyerOf, contextFor, type EngineContexts } from "../context/engine-contexts.ts";
import { newId } from "../context/new-id.ts";
import type { FindParent } from "../needs/insert-needs.ts";
import type { Plan, PlannedJob } from "../plan/plan.ts";
import { namesOfAccount } from "../store/account-key.ts";
import { rememberEarlierAccounts } from "../store/earlier-accounts.ts";
import { isFullDisk } from "../store/full-disk.ts";
import type { Db } from "../store/schema.ts";
import { isPassing, StoreError } from "../store/store-error.ts";
import type { TraceCarrier } from "../telemetry/trace-carrier.ts";
import { findClash } from "./find-clash.ts";
import { type EarlierJob, findEarlierJobs, type Repeat } from "./find-earlier-jobs.ts";
import { findTooHeavy } from "./find-too-heavy.ts";
import { insertBatch } from "./insert-batch.ts";
import { createJobTraces, type JobTraces } from "./job-traces.ts";
import { findKeyed, type Keyed, keysOf } from "./keyed-jobs.ts";
import { type Replacements, replaceEach, replaceOne } from "./replace-jobs.ts";

export interface EnqueueOptions {
  readonly approvalId?: string;
  /**
   * Approves the plan as `approve` does, in the same transaction: no other purchase comes between the two, and no approval is left
   * where the plan was bought before. Not with `approvalId`.
   */
  readonly grant?: Grant;
  /** Job that a plan of one replaces. One that another retry has replaced since is not bought again: the newest job stands for it. */
  readonly retryOf?: string;
  /**
   * Jobs that those of the plan replace, one each in its order. What another retry has replaced since is not bought again: the newest
   * job stands for it. Not with `retryOf`.
   */
  readonly replaces?: readonly string[];
  /**
   * Requests that were bought before for the same account and purpose are not bought again: jobs of the store stand for them, and
   * what only the service knows is found by its key, which is derived from the request. Default false: a purchase of its own, with fresh keys.
   */
  readonly continues?: boolean;
  /**
   * Buys every request of the plan once more, under the next of its derived keys. While jobs of an earlier `again` are not
   * finished, they are continued instead (`isContinued`). Default false. Not with `continues`.
   */
  readonly again?: boolean;
  /**
   * The caller's idempotency key for the whole plan. With a key that the store knows, the jobs of the first call stand for the
   * plan where the requests are the same, and other requests are refused (`key_reused`). External ids come from the key, so that
   * a lost store finds its tasks again. Not with `continues` or `again`.
   */
  readonly key?: string;
  /**
   * Results go to exactly the planned paths. A file that another job has there gets a number first (`job-file-renamed`); beside any
   * other file the result gets one, as is the default.
   */
  readonly keepsPaths?: boolean;
  /** Where relative paths of results begin. Default: the folder of the engine; for a retry, that of each job which is replaced. */
  readonly outputDir?: string;
  /** The trace that the jobs belong to, such as that of an MCP call. Default: the active span, see `Telemetry`. */
  readonly trace?: TraceCarrier;
}

export const ENQUEUE_NAMES: KeysOf<EnqueueOptions> = {
  approvalId: true,
  grant: true,
  retryOf: true,
  replaces: true,
  continues: true,
  again: true,
  key: true,
  keepsPaths: true,
  outputDir: true,
  trace: true,
};

export type EnqueueResult =
  | {
      readonly kind: "accepted";
      readonly batchId: string;
      /** In the order of the plan. */
      readonly jobIds: readonly string[];
      readonly approval?: Approval;
      /** Those of `jobIds` that earlier batches made, and that are not bought again. Absent for none. */
      readonly earlierJobIds?: readonly string[];
      /** All jobs were there before; nothing new was made. */
      readonly isContinued?: true;
    }
  | PlanRefusal;

/** What decides whether a plan may run. */
export interface Gate {
  /** Whose approvals count. */
  readonly rule: ApprovalRule;
  readonly policy?: ApprovalPolicy;
  /** False where nothing is spent. */
  readonly isRequired: (plan: Plan) => boolean;
  readonly outputDir: string;
}

/**
 * Judges a plan, uses its approval up and makes its jobs: all in one transaction, or nothing.
 * A commit whose answer was lost is asked for again under the same batch id, so that it is found where it happened.
 * Throws StoreError `store_write_failed` when the store stays away; then the message says whether the batch may have been saved.
 */
export async function enqueuePlan(
  contexts: EngineContexts,
  gate: Gate,
  input: EnqueueOptions & { readonly plan: Plan },
): Promise<EnqueueResult> {
  const [context] = contexts;
  const { store, clock, random } = context;
  const batchId = newId("b", { nowMs: clock.nowMs(), random });
  const { plan, trace } = input;
  const batch = { plan, trace, startMs: clock.nowMs(), nowMs: () => clock.nowMs() };
  const traces = createJobTraces(context.telemetry, batch);
  const causes: unknown[] = [];
  for (let tries = 1; ; tries += 1) {
    try {
      // Limits count what an account bought under its earlier names.
      for (const each of contexts) await rememberNames(each);
      const result = await store.write((db) => makeBatch(db, contexts, { ...input, gate, batchId, traces }));
      traces.end();
      return result;
    } catch (cause) {
      if (!isPassing(cause)) throw cause;
      causes.push(cause);
      if (tries === MAX_TRIES) throw notSaved(batchId, causes);
      context.onError(cause);
      await clock.sleep(backoffMs(context, tries - 1));
    }
  }
}

async function rememberNames(context: EngineContext): Promise<void> {
  const buyer = buyerOf(context);
  if (namesOfAccount(buyer).length > 1) await rememberEarlierAccounts(context.store, buyer);
}

/** Their pauses add up to a quarter of a minute. */
const MAX_TRIES = 5;

/** A disk that is full takes nothing; of any other failure only the response may have been lost. */
function notSaved(batchId: string, causes: readonly unknown[]): StoreError {
  const cause = causes.at(-1);
  const reason = cause instanceof Error ? cause.message : String(cause);
  const said = `${reason.replace(/\.$/, "")}.`;
  if (causes.every(isFullDisk)) {
    const options = { cause, mayHaveCharged: "no" } as const;
    return new StoreError(
      "store_write_failed",
      `${said} Nothing was saved or sent: the same can be tried again.`,
      options,
    );
  }
  const message = `${said} Nothing was sent, but the batch ${batchId} may be saved. See \`kling jobs --batch ${batchId}\`: if it lists jobs, run \`kling resume ${batchId}\`; if it lists none, try the same again.`;
  return new StoreError("store_write_failed", message, { cause, mayHaveCharged: "no" });
}

interface BatchOrder extends EnqueueOptions {
  readonly plan: Plan;
  readonly gate: Gate;
  readonly batchId: string;
  readonly traces: JobTraces;
}

export const repeatOf = ({ continues, again }: Pick<EnqueueOptions, "continues" | "again">): Repeat =>
  continues ? "continue" : again ? "again" : "fresh";

async function makeBatch(
  db: Db,
  contexts: EngineContexts,
  { plan: whole, gate, batchId, ...ids }: BatchOrder,
): Promise<EnqueueResult> {
  const [{ clock, random, limits }] = contexts;
  const accountFor = (job: PlannedJob) => buyerOf(contextFor(contexts, job));
  const { key } = ids;
  const keyed = key === undefined ? undefined : { key, accountFor };
  const known = keyed && (await findKeyed(db, whole, keyed));
  if (known?.kind === "reused") return refusalOf(whole, whole.triggers, { ...known, kind: "key_reused" });
  const nowMs = clock.nowMs();
  const overtaken = async (result: EnqueueResult) => {
    if (ids.approvalId !== undefined) await endOvertaken(db, ids.approvalId, nowMs);
    return result;
  };
  if (known?.kind === "made") return overtaken(repeated(known));
  const repeat = repeatOf(ids);
  const retries = await findReplacements(db, whole, ids);
  const { toBuy, places, earlier } =
    retries ?? (await findEarlierJobs(db, whole, { accountFor, repeat, nowMs }));
  const made = await readBatch(db, { batchId, earlier });
  if (made) return overtaken(made);
  const replaced = retries?.replaced;
  const outputDirs = toBuy.jobs.map((_, at) => ids.outputDir ?? replaced?.[at]?.folder ?? gate.outputDir);
  const clash =
    findTooHeavy(contexts, toBuy) ??
    (await findClash(db, toBuy, { outputDirs, keepsPaths: ids.keepsPaths ?? false }));
  if (clash) return refusalOf(toBuy, toBuy.triggers, clash);
  const judgement = await judgePlan(db, toBuy, {
    ...gate,
    isRequired: gate.isRequired(whole),
    ...ids,
    whole,
    limits,
    accountFor,
    batchId,
    nowMs,
    random,
  });
  if (judgement.kind !== "approved") return judgement;
  const { approval } = judgement;
  const approved = approval ? { approvalId: approval.id, approval } : {};
  const order = {
    plan: toBuy,
    places,
    repeat,
    batchId,
    nowMs,
    replaced,
    ...ids,
    outputDirs,
    ...approved,
    ...(keyed ? { keys: keysOf(toBuy, keyed) } : {}),
    findEarlier: earlierParents(whole, earlier),
  };
  const newIds = await insertBatch(db, contexts, order);
  return {
    kind: "accepted",
    batchId,
    ...joinIds(earlier, newIds),
    ...(approval ? { approval } : {}),
  };
}

/** Undefined for a plan that is no retry. */
async function findReplacements(
  db: Db,
  plan: Plan,
  { retryOf, replaces }: Pick<EnqueueOptions, "retryOf" | "replaces">,
): Promise<Replacements | undefined> {
  if (replaces !== undefined) return replaceEach(db, plan, replaces);
  return retryOf === undefined ? undefined : replaceOne(db, plan, retryOf);
}

/** Jobs of earlier batches that make what others of the plan take, beside the new ones. */
function earlierParents({ jobs }: Plan, earlier: readonly (EarlierJob | undefined)[]): FindParent {
  const found = new Map<string, string>();
  for (const [at, job] of earlier.entries()) {
    const { name = "", hash = "" } = jobs[at] ?? {};
    if (job) found.set(`${hash} ${name}`, job.id);
  }
  return (name, hash) => found.get(`${hash} ${name}`);
}

/** Ids in the order of the plan: those that were there, and the new ones where there was none. */
function joinIds(earlier: readonly (EarlierJob | undefined)[], newIds: readonly string[]) {
  const left = newIds.values();
  const jobIds = earlier.map((job) => job?.id ?? left.next().value ?? "");
  const earlierJobIds = earlier.flatMap((job) => job?.id ?? []);
  return { jobIds, ...(earlierJobIds.length > 0 ? { earlierJobIds } : {}) };
}

interface MadeBatch {
  readonly batchId: string;
  readonly earlier: readonly (EarlierJob | undefined)[];
}

/** What is there of the whole plan: of earlier batches, or of an earlier try whose answer was lost. */
async function readBatch(db: Db, { batchId, earlier }: MadeBatch): Promise<EnqueueResult | undefined> {
  const made = await db
    .selectFrom("job")
    .select("id")
    .where("batch_id", "=", batchId)
    .orderBy("id")
    .execute();
  const own = made.map(({ id }) => id);
  const there = earlier.flatMap((job) => job ?? []);
  const isWhole = there.length === earlier.length && there.length > 0;
  if (own.length === 0) return isWhole ? continued(there) : undefined;
  const row = await db.selectFrom("approval").selectAll().where("batch_id", "=", batchId).executeTakeFirst();
  const others = there.map((job) => (own.includes(job.id) ? undefined : job));
  return {
    kind: "accepted",
    batchId,
    ...joinIds(isWhole ? others : own.map(() => undefined), own),
    ...(row ? { approval: toApproval(row) } : {}),
  };
}

/** The jobs of the first call with the same key. */
const repeated = ({ batchId, jobIds }: Extract<Keyed, { kind: "made" }>): EnqueueResult => ({
  kind: "accepted",
  batchId,
  jobIds,
  earlierJobIds: jobIds,
  isContinued: true,
});

function continued(there: readonly EarlierJob[]): EnqueueResult {
  const jobIds = there.map(({ id }) => id);
  // The newest batch: ids sort by time.
  const batchId =
    there
      .map(({ batch_id }) => batch_id)
      .toSorted()
      .at(-1) ?? "";
  return { kind: "accepted", batchId, jobIds, earlierJobIds: jobIds, isContinued: true };
}
