import type { EngineContext } from "../context/engine-context.ts";
import type { JobRow } from "../store/schema.ts";
import { openIntents } from "./open-intents.ts";
import { sendOpened } from "./send.ts";
import type { Opened } from "./write-intents.ts";

/** Sends as many of the claimed jobs as have slots and budget. Resolves when each of them has an answer or waits. */
export async function submitJobs(
  context: EngineContext,
  jobs: readonly JobRow[],
  onEnd: (count: number) => void,
): Promise<void> {
  const opened = await context.store.write((db) => openIntents(db, context, jobs));
  onEnd(jobs.length - opened.length);
  if (opened.length === 0) return;
  const plans = await readPlans(context, opened);
  await Promise.all(
    opened.map(async (item) => {
      await sendOpened(context, { ...item, planText: plans.get(item.job.id) });
      onEnd(1);
    }),
  );
}

/** Plans are small, media are not: those are read by each send. */
async function readPlans(
  { store }: EngineContext,
  opened: readonly Opened[],
): Promise<ReadonlyMap<string, string>> {
  const ids = opened.map(({ job }) => job.id);
  // What fails now may pass when each send reads its own plan, which knows what to do about it.
  const rows = await store.reader
    .selectFrom("job_plan")
    .selectAll()
    .where("job_id", "in", ids)
    .execute()
    .catch(() => []);
  return new Map(rows.map(({ job_id, planned_json }) => [job_id, planned_json]));
}
