import type { Job, JobClient } from "@klingkit/engine";
import type { TaskHandle } from "klingkit";
import { CliError } from "../errors/cli-error.ts";
import { isRequestId } from "../failures/task-errors.ts";
import type { WaitedTask } from "./wait-for-tasks.ts";

/** Ids of jobs, as the engine makes them: 18 digits in base 36 after a `j`. Ids of tasks have no such form. */
export const isJobId = (id: string): boolean => /^j[0-9a-z]{18}$/.test(id);

/** What is waited for: ids as they were typed, in their order. */
export interface Targets {
  readonly ids: readonly string[];
  /** How a task is read that was named by its own id. */
  readonly handleOf: (id: string) => TaskHandle;
  /** The same for a task of a job, by the job's route. */
  readonly handleOfJob: (taskId: string, routeId: string) => TaskHandle;
  /** Undefined where no id is a job's. */
  readonly jobClient: JobClient | undefined;
  readonly isExternal: boolean;
}

/** States of a job whose task is worth a read; after them the store knows the end. */
const READ_STATES: readonly Job["state"][] = ["running", "succeeded"];
/** States that lead there. */
const EARLIER_STATES: readonly Job["state"][] = ["planned", "approved", "submitting"];

/** Jobs by their ids, read again with each call. Throws `job_not_found`. */
export async function readJobs({ ids, jobClient, isExternal }: Targets): Promise<ReadonlyMap<string, Job>> {
  const jobIds = isExternal ? [] : ids.filter(isJobId);
  if (!jobClient || jobIds.length === 0) return new Map();
  const jobs = await jobClient.jobs({ ids: jobIds, limit: jobIds.length });
  const byId = new Map(jobs.map((job) => [job.id, job]));
  const lost = jobIds.find((id) => !byId.has(id));
  if (lost === undefined) return byId;
  const message = `There is no job ${lost} in this store. \`kling jobs\` lists them; --store names another store.`;
  throw new CliError({ code: "job_not_found", message });
}

/** Tasks that can be read now: those that were named, and those of jobs that have one. */
export const tasksOf = (
  { ids, handleOf, handleOfJob, isExternal }: Targets,
  jobs: ReadonlyMap<string, Job>,
): readonly WaitedTask[] =>
  ids.flatMap((id) => {
    if (isExternal || !isJobId(id)) return { id, handle: handleOf(id) };
    const job = jobs.get(id);
    if (job?.taskId === undefined || !READ_STATES.includes(job.state)) return [];
    const { taskId, routeId, externalId, acceptedAtMs } = job;
    // Kling does not know it: its end comes from the store, where a worker writes it.
    if (isRequestId(taskId)) return [];
    const createdAt = acceptedAtMs === undefined ? {} : { createdAtMs: acceptedAtMs };
    const key = externalId === undefined ? {} : { externalTaskId: externalId };
    return { id, handle: { ...handleOfJob(taskId, routeId), ...key, ...createdAt } };
  });

/** Whether the store knows how a job ended, or that it ended without a task. */
export const isAtRest = ({ state }: Job): boolean =>
  !READ_STATES.includes(state) && !EARLIER_STATES.includes(state);
