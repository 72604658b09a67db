import {
  DEFAULT_PURPOSE,
  type JobClient,
  type JobName,
  LIBRARY_OPERATIONS,
  PLANNED_SERVICES,
  type Plan,
  PlanError,
  type PlannedJob,
} from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import { usageError } from "../errors/cli-error.ts";
import type { Meaning } from "../session/next-commands.ts";
import { readRouteChoice } from "../session/route-choice.ts";
import type { StoreOptions } from "../session/store-address.ts";
import type { OutputOptions } from "../terminal/output.ts";
import { showOnOneLine } from "../terminal/show-controls.ts";
import { showWarnings } from "../terminal/warnings.ts";
import { readNewest } from "./choose-retries.ts";
import { type JobSet, MOST_JOBS, oldestFirst } from "./job-set.ts";
import { notRunOf, notRunText } from "./not-run.ts";
import { folderFlag, isInOwnFolder, outputDirOf } from "./output-folder.ts";
import { createPlanContext } from "./plan-context.ts";
import { type ReadPlanOptions, readEarlierPlan } from "./read-plan.ts";

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
  const { own, found } = await readFile(deps, options, { given, jobClient });
  if (commandOfEarlier && found?.meaning.purpose !== undefined)
    throw onlyUnderOther(given, own, { purpose: found.meaning.purpose, commandOfEarlier });
  const { plan, newest = [], meaning = {} } = found ?? { plan: own };
  const listed = newest.flatMap((job) => job ?? []);
  const notRunOfFile = async (first: string) => {
    const missing = plan.jobs.filter((_, at) => newest[at] === undefined);
    const inLibrary = await findInLibrary(jobClient, missing);
    const names = missing.flatMap(({ name, hash }) => (inLibrary.has(hash) ? [] : name));
    const { account, filePath, planned } = await jobClient.job(first);
    const folder = outputDirOf({ filePath, output: planned.output });
    const flag =
      folder === undefined || isInOwnFolder({ id: first, filePath }) ? "" : folderFlag(deps.cwd, folder);
    return notRunOf(given, names, { ...options, meaning, account, folderFlag: flag });
  };
  const [first] = listed;
  if (first) {
    const notRun = await notRunOfFile(first.id);
    const warnings = [
      ...(meaning.purpose === undefined ? [] : [otherPurposeText(given, meaning.purpose)]),
      ...(notRun ? [`${notRunText(notRun)} To buy only what is missing, run \`${notRun.command}\`.`] : []),
    ];
    showWarnings(
      deps,
      options,
      warnings.map((message) => ({ message })),
    );
    const rerun = meaning.purpose === undefined ? undefined : { file: given, meaning };
    return { listed: oldestFirst(listed), inFileOrder: listed, rerun, notRun };
  }
  const { purpose } = own;
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

/** What buys must not take equal requests of another project for those of the file: the purpose is named for that. */
function onlyUnderOther(
  file: string,
  { purpose: own }: Plan,
  { purpose, commandOfEarlier }: Required<Pick<BatchName, "commandOfEarlier">> & { readonly purpose: string },
): Error {
  const message = `No request of ${file} was run under its own purpose, "${showOnOneLine(own)}". Nothing was sent. They were run under "${showOnOneLine(purpose)}". If you mean all jobs of that purpose, run \`${commandOfEarlier(purpose)}\`.`;
  return usageError("batch_not_found", message);
}

const otherPurposeText = (file: string, purpose: string): string =>
  `The requests of ${file} were run under another purpose than its own: "${showOnOneLine(purpose)}".`;

/** What a file stood for when it was run. */
interface FoundFile {
  readonly plan: Plan;
  /** Flags of the run that the file itself does not tell. */
  readonly meaning: FileMeaning;
  /** In the order of the plan; undefined for a request that was not run. One of them is there. */
  readonly newest: readonly (JobName | undefined)[];
}

type FileMeaning = Pick<Meaning, "purpose" | "service" | "cheapest">;

interface ReadFile {
  /** As it stands; where its routes refuse it, on the first that take it. */
  readonly own: Plan;
  /** Undefined where no request was run as it is now. */
  readonly found: FoundFile | undefined;
  /** Its own purpose has jobs: what was run under another purpose is not looked for. */
  readonly isOwnUsed: boolean;
}

/** The routes that flags of a run choose for the same file. */
const OTHER_ROUTES: readonly FileMeaning[] = [
  ...PLANNED_SERVICES.map((service) => ({ service })),
  { cheapest: true },
];

/**
 * The jobs of a file as it stands. Only where it has none, those that a run made of it with `--service`, `--cheapest` or `--purpose`:
 * equal requests of another project must not be taken for those of the file.
 */
