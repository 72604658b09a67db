import {
  type AccountKey,
  JOB_STATES,
  type JobClient,
  type JobName,
  type JobState,
  REST_STATES,
  type UnfinishedJobs,
} from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
import type { CliError } from "../../errors/cli-error.ts";
import { MOST_JOBS, readJobSet } from "../../jobs/job-set.ts";
import { readLimitedBy } from "../../jobs/limited-by.ts";
import { type OtherJobs, unfinishedOfOthers } from "../../jobs/other-accounts.ts";
import { runFailure } from "../../jobs/run-failure.ts";
import { summarize } from "../../jobs/run-summary.ts";
import { underPolicy } from "../../session/next-commands.ts";

/** Unfinished jobs in one state for one reason. */
export interface LeftJobs extends UnfinishedJobs {
  /** Why the newest of them waits for a person, in words. */
  readonly message?: string;
}

/** What a worker leaves behind. */
export interface ShiftEnd {
  readonly left: readonly LeftJobs[];
  readonly others: OtherJobs;
  /** Command that continues with what is left. */
  readonly resume: string;
  /** Why not all is well, for a worker that was to work until nothing is left. */
  readonly failure?: CliError | undefined;
}

export interface ShiftEndInput {
  readonly jobClient: JobClient;
  readonly accounts: readonly AccountKey[];
  readonly resume: string;
  /** The policy file whose limits apply, as it was named; undefined for none. */
  readonly limitsFile: string | undefined;
  /** Name of this worker in events. */
  readonly owner: string;
  /** Jobs that this worker brought to a bad end. Absent for a worker that was stopped: it did what it was asked for. */
  readonly troubled?: readonly JobName[] | undefined;
}

export async function readShiftEnd(deps: Deps, input: ShiftEndInput): Promise<ShiftEnd> {
  const { jobClient, accounts, resume, limitsFile, troubled } = input;
  const left = await Promise.all(
    (await jobClient.unfinishedOf(accounts)).map((group) => withMessage(jobClient, accounts, group)),
  );
  const others = await unfinishedOfOthers(jobClient, accounts);
  return {
    left,
    others,
    resume: left.some(({ waitsFor }) => waitsFor === "budget") ? underPolicy(resume, limitsFile) : resume,
    failure: troubled && (await findFailure(deps, { ...input, troubled })),
  };
}

/** What only a person can change; a slot comes back, and another job ends. */
const FOR_PEOPLE = ["pool", "budget", "link"] as const;

async function withMessage(
  jobClient: JobClient,
  accounts: readonly AccountKey[],
  group: UnfinishedJobs,
): Promise<LeftJobs> {
  const waiting = FOR_PEOPLE.find((reason) => reason === group.waitsFor);
  if (waiting === undefined) return group;
  const [job] = await jobClient.jobs({ accounts, waiting: [waiting], limit: 1 });
  return job?.error ? { ...group, message: job.error.message } : group;
}

/** The end of `kling resume` in the same place: of what is left, and of what this worker could not bring to its file. */
async function findFailure(
  deps: Deps,
  {
    jobClient,
    accounts,
    resume,
    limitsFile,
    owner,
    troubled,
  }: ShiftEndInput & { readonly troubled: readonly JobName[] },
): Promise<CliError | undefined> {
  const open = await jobClient.jobNames({ accounts, states: OPEN_STATES, limit: MOST_JOBS });
  const names = new Map([...troubled, ...open].map((job) => [job.id, job]));
  const jobs = await readJobSet(jobClient, { listed: [...names.values()] });
  // A job that was made at this very moment is for the next worker: nothing keeps it.
  const judged = jobs.filter(
    ({ state, waitsFor, error }) =>
      !isOpen(state) || error !== undefined || (waitsFor !== undefined && waitsFor !== "slot"),
  );
  const summary = await summarize(jobClient, judged, { accounts, tookMs: 0 });
  const limitedBy = await readLimitedBy(jobClient, judged, owner);
  return runFailure(summary, { signal: deps.signal, resume, limitsFile, limitedBy });
}

const isOpen = (state: JobState): boolean => !REST_STATES.includes(state);

const OPEN_STATES = JOB_STATES.filter(isOpen);
