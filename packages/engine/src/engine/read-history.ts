import { type Approval, toApproval } from "../approve/approval.ts";
import { readAssets } from "../collect/results.ts";
import type { EngineContext } from "../context/engine-context.ts";
import { type EngineEvent, readEvents } from "../events/event-feed.ts";
import { type LedgerSums, sumLedger } from "../ledger/ledger.ts";
import { readParents } from "../needs/read-parents.ts";
import type { PlannedJob } from "../plan/plan.ts";
import { getJob } from "../store/jobs.ts";
import type { AssetRow, IntentRow, LedgerRow } from "../store/schema.ts";
import { type Job, toJob } from "./job-view.ts";
import { readLeases } from "./query-jobs.ts";

/** Everything on record about one job. */
export interface JobHistory extends Job {
  readonly planned: PlannedJob;
  /** Without the callback address, whose path is a credential. */
  readonly intent?: Omit<IntentRow, "callback_url">;
  /** Absent where nothing had to be approved. */
  readonly approval?: Approval;
  readonly events: readonly EngineEvent[];
  readonly ledger: readonly LedgerRow[];
  readonly sums: LedgerSums;
  readonly assets: readonly AssetRow[];
}

const withoutAddress = ({ callback_url, ...intent }: IntentRow): NonNullable<JobHistory["intent"]> => intent;

/** Throws StoreError `job_not_found`. */
export async function readHistory(
  { store, clock, timing }: Pick<EngineContext, "store" | "clock" | "timing">,
  id: string,
): Promise<JobHistory> {
  const db = store.reader;
  const row = await getJob(db, id);
  const job = toJob(row, await readLeases(db, [row]), await readParents(db, [row]));
  const plan = await db.selectFrom("job_plan").selectAll().where("job_id", "=", id).executeTakeFirstOrThrow();
  const intent = await db.selectFrom("intent").selectAll().where("job_id", "=", id).executeTakeFirst();
  const approval = await db
    .selectFrom("approval")
    .selectAll()
    .where("id", "=", job.approvalId ?? "")
    .executeTakeFirst();
  const events: EngineEvent[] = [];
  for await (const event of readEvents({ store, clock, pollMs: timing.pollMs }, { jobId: id }))
    events.push(event);
  return {
    ...job,
    // Written by `insertBatch`.
    planned: JSON.parse(plan.planned_json) as PlannedJob,
    ...(intent ? { intent: withoutAddress(intent) } : {}),
    ...(approval ? { approval: toApproval(approval) } : {}),
    events,
    ledger: await db.selectFrom("ledger").selectAll().where("job_id", "=", id).orderBy("seq").execute(),
    sums: await sumLedger(db, { jobId: id }),
    assets: (await readAssets(db, [id])).get(id) ?? [],
  };
}
