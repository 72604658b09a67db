import { type Approval, toApproval } from "../approve/approval.ts";
import type { EngineContext } from "../context/engine-context.ts";
import type { Db, JobRow } from "../store/schema.ts";
import { firstAttributes } from "../telemetry/job-attributes.ts";
import { SPAN } from "../telemetry/names.ts";
import { readCarrier, traceJson } from "../telemetry/trace-carrier.ts";
import { approvalAttributes } from "./job-traces.ts";

/**
 * Gives jobs a trace that were made where nothing is reported, before they are worked on. Returns the jobs with it.
 * Their version stays: whoever works on them need not know.
 */
export async function beginTraces(
  { store, clock, telemetry }: EngineContext,
  jobs: readonly JobRow[],
): Promise<readonly JobRow[]> {
  if (!telemetry || jobs.every(({ trace_json }) => trace_json !== null)) return jobs;
  const traces = new Map<string, string>();
  const untraced = jobs.filter(({ trace_json }) => trace_json === null);
  const approvals = await readApprovals(store.reader, untraced);
  for (const job of untraced) {
    const span = telemetry.startSpan({
      name: SPAN.job,
      kind: "producer",
      startMs: job.created_at,
      attributes: { ...firstAttributes(job), ...approvalAttributes(approvals.get(job.approval_id ?? "")) },
    });
    const json = traceJson(readCarrier(span.carrier));
    // Nothing is reported before an SDK is registered.
    if (json !== null) traces.set(job.id, json);
    span.end({ endMs: clock.nowMs() });
  }
  if (traces.size === 0) return jobs;
  await store.write(async (db) => {
    for (const [id, trace_json] of traces)
      await db.updateTable("job").set({ trace_json }).where("id", "=", id).execute();
  });
  return jobs.map((job) => ({ ...job, trace_json: job.trace_json ?? traces.get(job.id) ?? null }));
}

/** Those that approved jobs, by ID. */
async function readApprovals(db: Db, jobs: readonly JobRow[]): Promise<ReadonlyMap<string, Approval>> {
  const ids = [...new Set(jobs.flatMap(({ approval_id }) => approval_id ?? []))];
  if (ids.length === 0) return new Map();
  const rows = await db.selectFrom("approval").selectAll().where("id", "in", ids).execute();
  return new Map(rows.map((row) => [row.id, toApproval(row)]));
}
