import { roundUnits, type TaskEventType } from "@klingkit/spec";
import { type EngineEvent, toEvent } from "../events/event-feed.ts";
import { kindsOf, taskEventType } from "../events/task-event-type.ts";
import { serviceKeyOf } from "../provider/service-key.ts";
import type { Db, JobRow, LedgerRow, ResultRow } from "../store/schema.ts";
import type { EventIds } from "./event-id.ts";
import type { TaskEvent, TaskEventResult } from "./task-event.ts";

/** An event with its number in the store. */
export interface NumberedEvent {
  readonly seq: number;
  readonly jobId: string;
  readonly event: TaskEvent;
}

export interface TaskEventQuery {
  /** Default: all. */
  readonly types?: readonly TaskEventType[] | undefined;
  readonly afterSeq?: number | undefined;
  readonly beforeSeq?: number | undefined;
  readonly seqs?: readonly number[] | undefined;
  readonly jobId?: string | undefined;
  /** Default: oldest first. */
  readonly isNewestFirst?: boolean | undefined;
  readonly limit: number;
}

export interface TaskEventPage {
  readonly events: readonly NumberedEvent[];
  /** The last event that was looked at, where the page is full; undefined where there are no more. */
  readonly nextSeq: number | undefined;
}

/** Events with what the store knows of their jobs now: four queries, however many events. */
export async function readTaskEvents(db: Db, ids: EventIds, query: TaskEventQuery): Promise<TaskEventPage> {
  const { types, limit } = query;
  const rows = await selectEvents(db, query).execute();
  const events = rows.map(toEvent).flatMap((event) => {
    const type = taskEventType(event);
    const { jobId } = event;
    if (type === undefined || jobId === undefined) return [];
    return types === undefined || types.includes(type) ? [{ event, type, jobId }] : [];
  });
  const jobs = await readJobs(db, [...new Set(events.map(({ jobId }) => jobId))]);
  const told = events.flatMap(({ event, type, jobId }) => {
    const known = jobs.get(jobId);
    if (!known) return [];
    return [{ seq: event.seq, jobId, event: describe({ id: ids.idOf(event), event, type, known }) }];
  });
  return { events: told, nextSeq: rows.length < limit ? undefined : rows.at(-1)?.seq };
}

function selectEvents(db: Db, query: TaskEventQuery) {
  const { types, afterSeq, beforeSeq, seqs, jobId, isNewestFirst = false, limit } = query;
  let rows = db
    .selectFrom("event")
    .selectAll()
    .where("kind", "in", [...kindsOf(types)])
    .orderBy("seq", isNewestFirst ? "desc" : "asc")
    .limit(limit);
  if (afterSeq !== undefined) rows = rows.where("seq", ">", afterSeq);
  if (beforeSeq !== undefined) rows = rows.where("seq", "<", beforeSeq);
  if (seqs !== undefined) rows = rows.where("seq", "in", [...seqs]);
  if (jobId !== undefined) rows = rows.where("job_id", "=", jobId);
  return rows;
}

interface KnownJob {
  readonly job: JobRow;
  readonly results: readonly ResultRow[];
  readonly ledger: readonly Pick<LedgerRow, "entry" | "units">[];
}

async function readJobs(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, KnownJob>> {
  if (ids.length === 0) return new Map();
  const jobs = await db.selectFrom("job").selectAll().where("id", "in", ids).execute();
  const results = await db
    .selectFrom("result")
    .selectAll()
    .where("job_id", "in", ids)
    .orderBy("number")
    .execute();
  const ledger = await db
    .selectFrom("ledger")
    .select(({ fn }) => ["job_id", "entry", fn.sum<number>("units").as("units")])
    .where("job_id", "in", ids)
    .groupBy(["job_id", "entry"])
    .execute();
  const resultsOf = Map.groupBy(results, ({ job_id }) => job_id);
  const ledgerOf = Map.groupBy(ledger, ({ job_id }) => job_id);
  return new Map(
    jobs.map((job) => [
      job.id,
      { job, results: resultsOf.get(job.id) ?? [], ledger: ledgerOf.get(job.id) ?? [] },
    ]),
  );
}

interface Told {
  readonly id: string;
  readonly event: EngineEvent;
  readonly type: TaskEventType;
  readonly known: KnownJob;
}

function describe({ id, event, type, known: { job, results, ledger } }: Told): TaskEvent {
  const sumOf = (entry: LedgerRow["entry"]) => Number(ledger.find((row) => row.entry === entry)?.units ?? 0);
  const charged = sumOf("settle");
  const hasResults = type === "task.succeeded" || type === "task.downloaded";
  const error = errorOf(event);
  return {
    id,
    type,
    createdAt: isoOf(event.atMs),
    data: {
      job: {
        id: job.id,
        batchId: job.batch_id,
        name: job.name,
        purpose: job.purpose,
        // The only such event that changes no state comes while the task runs.
        state: event.to ?? (event.kind === "job-status" ? "running" : job.state),
        ...serviceKeyOf(job),
        ...(job.retry_of === null ? {} : { retryOf: job.retry_of }),
      },
      task: {
        id: job.task_id,
        service: job.provider,
        route: job.route_id,
        model: job.model,
        status: event.kind === "job-status" ? event.data.rawStatus : job.raw_status,
      },
      results: hasResults ? resultsOf(job, results) : [],
      money: {
        unit: job.unit,
        estimated: job.estimate_units,
        charged: roundUnits(charged),
        held: roundUnits(sumOf("reserve") - charged - sumOf("release")),
      },
      ...(error ? { error } : {}),
    },
  };
}

const isoOf = (atMs: number): string => new Date(atMs).toISOString();

function errorOf(event: EngineEvent): TaskEvent["data"]["error"] {
  switch (event.kind) {
    case "job-failed":
      return { message: event.data.message ?? "The service gave no reason." };
    case "job-rejected":
      return { code: event.data.code, message: event.data.message };
    case "job-expired":
    case "job-unknown":
      return { message: event.data.message };
    default:
      return undefined;
  }
}

/** An only video has its link in the job until it is on the disk. */
function resultsOf(job: JobRow, rows: readonly ResultRow[]): readonly TaskEventResult[] {
  if (rows.length === 0) {
    return job.result_url === null ? [] : [{ number: 0, kind: "video", url: job.result_url }];
  }
  return rows.map((row) => ({
    number: row.number,
    kind: row.kind,
    ...(row.result_id === null ? {} : { id: row.result_id }),
    ...(row.state === "collected" ? fileOf(row) : linkOf(row, rows.length === 1 ? job.result_url : null)),
  }));
}

const fileOf = ({ file_path, size_bytes, sha256 }: ResultRow) => ({
  ...(file_path === null ? {} : { filePath: file_path }),
  ...(size_bytes === null ? {} : { sizeBytes: size_bytes }),
  ...(sha256 === null ? {} : { sha256 }),
});

function linkOf({ url: ownUrl, expires_at }: ResultRow, jobUrl: string | null) {
  const url = ownUrl ?? jobUrl;
  if (url === null) return {};
  return { url, ...(expires_at === null ? {} : { urlExpiresAt: isoOf(expires_at) }) };
}
