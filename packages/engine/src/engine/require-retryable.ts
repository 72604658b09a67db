import { mayGiveUpFile } from "../collect/kept-from-disk.ts";
import { newestRetry } from "../needs/newest-retry.ts";
import { isAdoptedRoute } from "../provider/adopted-route.ts";
import { isEndedBadly, REST_STATES } from "../state/transitions.ts";
import { getJob } from "../store/jobs.ts";
import type { Db } from "../store/schema.ts";
import { StoreError } from "../store/store-error.ts";
import type { Job } from "./job-view.ts";

/** What decides whether a job may be retried. */
type RetriedJob = Pick<Job, "id" | "state" | "routeId"> & Partial<Pick<Job, "waitsFor" | "error">>;

/** Refuses to buy once more what may still come, or may have been bought: that would pay twice for one video. */
export function requireRetryable(job: RetriedJob): void {
  const { id, state, routeId, error } = job;
  if (isAdoptedRoute(routeId)) {
    const message = `Job ${id} was adopted: another tool made its task, and its request is unknown. Nothing was sent.`;
    throw new StoreError("retry_refused", message);
  }
  if (state === "unknown") {
    throw new StoreError(
      "retry_refused",
      `Job ${id} is unknown: you may have been charged for it. Nothing was sent now. \`kling jobs show ${id}\` names the commands that resolve it. If nothing was bought, run \`kling jobs review ${id} --not-bought\`, then retry.`,
    );
  }
  if (REST_STATES.includes(state)) return;
  if (mayGiveUpFile(job)) {
    const why = error === undefined ? "" : ` ${error.message.replace(/\.$/, "")}.`;
    const message = `Job ${id} is made and paid for, and the service gives no file for it now.${why} Nothing was sent. To try the download again, run \`kling resume\`. If the file is lost, give it up with \`kling jobs review ${id} --gone\`; then \`kling jobs retry ${id}\` buys another one.`;
    throw new StoreError("retry_refused", message);
  }
  // Once it was sent, no service takes back what runs.
  const next =
    state === "planned" || state === "approved"
      ? `Let it end, or run \`kling jobs cancel ${id}\`.`
      : "To finish it, run `kling resume`.";
  throw new StoreError(
    "retry_refused",
    `Job ${id} is ${state} and may still bring its result. Nothing was sent. ${next}`,
  );
}

/** Refuses a job that another one replaces already: a further take is asked for by its newest one. */
export async function requireNewest(db: Db, id: string, newest: string): Promise<void> {
  if (newest === id) return;
  const { state } = await getJob(db, newest);
  const next = REST_STATES.includes(state)
    ? `To buy another take, retry that job: \`kling jobs retry ${newest}\`.`
    : `It is ${state}. To finish it, run \`kling resume\`.`;
  const message = `Job ${id} was retried already, as job ${newest}. Nothing was sent. ${next}`;
  throw new StoreError("retry_refused", message);
}

const NONE: ReadonlySet<string> = new Set();

/**
 * A job that takes a result of one that ended badly would be canceled at once, and its approval used up for nothing.
 * `among`: jobs that are retried together with it.
 */
export async function requireParents(db: Db, id: string, among: ReadonlySet<string> = NONE): Promise<void> {
  const needs = await db.selectFrom("need").select("parent_id").distinct().where("job_id", "=", id).execute();
  for (const { parent_id } of needs) {
    const parent = await getJob(db, await newestRetry(db, parent_id));
    if (!isEndedBadly(parent.state) || among.has(parent.id)) continue;
    const message = `Job ${id} takes a result of ${parent.name}, which ended ${parent.state}. Nothing was sent. Retry that job first: \`kling jobs retry ${parent.id}\`.`;
    throw new StoreError("retry_refused", message);
  }
}
