import type { Unit } from "@klingkit/spec";
import { requireObjects } from "../arguments/require-arguments.ts";
import { sumLedger } from "../ledger/ledger.ts";
import { isEmulatedAccount } from "../provider/account-of-key.ts";
import { getJob } from "../store/jobs.ts";
import type { Db, JobRow } from "../store/schema.ts";
import type { Store } from "../store/store.ts";
import { StoreError } from "../store/store-error.ts";

const PREFIX = "evidence ";

/** A purchase that proved a route: who says so, when, for which payload, which task, and what was charged. @source guardrails.md */
export interface RouteEvidence {
  readonly routeId: string;
  readonly provider: string;
  readonly jobId: string;
  readonly taskId: string;
  /** Of the body, with files by their hash. */
  readonly payloadHash: string;
  readonly units: number;
  readonly unit: Unit;
  readonly endedAtMs: number;
  readonly promotedBy: string;
  readonly promotedAtMs: number;
}

interface Promotion {
  readonly jobId: string;
  readonly by: string;
  readonly nowMs: number;
}

/**
 * Records that a job of this store verified its route. Only a task that succeeded and that an approval paid for verifies anything: what
 * an emulator makes does not, by the name of its account (`isEmulatedAccount`). Throws StoreError `job_not_found`, and `evidence_missing` with the reason.
 */
export async function promoteRoute(store: Store, promotion: Promotion): Promise<RouteEvidence> {
  requireObjects("promoteRoute", { store, promotion });
  const { jobId, by, nowMs } = promotion;
  return store.write(async (db) => {
    const job = await getJob(db, jobId);
    const reason = whyNoEvidence(job);
    if (reason !== undefined)
      throw new StoreError("evidence_missing", `Job ${jobId} ${reason}. Nothing was recorded.`);
    const intent = await db
      .selectFrom("intent")
      .select("request_hash")
      .where("job_id", "=", jobId)
      .executeTakeFirst();
    const evidence: RouteEvidence = {
      routeId: job.route_id,
      provider: job.provider,
      jobId,
      taskId: job.task_id ?? "",
      payloadHash: intent?.request_hash ?? "",
      units: (await sumLedger(db, { jobId })).settled,
      unit: job.unit,
      endedAtMs: job.ended_at ?? job.updated_at,
      promotedBy: by,
      promotedAtMs: nowMs,
    };
    const before = (await readEvidence(db, job.route_id)).filter((one) => one.jobId !== jobId);
    const key = `${PREFIX}${job.route_id}`;
    const value = JSON.stringify([...before, evidence]);
    await db
      .insertInto("store_meta")
      .values({ key, value })
      .onConflict((conflict) => conflict.column("key").doUpdateSet({ value }))
      .execute();
    return evidence;
  });
}

function whyNoEvidence({ account, state, task_id, approval_id }: JobRow): string | undefined {
  // Approvals are given there, too, to rehearse a purchase.
  if (isEmulatedAccount(account))
    return `belongs to the account ${account}, and what an emulator makes verifies nothing`;
  if (state !== "collected" && state !== "succeeded")
    return `is ${state}; only a task that succeeded verifies a route`;
  if (task_id === null) return "has no task at the service";
  return approval_id === null ? "was bought without an approval, so it verifies nothing" : undefined;
}

/** Everything that jobs of the store have verified, the newest last. Earlier versions recorded jobs of emulators, which verify nothing. */
export async function readRouteEvidence(reader: Db): Promise<readonly RouteEvidence[]> {
  requireObjects("readRouteEvidence", { reader });
  const rows = await reader.selectFrom("store_meta").selectAll().where("key", "like", `${PREFIX}%`).execute();
  const found = rows.flatMap(({ value }) => parse(value));
  if (found.length === 0) return [];
  const jobs = await reader
    .selectFrom("job")
    .select(["id", "account"])
    .where(
      "id",
      "in",
      found.map(({ jobId }) => jobId),
    )
    .execute();
  const emulated = new Set(jobs.flatMap(({ id, account }) => (isEmulatedAccount(account) ? [id] : [])));
  return found
    .filter(({ jobId }) => !emulated.has(jobId))
    .toSorted((left, right) => left.promotedAtMs - right.promotedAtMs);
}

/** Ids of the routes that jobs of the store have proved. */
export const verifiedRoutes = async (reader: Db): Promise<ReadonlySet<string>> =>
  new Set((await readRouteEvidence(reader)).map(({ routeId }) => routeId));

async function readEvidence(db: Db, routeId: string): Promise<readonly RouteEvidence[]> {
  const row = await db
    .selectFrom("store_meta")
    .select("value")
    .where("key", "=", `${PREFIX}${routeId}`)
    .executeTakeFirst();
  return row === undefined ? [] : parse(row.value);
}

/** Only this file writes it. */
const parse = (text: string): readonly RouteEvidence[] => JSON.parse(text) as readonly RouteEvidence[];
