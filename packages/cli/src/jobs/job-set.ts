import type { Job, JobClient, JobName, WhichJobs } from "@klingkit/engine";
import type { Meaning } from "../session/next-commands.ts";
import type { NotRun } from "./not-run.ts";

/** A run as it can be typed again: it continues what it began, and buys nothing twice. */
export interface Rerun {
  /** The batch or plan file, as it was named. */
  readonly file: string;
  /** The flags that the file alone does not tell. */
  readonly meaning: Meaning;
}

/** Which jobs a command is about: a batch, all batches with a purpose, or listed ones, oldest first. */
export type JobSet = {
  /** What the batch file asks for beside them. */
  readonly notRun?: NotRun | undefined;
  /** The run that bought them, where commands that buy do not find them by their file. */
  readonly rerun?: Rerun | undefined;
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

/** The same jobs, for the engine. */
export const whichJobs = (jobs: JobSet, names: readonly JobName[]): WhichJobs =>
  "batchId" in jobs ? { batchId: jobs.batchId } : { jobIds: names.map(({ id }) => id) };

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

/** The batches that jobs belong to. Oldest first. */
export async function readBatchIds(
  jobClient: JobClient,
  names: readonly JobName[],
): Promise<readonly string[]> {
  const ids = new Set<string>();
  for await (const page of readJobPages(jobClient, names)) for (const { batchId } of page) ids.add(batchId);
  return [...ids];
}

/** IDs sort by time. */
export const oldestFirst = (jobs: readonly JobName[]): readonly JobName[] =>
  jobs.toSorted((one, other) => (one.id < other.id ? -1 : 1));

/** Oldest first. */
export async function readJobSet(jobClient: JobClient, jobs: JobSet): Promise<readonly Job[]> {
  const found: Job[] = [];
  for await (const page of readJobPages(jobClient, await readJobNames(jobClient, jobs))) found.push(...page);
  return found;
}

/** In the order of the batch file, as its plan and report have them; what the file no longer asks for comes last. */
export function sortAsFile(set: JobSet, jobs: readonly Job[]): readonly Job[] {
  if (!("listed" in set) || !set.inFileOrder) return jobs;
  const places = new Map(set.inFileOrder.map(({ id }, at) => [id, at]));
  const placeOf = ({ id }: Job) => places.get(id) ?? places.size;
  return jobs.toSorted((one, other) => placeOf(one) - placeOf(other));
}
