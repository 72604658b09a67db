import {
  type AccountKey,
  ENTRY_GONE,
  isAdoptedRoute,
  isFileLost,
  type Job,
  type JobClient,
  type JobName,
  RESULT_GONE,
} from "@klingkit/engine";
import { isCanceledWithParent } from "./canceled-with-parent.ts";
import { MOST_JOBS, readJobPages } from "./job-set.ts";
import { type LeftOut, type LeftOutReason, remedyOf } from "./remedy.ts";

export interface RetryChoice {
  /** Ended without their results; bought again together. In the order of their batch. */
  readonly failed: readonly Job[];
  /** At the service, or approved by a retry that was interrupted. */
  readonly open: readonly Job[];
  /** Approved by the run itself and not sent: they did not fail, and a retry does not buy them. */
  readonly unsent: readonly Job[];
  readonly leftOut: readonly LeftOut[];
}

export interface ChoiceOptions {
  readonly jobClient: JobClient;
  /** Whether the account is one of this call. */
  readonly owns: (account: AccountKey) => boolean;
  /** Jobs of later runs that replace some of these, by the ID of what they replace. */
  readonly newerOf: (jobs: readonly Job[]) => Promise<ReadonlyMap<string, Job>>;
  /** Looks up whether a job was bought after all. */
  readonly recover: (job: Job) => Promise<"found" | "absent" | "failed">;
}

/** Sorts the jobs of a batch, each as its last retry stands, by what buying the failed ones again can do for them. */
export async function chooseRetries(names: readonly JobName[], options: ChoiceOptions): Promise<RetryChoice> {
  const { jobClient } = options;
  const [failed, open, unsent, leftOut]: [Job[], Job[], Job[], LeftOut[]] = [[], [], [], []];
  const ids = names.map(({ id }) => id);
  const newest = await readNewest(jobClient, ids);
  const latest = names.map(({ id, name }) => ({ id: newest.get(id) ?? id, name }));
  for await (const page of readJobPages(jobClient, latest)) {
    const refused = await refusedForParents(jobClient, page);
    for (const job of page) {
      const verdict = await judge(job, { ...options, isForParent: refused.has(job.id) });
      if (verdict === "unsent") unsent.push(job);
      else if (verdict === "open") open.push(job);
      else if (verdict === "failed") failed.push(job);
      else if (verdict !== "done") leftOut.push({ job, reason: verdict });
    }
  }
  // What was changed and run since is not wanted as it was.
  const newer = await options.newerOf(failed);
  const replaced = failed.filter(({ id }) => newer.has(id));
  const wanted = failed.filter(({ id }) => !newer.has(id));
  const orphans = await findOrphans(jobClient, { failed: wanted, open: [...open, ...unsent] });
  return {
    failed: wanted.filter(({ id }) => !orphans.some(({ job }) => job.id === id)),
    open,
    unsent,
    leftOut: [
      ...leftOut,
      ...replaced.map((job) => ({ job, reason: "replaced" as const, newer: newer.get(job.id) })),
      ...orphans,
    ],
  };
}

async function judge(
  job: Job,
  { owns, recover, isForParent }: ChoiceOptions & Pick<Circumstances, "isForParent">,
): Promise<"done" | "unsent" | "open" | "failed" | LeftOutReason> {
  if (OPEN.includes(job.state)) return isUnsent(job) ? "unsent" : "open";
  if (!isWithoutResult(job)) return "done";
  if (!owns(job)) return "other_account";
  const found = await recover(job);
  return found === "found" ? "open" : (reasonOf(job, { found, isForParent }) ?? "failed");
}

const OPEN: readonly Job["state"][] = ["approved", "submitting", "running", "succeeded"];

const isUnsent = ({ state, retryOf }: Job): boolean => state === "approved" && retryOf === undefined;

const isWithoutResult = (job: Job): boolean =>
  !OPEN.includes(job.state) && (job.state !== "collected" || isFileLost(job));