async function readFile(
  deps: Deps,
  { store }: StoreOptions,
  { given, jobClient }: Pick<BatchName, "given" | "jobClient">,
): Promise<ReadFile> {
  // Nothing is sent for a plan that is only compared with jobs.
  const context = createPlanContext(deps, { emulated: true });
  const asIs = await readEarlierPlan(deps, given, { context, store }).catch(asMistake);
  const readings = asIs instanceof PlanError ? [] : [{ plan: asIs, meaning: {} as FileMeaning }];
  const findUnder = async (purposeOf: (plan: Plan) => Promise<string | undefined>) => {
    for (const { plan, meaning } of readings) {
      const purpose = await purposeOf(plan);
      if (purpose === undefined) continue;
      const hashes = plan.jobs.map(({ hash }) => hash);
      const newest = await findNewestJobs(jobClient, { hashes, purpose });
      if (newest.every((job) => job === undefined)) continue;
      const named = purpose === plan.purpose ? {} : { purpose };
      return { plan, newest, meaning: { ...meaning, ...named } };
    }
    return undefined;
  };
  const asItStands = await findUnder(async ({ purpose }) => purpose);
  if (asItStands) return { own: asItStands.plan, found: asItStands, isOwnUsed: true };
  const known = new Set(readings.map(({ plan }) => hashesText(plan)));
  for (const meaning of OTHER_ROUTES) {
    const plan = await readOnRoutes(deps, given, { context, store, choice: readRouteChoice(meaning) });
    if (plan === undefined || known.has(hashesText(plan))) continue;
    known.add(hashesText(plan));
    readings.push({ plan, meaning });
  }
  const [first] = readings;
  // No route takes the requests, whatever the flags.
  if (first === undefined) throw asIs;
  const own = first.plan;
  const onOtherRoutes = await findUnder(async ({ purpose }) => purpose);
  if (onOtherRoutes) return { own, found: onOtherRoutes, isOwnUsed: true };
  const isOwnUsed =
    own.purpose !== DEFAULT_PURPOSE &&
    (await jobClient.batches({ purpose: own.purpose, limit: 1 })).length > 0;
  const found = isOwnUsed ? undefined : await findUnder((plan) => findPurposeOf(jobClient, plan));
  return { own, found, isOwnUsed };
}

const hashesText = ({ jobs }: Plan): string => jobs.map(({ hash }) => hash).join(" ");

/** Undefined where the routes do not take the requests. */
async function readOnRoutes(deps: Deps, given: string, options: ReadPlanOptions): Promise<Plan | undefined> {
  const plan = await readEarlierPlan(deps, given, options).catch(asMistake);
  return plan instanceof PlanError || plan.verdict === "invalid" ? undefined : plan;
}

/** The routes that a file has without flags may refuse what those of a flag take. */
function asMistake(error: unknown): PlanError {
  if (error instanceof PlanError) return error;
  throw error;
}

/** The purpose under which most requests of a plan were run, and of several the newest; undefined where none was. */
async function findPurposeOf(jobClient: JobClient, { jobs }: Plan): Promise<string | undefined> {
  const planHashes = [...new Set(jobs.map(({ hash }) => hash))];
  const found = await jobClient.jobs({ planHashes, limit: MOST_JOBS });
  const purposes = [...Map.groupBy(found, ({ purpose }) => purpose)].map(([purpose, those]) => ({
    purpose,
    requests: new Set(those.map(({ planHash }) => planHash)).size,
    newestId:
      those
        .map(({ id }) => id)
        .toSorted()
        .at(-1) ?? "",
  }));
  const [first] = purposes.toSorted(
    (one, other) => other.requests - one.requests || (one.newestId < other.newestId ? 1 : -1),
  );
  return first?.purpose;
}

export interface FileLeads {
  /** Commands that read find the jobs of the plan by the file alone. */
  readonly toRead: boolean;
  /** So do those that buy, which do not look under another purpose than that of the file. */
  readonly toBuy: boolean;
}

/** Whether a file alone leads to the jobs of a plan that flags made of it, or will once they are there. */
export async function leadsToPlan(
  deps: Deps,
  options: StoreOptions,
  { given, jobClient, plan }: Pick<BatchName, "given" | "jobClient"> & { readonly plan: Plan },
): Promise<FileLeads> {
  const { own, found, isOwnUsed } = await readFile(deps, options, { given, jobClient });
  const isOwn = own.purpose === plan.purpose;
  const toRead =
    found === undefined
      ? isOwn || !isOwnUsed
      : (found.meaning.purpose ?? found.plan.purpose) === plan.purpose &&
        hashesText(found.plan) === hashesText(plan);
  return { toRead, toBuy: toRead && isOwn };
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
