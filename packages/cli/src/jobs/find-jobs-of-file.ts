import {
  DEFAULT_PURPOSE,
  type JobClient,
  type JobName,
  LIBRARY_OPERATIONS,
  type PlannedJob,
} from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import { usageError } from "../errors/cli-error.ts";
import type { StoreOptions } from "../session/store-address.ts";
import type { OutputOptions } from "../terminal/output.ts";
import { showWarnings } from "../terminal/warnings.ts";
import { readNewest } from "./choose-retries.ts";
import { type JobSet, MOST_JOBS, oldestFirst } from "./job-set.ts";
import { notRunOf, notRunText } from "./not-run.ts";
import { folderFlag, isInOwnFolder, outputDirOf } from "./output-folder.ts";
import { createPlanContext } from "./plan-context.ts";
import { readEarlierPlan } from "./read-plan.ts";

export interface BatchOptions extends OutputOptions, StoreOptions {}

export interface BatchName {
  /** ID of a batch, its purpose, or the path of its batch or plan file. */
  readonly given: string;
  readonly jobClient: JobClient;
  /**
   * For what buys: a file of which no request was run as it is now is refused, since its earlier version must not be taken for it.
   * Names the command that means the earlier version.
   */
  readonly commandOfEarlier?: (batchId: string) => string;
  /** The command also takes clips and folders: an error says that there is none of this name, either. */
  readonly isPathToo?: boolean;
}

/**
 * The newest job of each request of a file, whichever batch bought it. Of a file that was changed since, the newest batch with its
 * purpose.
 */
export async function findJobsOfFile(
  deps: Deps,
  options: BatchOptions,
  { given, jobClient, commandOfEarlier }: BatchName,
): Promise<JobSet | undefined> {
  // Nothing is sent for a plan that is only compared with jobs.
  const context = createPlanContext(deps, { ...options, emulated: true });
  const { jobs, purpose } = await readEarlierPlan(deps, given, { context, store: options.store });
  const newest = await findNewestJobs(jobClient, { hashes: jobs.map(({ hash }) => hash), purpose });
  const listed = newest.flatMap((job) => job ?? []);
  const notRunOfFile = async (first: string) => {
    const missing = jobs.filter((_, at) => newest[at] === undefined);
    const inLibrary = await findInLibrary(jobClient, missing);
    const names = missing.flatMap(({ name, hash }) => (inLibrary.has(hash) ? [] : name));
    const { account, filePath, planned } = await jobClient.job(first);
    const folder = outputDirOf({ filePath, output: planned.output });
    const flag =
      folder === undefined || isInOwnFolder({ id: first, filePath }) ? "" : folderFlag(deps.cwd, folder);
    return notRunOf(given, names, { ...options, account, folderFlag: flag });
  };
  const [first] = listed;
  if (first) {
    const notRun = await notRunOfFile(first.id);
    if (notRun)
      showWarnings(deps, options, [
        { message: `${notRunText(notRun)} To buy only what is missing, run \`${notRun.command}\`.` },
      ]);
    return { listed: oldestFirst(listed), inFileOrder: listed, notRun };
  }
  const [changed] = purpose === DEFAULT_PURPOSE ? [] : await jobClient.batches({ purpose, limit: 1 });
  if (!changed) return undefined;
  const notAsIs = `No request of ${given} was run as it is now.`;
  if (commandOfEarlier) {
    const message = `${notAsIs} Nothing was sent. The newest batch with its purpose, "${purpose}", is ${changed.id}. If you mean that one, run \`${commandOfEarlier(changed.id)}\`.`;
    throw usageError("batch_not_found", message);
  }
  const message = `${notAsIs} This is the newest batch with its purpose, "${purpose}": ${changed.id}.`;
  showWarnings(deps, options, [{ message }]);
  const [one] = await jobClient.jobNames({ batchId: changed.id, limit: 1 });
  return { batchId: changed.id, ...(one ? { notRun: await notRunOfFile(one.id) } : {}) };
}

/** Elements and voices that a batch of another purpose has made: no run of the file makes them again. */
async function findInLibrary(
  jobClient: JobClient,
  missing: readonly PlannedJob[],
): Promise<ReadonlySet<string>> {
  const planHashes = missing.flatMap(({ operation, hash }) =>
    operation !== undefined && LIBRARY_OPERATIONS.includes(operation) ? hash : [],
  );
  if (planHashes.length === 0) return new Set();
  const made = await jobClient.jobs({ planHashes, states: ["collected"], limit: MOST_JOBS });
  return new Set(made.map(({ planHash }) => planHash));
}

interface Requests {
  /** One per request: equal requests have the same. */
  readonly hashes: readonly string[];
  readonly purpose: string;
}

/**
 * As many of the newest jobs of each hash as the plan has equal requests, of the account that ran one last. In the order of the plan;
 * undefined for a request that was not run.
 */
async function findNewestJobs(
  jobClient: JobClient,
  { hashes, purpose }: Requests,
): Promise<readonly (JobName | undefined)[]> {
  const counts = new Map<string, number>();
  for (const hash of hashes) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  const found = await jobClient.jobs({ purpose, planHashes: [...counts.keys()], limit: MOST_JOBS });
  const newest = found.toSorted((one, other) => (one.id < other.id ? 1 : -1));
  const accounts = new Map<string, readonly string[]>();
  for (const { provider, account } of newest)
    if (!accounts.has(provider)) accounts.set(provider, await jobClient.namesOf({ provider, account }));
  const taken = new Map<string, JobName[]>();
  for (const { id, name, planHash, provider, account } of newest) {
    const left = counts.get(planHash) ?? 0;
    if (left === 0 || !accounts.get(provider)?.includes(account)) continue;
    counts.set(planHash, left - 1);
    taken.set(planHash, [{ id, name }, ...(taken.get(planHash) ?? [])]);
  }
  const first = hashes.map((hash) => taken.get(hash)?.shift());
  // A retry of a request with an external ID of its own has another one, and so another hash than the request.
  const last = await readNewest(
    jobClient,
    first.flatMap((job) => job?.id ?? []),
  );
  return first.map((job) => job && { ...job, id: last.get(job.id) ?? job.id });
}
