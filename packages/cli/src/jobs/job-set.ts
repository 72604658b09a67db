import type { Job, JobClient, JobName } from "@klingkit/engine";
import type { NotRun } from "./not-run.ts";

/** Which jobs a command is about: a batch, all batches with a purpose, or listed ones, oldest first. */
export type JobSet = {
  /** What the batch file asks for beside them. */
  readonly notRun?: NotRun | undefined;
} & (
  | { readonly batchId: string }
  | { readonly purpose: string }
  | {
      readonly listed: readonly JobName[];
      /** The same in the order of the batch file that named them. */
      readonly inFileOrder?: readonly JobName[];
    }
);

/** The same jobs, for a query. */
export function queryOf(
  jobs: JobSet,
): { readonly batchId: string } | { readonly purpose: string } | { readonly ids: readonly string[] } {
  if ("listed" in jobs) return { ids: jobs.listed.map(({ id }) => id) };
  return "purpose" in jobs ? { purpose: jobs.purpose } : { batchId: jobs.batchId };
}

/** Most jobs of a batch. */
export const MOST_JOBS = 10_000;
/** Jobs that are read at once, where not all are needed together. */
const PAGE = 200;

/** Oldest first. */
export async function readJobNames(jobClient: JobClient, jobs: JobSet): Promise<readonly JobName[]> {
  if ("listed" in jobs) return jobs.listed;
  return (await jobClient.jobNames({ ...queryOf(jobs), limit: MOST_JOBS })).toReversed();
}

/** In the order of the batch file where one named them; otherwise oldest first. */
export async function readFilmOrder(jobClient: JobClient, jobs: JobSet): Promise<readonly JobName[]> {
  return ("listed" in jobs ? jobs.inFileOrder : undefined) ?? (await readJobNames(jobClient, jobs));
}

/** Oldest first, page by page: ten thousand whole jobs at once take more memory than the rest of the program. */
export async function* readJobPages(
  jobClient: JobClient,
  names: readonly JobName[],
): AsyncGenerator<readonly Job[]> {
  for (let at = 0; at < names.length; at += PAGE) {
    const ids = names.slice(at, at + PAGE).map(({ id }) => id);
    yield (await jobClient.jobs({ ids, limit: PAGE })).toReversed();
  }
}

/**
 * The batches where jobs of the set may still bring something: a file may have been bought in several parts. Oldest first. A batch
 * whose jobs are all collected is left out: it may have others that were approved for an earlier version of the file.
 */
export async function readBatchIds(jobClient: JobClient, jobs: JobSet): Promise<readonly string[]> {
  if ("batchId" in jobs) return [jobs.batchId];
  const ids = new Set<string>();
  for await (const page of readJobPages(jobClient, await readJobNames(jobClient, jobs)))
    for (const { batchId, state } of page) if (state !== "collected") ids.add(batchId);
  return [...ids];
}

/** Jobs of these batches that were approved and not sent, and are not in the set: they are sent along with it. */
export async function readSentAlong(
  jobClient: JobClient,
  jobs: JobSet,
  batchIds: readonly string[],
): Promise<readonly JobName[]> {
  if (!("listed" in jobs)) return [];
  const own = new Set(jobs.listed.map(({ id }) => id));
  const found: JobName[] = [];
  for (const batchId of batchIds) {
    const waiting = await jobClient.jobNames({ batchId, states: ["approved"], limit: MOST_JOBS });
    found.push(...waiting.filter(({ id }) => !own.has(id)));
  }
  return found;
}

/** Oldest first. */
export async function readJobSet(jobClient: JobClient, jobs: JobSet): Promise<readonly Job[]> {
  const found: Job[] = [];
  for await (const page of readJobPages(jobClient, await readJobNames(jobClient, jobs))) found.push(...page);
  return found;
}
