import type { EngineContext } from "../context/engine-context.ts";
import type { JobRow } from "../store/schema.ts";
import { firstAttributes } from "../telemetry/job-attributes.ts";
import { SPAN } from "../telemetry/names.ts";
import { readCarrier, traceJson } from "../telemetry/trace-carrier.ts";

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
  for (const job of jobs) {
    if (job.trace_json !== null) continue;
    const span = telemetry.startSpan({
      name: SPAN.job,
      kind: "producer",
      startMs: job.created_at,
      attributes: firstAttributes(job),
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
