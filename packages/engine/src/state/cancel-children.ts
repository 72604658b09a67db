import type { Db, JobRow } from "../store/schema.ts";
import { changeStates } from "./move-job.ts";

/** Jobs per statement, whose rows and events are in memory at once. */
const CHUNK = 400;

interface Canceling {
  /** The job that they wait for. */
  readonly parentId: string;
  readonly message: string;
  readonly atMs: number;
}

/**
 * Cancels jobs that wait for a parent, some hundred at a time. Gives back those that need a look of their own: they are
 * parents themselves, or were sent before.
 */
export async function cancelTogether(
  db: Db,
  jobs: readonly JobRow[],
  { parentId, message, atMs }: Canceling,
): Promise<readonly JobRow[]> {
  const left: JobRow[] = [];
  for (let at = 0; at < jobs.length; at += CHUNK) {
    const some = jobs.slice(at, at + CHUNK);
    const known = await sentBefore(db, some);
    const plain = some.filter(({ id, is_needed }) => is_needed === 0 && !known.has(id));
    left.push(...some.filter((job) => !plain.includes(job)));
    if (plain.length === 0) continue;
    await changeStates(db, plain, {
      to: "canceled",
      atMs,
      eventOf: () => ({ kind: "job-canceled", data: { parentId } }),
      set: { error_json: JSON.stringify({ code: "parent_failed", message }) },
    });
  }
  return left;
}

/** Those that have an intent or ledger entries. */
async function sentBefore(db: Db, jobs: readonly JobRow[]): Promise<ReadonlySet<string>> {
  const ids = jobs.map(({ id }) => id);
  const intents = await db.selectFrom("intent").select("job_id").where("job_id", "in", ids).execute();
  const entries = await db.selectFrom("ledger").select("job_id").where("job_id", "in", ids).execute();
  return new Set([...intents, ...entries].map(({ job_id }) => job_id));
}
