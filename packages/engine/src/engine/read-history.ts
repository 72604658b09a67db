import { type Approval, toApproval } from "../approve/approval.ts";
import { readAssets } from "../collect/results.ts";
import type { EngineContext } from "../context/engine-context.ts";
import { type EngineEvent, toEvent } from "../events/event-feed.ts";
import { type LedgerSums, sumEntries } from "../ledger/ledger.ts";
import type { PlannedJob } from "../plan/plan.ts";
import { flushAppends } from "../store/append-only.ts";
import { getJob } from "../store/jobs.ts";
import type { AssetRow, Db, IntentRow, JobRow, LedgerRow } from "../store/schema.ts";
import { type Job, toJob } from "./job-view.ts";
import { readSurroundings } from "./query-jobs.ts";

/** All that the store has about one job. */
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
export async function readHistory({ store }: Pick<EngineContext, "store">, id: string): Promise<JobHistory> {
  const [history] = await historiesOf(store.reader, [await getJob(store.reader, id)]);
  if (!history) throw new TypeError(`job ${id} has no history`);
  return history;
}

/** Jobs whose histories are read together. */
const PAGE = 200;

/** Histories in the order of the ids, some hundred at a time in memory. Ids of no job are left out. */
export async function* readHistories(db: Db, ids: readonly string[]): AsyncGenerator<JobHistory> {
  for (let at = 0; at < ids.length; at += PAGE) {
    const page = ids.slice(at, at + PAGE);
    const rows = await db.selectFrom("job").selectAll().where("id", "in", page).execute();
    const byId = new Map(rows.map((row) => [row.id, row]));
    yield* await historiesOf(
      db,
      page.flatMap((id) => byId.get(id) ?? []),
    );
  }
}

async function historiesOf(db: Db, rows: readonly JobRow[]): Promise<readonly JobHistory[]> {
  if (rows.length === 0) return [];
  await flushAppends(db);
  const ids = rows.map(({ id }) => id);
  const around = await readSurroundings(db, rows);
  const plans = await db.selectFrom("job_plan").selectAll().where("job_id", "in", ids).execute();
  const intents = await db.selectFrom("intent").selectAll().where("job_id", "in", ids).execute();
  const approvalIds = new Set(rows.flatMap(({ approval_id }) => approval_id ?? []));
  const approvals =
    approvalIds.size === 0
      ? []
      : await db
          .selectFrom("approval")
          .selectAll()
          .where("id", "in", [...approvalIds])
          .execute();
  const events = await db.selectFrom("event").selectAll().where("job_id", "in", ids).orderBy("seq").execute();
  const entries = await db
    .selectFrom("ledger")
    .selectAll()
    .where("job_id", "in", ids)
    .orderBy("seq")
    .execute();
  const planOf = new Map(plans.map((row) => [row.job_id, row]));
  const intentOf = new Map(intents.map((row) => [row.job_id, row]));
  const approvalOf = new Map(approvals.map((row) => [row.id, toApproval(row)]));
  const eventsOf = Map.groupBy(events, ({ job_id }) => job_id);
  const entriesOf = Map.groupBy(entries, ({ job_id }) => job_id);
  const assetsOf = await readAssets(db, ids);
  return rows.map((row) => {
    const { planned_json } = planOf.get(row.id) ?? {};
    if (planned_json === undefined) throw new TypeError(`job ${row.id} has no plan`);
    const intent = intentOf.get(row.id);
    const approval = approvalOf.get(row.approval_id ?? "");
    const ledger = entriesOf.get(row.id) ?? [];
    return {
      ...toJob(row, around),
      // Written by `insertBatch`.
      planned: JSON.parse(planned_json) as PlannedJob,
      ...(intent ? { intent: withoutAddress(intent) } : {}),
      ...(approval ? { approval } : {}),
      events: (eventsOf.get(row.id) ?? []).map(toEvent),
      ledger,
      sums: sumEntries(ledger),
      assets: assetsOf.get(row.id) ?? [],
    };
  });
}
