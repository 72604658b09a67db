import { LIBRARY_OPERATIONS } from "../plan/library-requests.ts";
import type { Refusal } from "../provider/provider.ts";
import { endJob } from "../state/end-job.ts";
import { getJob } from "../store/jobs.ts";
import type { Db, JobRow, NeedRow } from "../store/schema.ts";
import { ENTRY_GONE } from "./entry-gone.ts";

/** What the service says of a voice that it does not have; of an element it names the id. @source LIVE 2026-09 */
const NO_VOICE = /voice.*not found/i;

/**
 * Ends the library entries that a refusal shows to be gone: a voice or element that a batch declared, and that was deleted at the
 * service since. Other batches make it again with their own approval; in this one it is retried first, then what needs it.
 */
export async function forgetEntries(
  db: Db,
  job: JobRow,
  { data, atMs }: { readonly data: Pick<Refusal, "message">; readonly atMs: number },
): Promise<void> {
  const { message } = data;
  if (job.need_count === 0) return;
  const needs = await db.selectFrom("need").selectAll().where("job_id", "=", job.id).execute();
  const parents = new Set(
    needs.filter((need) => isNamed(need, message, needs)).map(({ parent_id }) => parent_id),
  );
  for (const id of parents) {
    const entry = await getJob(db, id);
    if (entry.state !== "collected" || !LIBRARY_OPERATIONS.includes(entry.route_id)) continue;
    const gone = `${entry.name} is no longer at the service: it refused a request that uses it. To make it again, run \`kling jobs retry ${id}\`, then retry that request (${job.id}).`;
    await endJob(db, entry, {
      to: "expired",
      atMs,
      event: { kind: "job-expired", data: { message: gone } },
      set: { error_json: JSON.stringify({ code: ENTRY_GONE, message: gone }) },
    });
    // What the refusal says names neither the entry nor what helps.
    const why = `${message.replace(/\.$/, "")}. That is ${entry.name} (${id}), which was deleted at the service.`;
    const error_json = JSON.stringify({ ...data, code: ENTRY_GONE, message: why });
    await db.updateTable("job").set({ error_json }).where("id", "=", job.id).execute();
  }
}

/** Whether the refusal is about what this need brought: by its id, or as the only voice. */
function isNamed({ value, kind }: NeedRow, message: string, needs: readonly NeedRow[]): boolean {
  if (value === null) return false;
  if (message.split(/\W+/).includes(value)) return true;
  return (
    kind === "voice" && NO_VOICE.test(message) && needs.filter((need) => need.kind === "voice").length === 1
  );
}
