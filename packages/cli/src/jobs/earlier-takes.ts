import { dirname } from "node:path";
import {
  DEFAULT_PURPOSE,
  isEmulatedAccount,
  type Job,
  type JobClient,
  type JobHistory,
  type JobName,
} from "@klingkit/engine";
import { MOST_JOBS, readJobPages } from "./job-set.ts";

/** What decides which jobs are takes of the same video. */
type Take = Pick<
  JobHistory,
  "id" | "name" | "purpose" | "account" | "batchId" | "state" | "filePath" | "retryOf"
>;

/** What a page needs of a job of a purpose. */
type PurposeJob = Pick<Take, "id" | "name" | "account" | "state" | "batchId" | "retryOf">;

export interface PurposeTakes {
  /** The newest take of each name, in the order in which the first takes were made. */
  readonly newest: readonly JobName[];
  /** Batches of an emulator beside those of a service, or the other way around: not on the page. */
  readonly leftOut: number;
  /** The page is about runs on an emulator. */
  readonly isEmulated: boolean;
}

/** Jobs that are read at once. */
const PAGE = 500;

/** All runs with a purpose that a person gave; undefined for whatever else a batch is named by. */
export async function findPurpose(jobClient: JobClient, given: string): Promise<PurposeTakes | undefined> {
  if (given === DEFAULT_PURPOSE) return undefined;
  const [known] = await jobClient.jobNames({ batchId: given, limit: 1 });
  const [named] = known ? [] : await jobClient.batches({ purpose: given, limit: 1 });
  return named ? findPurposeTakes(jobClient, given) : undefined;
}

/**
 * The newest take of each video of a purpose. A trial on an emulator is no take of a video that was paid for: the newest run decides
 * which of the two the page is about.
 */
async function findPurposeTakes(jobClient: JobClient, purpose: string): Promise<PurposeTakes> {
  const found: PurposeJob[] = [];
  for (let beforeId: string | undefined; found.length < MOST_JOBS; ) {
    const page = await jobClient.jobs({
      purpose,
      limit: PAGE,
      ...(beforeId === undefined ? {} : { beforeId }),
    });
    found.push(
      ...page.map(({ id, name, account, state, batchId, retryOf }) => ({
        id,
        name,
        account,
        state,
        batchId,
        ...(retryOf === undefined ? {} : { retryOf }),
      })),
    );
    beforeId = page.at(-1)?.id;
    if (page.length < PAGE) break;
  }
  const isEmulated = isEmulatedAccount(found[0]?.account ?? "");
  const [same, others] = [true, false].map((isSame) =>
    found.filter(({ account }) => (isEmulatedAccount(account) === isEmulated) === isSame),
  );
  // Oldest first, so that the groups come in the order of the first takes.
  const groups = groupTakes((same ?? []).toReversed());
  return {
    newest: groups.flatMap((takes) => newestOf(takes) ?? []),
    leftOut: new Set(others?.map(({ batchId }) => batchId)).size,
    isEmulated,
  };
}

/**
 * Jobs of one name by the video that they are takes of. Two jobs of one batch are two videos, also where they have one name, as plans
 * of earlier versions may: a retry is then a take of the job that it names, and any other of the video that stood at its place.
 */
function groupTakes(jobs: readonly PurposeJob[]): readonly (readonly PurposeJob[])[] {
  const groups: PurposeJob[][] = [];
  const byName = new Map<string, PurposeJob[][]>();
  for (const job of jobs) {
    const known = byName.get(job.name) ?? [];
    const isFree = (group: readonly PurposeJob[]) => !group.some(({ batchId }) => batchId === job.batchId);
    const retried = known.find((group) => group.some(({ id }) => id === job.retryOf));
    const group = retried && isFree(retried) ? retried : known.find(isFree);
    if (group) group.push(job);
    else {
      groups.push([job]);
      byName.set(job.name, [...known, groups.at(-1) ?? []]);
    }
  }
  return groups;
}

/** A job that was canceled made nothing, so it replaces nothing. */
const newestOf = <Job extends Pick<Take, "state">>(takes: readonly Job[]): Job | undefined =>
  takes.findLast(({ state }) => state !== "canceled") ?? takes.at(-1);

