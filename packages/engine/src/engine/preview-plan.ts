import type { Unit } from "@klingkit/spec";
import { countForPurpose, triggersFor } from "../approve/approval.ts";
import { readAssets } from "../collect/results.ts";
import { type ParentJob, readParents } from "../needs/read-parents.ts";
import { groupByAccount } from "../plan/group-by-account.ts";
import type { Plan, Trigger } from "../plan/plan.ts";
import { isEndedBadly } from "../state/transitions.ts";
import { rememberEarlierAccounts } from "../store/earlier-accounts.ts";
import type { JobState } from "../store/job-state.ts";
import type { AssetRow, Db, Waiting } from "../store/schema.ts";
import type { Store } from "../store/store.ts";
import { type BoughtElsewhere, findBoughtElsewhere } from "./bought-elsewhere.ts";
import { type Clash, findTakenKeys } from "./find-clash.ts";
import { type EarlierJobsOptions, findEarlierJobs } from "./find-earlier-jobs.ts";
import type { Job } from "./job-view.ts";

/** A job of an earlier run that stands for a request of a plan. */
export interface JobThere {
  readonly id: string;
  readonly batchId: string;
  readonly name: string;
  /** Another one than the plan's for what serves every purpose of the account, such as an element. */
  readonly purpose: string;
  /** What it costs at most, in `unit`; absent where nobody can tell. */
  readonly estimateUnits?: number;
  readonly unit: Unit;
  /** Also one that ended without a result: a run does not buy it again, unless it is told to. `approved`: a run sends it. */
  readonly state: JobState;
  /** What an `approved` or `succeeded` job waits for. */
  readonly waitsFor?: Waiting;
  /** Why it ended without a result, or has none yet. */
  readonly error?: NonNullable<Job["error"]>;
  /** Jobs of which it takes results. Absent: none. */
  readonly needs?: readonly ParentJob[];
  /** Where its file is, or will be. */
  readonly filePath: string;
  /** Its results on the disk. */
  readonly assets: readonly AssetRow[];
}

export interface BlockedRequest {
  readonly name: string;
  /** What it takes a result of: a job that ended without one, or another blocked request. */
  readonly parentName: string;
}

/** What running a plan would buy, and what is there already. */
export interface PlanPreview {
  /** The plan without what is there: what an approval is asked for. The plan itself where nothing is there. */
  readonly toBuy: Plan;
  /** Why running `toBuy` needs an approval: also what the store has for its purpose counts, and what purchases have proved. */
  readonly triggers: readonly Trigger[];
  /** Jobs that these accounts have made for the purpose before, also for other requests. */
  readonly earlierForPurpose: number;
  /** One per job of the plan, in its order; undefined for what would be bought. */
  readonly earlier: readonly (JobThere | undefined)[];
  /** Requests of `toBuy` that a run cancels at once, and sends nothing for: they take results of jobs that ended without them. */
  readonly blocked: readonly BlockedRequest[];
  /** Why a run of `toBuy` would be refused, however it is approved; absent where nothing is known. */
  readonly clash?: Clash;
  /** What other accounts of the store have bought of `toBuy`; empty where a plan is to be bought again. */
  readonly boughtElsewhere: readonly BoughtElsewhere[];
}

/** Keeps what else the accounts are called as well: what is shown as bought before must be found by their later keys, too. */
export async function previewAndRemember(
  store: Store,
  plan: Plan,
  options: EarlierJobsOptions,
): Promise<PlanPreview> {
  for (const { jobs } of groupByAccount(plan.jobs, options.accountFor))
    for (const job of jobs.slice(0, 1)) await rememberEarlierAccounts(store, options.accountFor(job));
  return previewPlan(store.reader, plan, options);
}

export async function previewPlan(db: Db, plan: Plan, options: EarlierJobsOptions): Promise<PlanPreview> {
  const { toBuy, earlier } = await findEarlierJobs(db, plan, options);
  const accounts = groupByAccount(plan.jobs, options.accountFor);
  const assets = await readAssets(
    db,
    earlier.flatMap((job) => job?.id ?? []),
  );
  const parents = await readParents(
    db,
    earlier.flatMap((job) => job ?? []),
  );
  const clash = await findTakenKeys(db, toBuy);
  return {
    toBuy,
    ...(clash ? { clash } : {}),
    triggers: await triggersFor(db, toBuy, groupByAccount(toBuy.jobs, options.accountFor)),
    blocked: findBlocked(plan, earlier),
    earlierForPurpose: await countForPurpose(db, plan.purpose, accounts),
    boughtElsewhere: options.repeat === "continue" ? await findBoughtElsewhere(db, toBuy, options) : [],
    earlier: earlier.map(
      (job) =>
        job && {
          id: job.id,
          batchId: job.batch_id,
          name: job.name,
          purpose: job.purpose,
          state: job.state,
          ...(job.waits_for === null ? {} : { waitsFor: job.waits_for }),
          filePath: job.file_path,
          unit: job.unit,
          ...(job.estimate_units === null ? {} : { estimateUnits: job.estimate_units }),
          ...(job.error_json === null
            ? {}
            : { error: JSON.parse(job.error_json) as NonNullable<Job["error"]> }),
          ...needsOf(parents.get(job.id)),
          assets: assets.get(job.id) ?? [],
        },
    ),
  };
}

const needsOf = (needs: readonly ParentJob[] | undefined): Pick<JobThere, "needs"> =>
  needs === undefined ? {} : { needs };

function findBlocked(
  { jobs }: Pick<Plan, "jobs">,
  earlier: readonly ({ readonly state: JobState } | undefined)[],
): readonly BlockedRequest[] {
  const lost = new Map(
    jobs.flatMap(({ hash, name }, at) => {
      const state = earlier[at]?.state;
      return state !== undefined && isEndedBadly(state) ? [[hash, name] as const] : [];
    }),
  );
  const found: BlockedRequest[] = [];
  // Until a round finds none: a request may stand before what it takes results of.
  for (let left = jobs.filter((_, at) => earlier[at] === undefined); left.length > 0; ) {
    const next = left.flatMap(({ hash, name, needs = [] }) => {
      const parentName = needs.map((need) => lost.get(need.hash)).find((parent) => parent !== undefined);
      return parentName === undefined ? [] : [{ hash, name, parentName }];
    });
    if (next.length === 0) break;
    for (const { hash, name, parentName } of next) {
      lost.set(hash, name);
      found.push({ name, parentName });
    }
    left = left.filter(({ hash }) => !lost.has(hash));
  }
  return found;
}