interface Circumstances {
  readonly found: "absent" | "failed";
  /** What it needs had gone: the request itself was in order. */
  readonly isForParent: boolean;
}

/** Why it is not bought again; undefined where it can be. */
function reasonOf(job: Job, { found, isForParent }: Circumstances): LeftOutReason | undefined {
  if (job.state === "unknown") return "unknown";
  if (found === "failed") return "look_up_failed";
  if (isAdoptedRoute(job.routeId)) return "adopted";
  if (isForParent) return undefined;
  if (job.state === "canceled") return isCanceledWithParent(job) ? undefined : "canceled";
  switch (remedyOf(job)) {
    case "change":
      return "content_refused";
    case "correct":
      return "request_refused";
    case "parent":
      return "parent_failed";
    case "retry":
      return undefined;
  }
}

/** Jobs that were refused because a voice, an element or a result that they take no longer exists, and can be had again. */
async function refusedForParents(jobClient: JobClient, jobs: readonly Job[]): Promise<ReadonlySet<string>> {
  const children = jobs.filter(({ state, needs }) => state === "rejected" && needs !== undefined);
  const parents = await readJobs(jobClient, parentIdsOf(children));
  const newest = await readNewest(jobClient, [...parents.keys()]);
  const isForParent = ({ needs = [], error }: Job) =>
    needs.some(
      ({ id }) =>
        parents.get(id)?.error?.code === ENTRY_GONE ||
        // Bought again since: the retry takes the new result.
        (error?.code === RESULT_GONE && newest.get(id) !== id),
    );
  return new Set(children.filter(isForParent).map(({ id }) => id));
}

/** Those that take a result which neither exists nor is made again, and what takes results of theirs in turn. */
async function findOrphans(
  jobClient: JobClient,
  { failed, open }: Pick<RetryChoice, "failed" | "open">,
): Promise<readonly LeftOut[]> {
  const newest = await readNewest(jobClient, parentIdsOf(failed));
  const parents = await readJobs(jobClient, [...newest.values()]);
  const coming = new Set([...failed, ...open].map(({ id }) => id));
  const isLacking = (id: string) => {
    const parent = parents.get(newest.get(id) ?? id);
    return parent !== undefined && !coming.has(parent.id) && isWithoutResult(parent);
  };
  const orphans: LeftOut[] = [];
  for (let isDone = false; !isDone; ) {
    isDone = true;
    for (const job of failed) {
      const lacking = coming.has(job.id) && job.needs?.find(({ id }) => isLacking(id));
      if (!lacking) continue;
      coming.delete(job.id);
      orphans.push({
        job,
        reason: "parent_failed",
        parent: parents.get(newest.get(lacking.id) ?? lacking.id),
      });
      isDone = false;
    }
  }
  return orphans;
}

const parentIdsOf = (jobs: readonly Job[]): readonly string[] => [
  ...new Set(jobs.flatMap(({ needs = [] }) => needs.map(({ id }) => id))),
];

async function readJobs(jobClient: JobClient, ids: readonly string[]): Promise<ReadonlyMap<string, Job>> {
  const jobs = await jobClient.jobs({ ids, limit: ids.length });
  return new Map(jobs.map((job) => [job.id, job]));
}

/** By job, its last retry, or the job itself. */
export async function readNewest(
  jobClient: Pick<JobClient, "jobs">,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const newest = new Map(ids.map((id) => [id, id]));
  for (let left = ids; left.length > 0; ) {
    const next = new Map<string, string>();
    // Newest first.
    for (const { id, retryOf = "" } of await jobClient.jobs({ retryOf: left, limit: MOST_JOBS }))
      if (!next.has(retryOf)) next.set(retryOf, id);
    for (const [first, last] of newest) newest.set(first, next.get(last) ?? last);
    left = [...next.values()];
  }
  return newest;
}