/** Jobs that those of a page replace, newest first, by the ID of the job that replaces them. */
export async function findEarlierTakes(
  jobClient: JobClient,
  shown: readonly Take[],
): Promise<ReadonlyMap<string, readonly JobHistory[]>> {
  const byName = Map.groupBy(shown, ({ name }) => name);
  const ids = new Set(shown.map(({ id }) => id));
  const isEarlier = (id: string, shownId: string) => id < shownId && !ids.has(id);
  const candidates = await findNamesakes(jobClient, shown, isEarlier);
  const earlier = new Map<string, JobHistory[]>();
  for await (const history of jobClient.histories(candidates.map(({ id }) => id))) {
    const later = byName.get(history.name)?.filter((job) => replaces(job, history, earlier.get(job.id)));
    const nearest = nearestOf(later ?? [], history);
    if (nearest) earlier.set(nearest.id, [...(earlier.get(nearest.id) ?? []), history]);
  }
  return earlier;
}

/** A job that was canceled made nothing. */
const hasStarted = ({ state }: Pick<Job, "state">): boolean => state !== "canceled";

/**
 * The newest job of a later run that replaces each of these; jobs that nothing replaces are absent. `isTake`: which jobs replace others.
 * Default: all that were not canceled.
 */
export async function findNewerTakes(
  jobClient: JobClient,
  shown: readonly Take[],
  isTake: (job: Job) => boolean = hasStarted,
): Promise<ReadonlyMap<string, Job>> {
  const candidates = await findNamesakes(jobClient, shown, (id, shownId) => id > shownId);
  const later: Job[] = [];
  // Oldest first, so that a retry of a retry comes behind the one before.
  for await (const page of readJobPages(jobClient, candidates.toReversed())) later.push(...page);
  const byName = Map.groupBy(later, ({ name }) => name);
  return new Map(
    shown.flatMap((job) => {
      const newest = newerTakesOf(job, byName.get(job.name) ?? []).find(isTake);
      return newest ? [[job.id, newest] as const] : [];
    }),
  );
}

/** Newest first, with those that made nothing: one of them may have been retried. `later`: oldest first. */
function newerTakesOf(job: Take, later: readonly Job[]): readonly Job[] {
  const known: Job[] = [];
  for (const newer of later) if (isNewerTake(newer, job, known)) known.unshift(newer);
  return known;
}

/** A retry replaces the job that it names, and whatever that one replaced. `known`: newer takes that were found before. */
function isNewerTake(newer: Job, job: Take, known: readonly Job[]): boolean {
  if (!replaces(newer, job, known)) return false;
  return newer.retryOf === undefined || [job, ...known].some(({ id }) => id === newer.retryOf);
}

/** Jobs of the same purpose and name as one of these, newest first. */
async function findNamesakes(
  jobClient: JobClient,
  shown: readonly Take[],
  isWanted: (id: string, shownId: string) => boolean,
): Promise<readonly JobName[]> {
  const byName = Map.groupBy(shown, ({ name }) => name);
  const found: JobName[] = [];
  for (const purpose of new Set(shown.map((job) => job.purpose)))
    for (const one of await jobClient.jobNames({ purpose, limit: MOST_JOBS }))
      if (byName.get(one.name)?.some(({ id }) => isWanted(one.id, id))) found.push(one);
  return found;
}

/** The job of the next run; of several with one name the last, as the earlier ones come newest first. */
function nearestOf(later: readonly Take[], { id }: Take): Take | undefined {
  const retry = later.find(({ retryOf }) => retryOf === id);
  if (retry) return retry;
  const ordered = later.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const [first] = ordered;
  return ordered.findLast(({ batchId }) => batchId === first?.batchId);
}

/** `known`: what the job replaces already, newest first. */
function replaces(job: Take, earlier: Take, known: readonly Take[] = []): boolean {
  const isSameVideo =
    job.id > earlier.id &&
    job.purpose === earlier.purpose &&
    [job, ...known].every(({ batchId }) => batchId !== earlier.batchId) &&
    isEmulatedAccount(job.account) === isEmulatedAccount(earlier.account);
  if (!isSameVideo) return false;
  if ([job, ...known].some(({ retryOf }) => retryOf === earlier.id)) return true;
  // Batches without a purpose have nothing in common but their folder.
  return job.purpose !== DEFAULT_PURPOSE || dirname(job.filePath) === dirname(earlier.filePath);
}
