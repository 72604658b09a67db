import type { Unit } from "@klingkit/spec";
import type { KeysOf } from "@klingkit/spec/core";
import type { Clock } from "klingkit";
import {
  type Approval,
  type Grant,
  listApprovals,
  readApprovals,
  writeApproval,
} from "../approve/approval.ts";
import type { ApprovalPolicy } from "../approve/policy.ts";
import { traceApproval } from "../approve/trace-approval.ts";
import { withCheckedArguments } from "../arguments/check-arguments.ts";
import { refuseUnknown } from "../arguments/refuse-unknown.ts";
import { requireObjects } from "../arguments/require-arguments.ts";
import { createSystemClock } from "../clock/system-clock.ts";
import { findAsset, readAssets } from "../collect/results.ts";
import type { BudgetRefusal } from "../context/spend-limits.ts";
import { DEFAULT_TIMING } from "../context/timing.ts";
import type { ChargeQuery, LocalCharge } from "../ledger/charges.ts";
import { startOfDayMs } from "../ledger/day.ts";
import {
  type LedgerQuery,
  type LedgerScope,
  type LedgerSums,
  readLedger,
  sumLedger,
} from "../ledger/ledger.ts";
import type { JobsSpending, PurposeSpending } from "../ledger/purpose-spending.ts";
import type { Plan, PlannedJob } from "../plan/plan.ts";
import { type PoolPause, readPauses } from "../slots/read-pauses.ts";
import { type PoolUse, readPools } from "../slots/read-pools.ts";
import type { AccountKey, Buyer } from "../store/account-key.ts";
import { readAccountNames } from "../store/earlier-accounts.ts";
import type { AssetRow, Db, LedgerRow } from "../store/schema.ts";
import type { Store } from "../store/store.ts";
import { guardTelemetry } from "../telemetry/guard-telemetry.ts";
import type { Telemetry } from "../telemetry/telemetry.ts";
import { JOB_CLIENT_ARGUMENTS } from "./job-client-arguments.ts";
import type { Job } from "./job-view.ts";
import { cancelJob, type DecisionResult } from "./manual-decisions.ts";
import type { PlanPreview } from "./preview-plan.ts";
import { type BatchQuery, type BatchSummary, queryBatches } from "./query-batches.ts";
import {
  countUnfinished,
  groupUnfinished,
  type JobName,
  type JobQuery,
  queryJobNames,
  queryJobs,
  readPlanned,
  readPrompts,
  type StoreSummary,
  summarizeStore,
  type UnfinishedJobs,
} from "./query-jobs.ts";
import { type JobHistory, readHistories, readHistory } from "./read-history.ts";
import { review, type Verdict } from "./review.ts";

/** All that can be seen and decided without talking to a service: no key, no network. */
export interface JobClient {
  /** Newest first, of every account unless the query names one. */
  jobs(query?: JobQuery): Promise<readonly Job[]>;
  /** Like `jobs`, without what would fill the memory with long lists. */
  jobNames(query?: JobQuery): Promise<readonly JobName[]>;
  /** Newest first. */
  batches(query?: BatchQuery): Promise<readonly BatchSummary[]>;
  /** What was planned, by job id: request, payload, price. */
  planned(jobIds: readonly string[]): Promise<ReadonlyMap<string, PlannedJob>>;
  /** What jobs asked for in words, by job id; jobs without a prompt are absent. */
  prompts(jobIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Results on the disk by job id, in the order of the service; jobs without any are absent. */
  assets(jobIds: readonly string[]): Promise<ReadonlyMap<string, readonly AssetRow[]>>;
  /** A file on the disk by its SHA-256; the newest of several that are equal. Undefined for none. */
  asset(sha256: string): Promise<AssetRow | undefined>;
  /** Throws StoreError `job_not_found`. */
  job(id: string): Promise<JobHistory>;
  /** Like `job` for many, in the order of the ids; jobs that are not there are left out. */
  histories(jobIds: readonly string[]): AsyncIterable<JobHistory>;
  summary(): Promise<StoreSummary>;
  /** How many jobs of each account have not come to rest; accounts without any are absent. */
  unfinished(): Promise<ReadonlyMap<string, number>>;
  /** The same of these accounts, by state and by what the jobs wait for. */
  unfinishedOf(accounts: readonly AccountKey[]): Promise<readonly UnfinishedJobs[]>;
  /** Newest first. */
  ledger(query?: LedgerQuery): Promise<readonly LedgerRow[]>;
  sums(scope?: LedgerScope): Promise<LedgerSums>;
  /** What is booked for each job that has a task, or was or may be charged; oldest first. */
  charges(query: ChargeQuery): Promise<readonly LocalCharge[]>;
  /** Number of the newest event; 0 in a new store. */
  lastEventSeq(): Promise<number>;
  /** Sums per account and unit, today (by UTC) and ever; units of the video pack before others. */
  spending(): Promise<readonly AccountSpending[]>;
  /** Sums per purpose, account and unit, over all time. Default: of every purpose. */
  purposeSpending(query?: { readonly purpose?: string }): Promise<readonly PurposeSpending[]>;
  /** Sums per account and unit of all entries of a batch, of a purpose, or of listed jobs. */
  jobsSpending(query: Pick<LedgerQuery, "batchId" | "purpose" | "jobIds">): Promise<readonly JobsSpending[]>;
  /** Puts a person's yes to a plan on record. Single use; `accounts`: those of the plan's jobs, in their order. Without any it holds for all. */
  approve(plan: Plan, grant: Grant, accounts?: readonly AccountKey[]): Promise<Approval>;
  /** What a run of the plan for these accounts would buy, and which jobs are there already. Keeps what else the accounts are called. */
  preview(
    plan: Plan,
    accountFor: (job: PlannedJob) => Buyer,
    /** `again`: of a run that buys everything again. Default: of one that continues. */
    options?: { readonly again?: boolean },
  ): Promise<PlanPreview>;
  /** The first limit of a policy that a run of the plan would break now; undefined when all hold. */
  findOverLimit(
    plan: Plan,
    policy: ApprovalPolicy,
    accountFor: (job: PlannedJob) => AccountKey,
  ): Promise<BudgetRefusal | undefined>;
  /** Keeps a plan, so that it can be approved and run by its hash. Keeping it again changes nothing. */
  keepPlan(plan: Plan): Promise<void>;
  /** A plan that was kept; undefined where none has this hash. Throws PlanError for one that was altered since. */
  plan(hash: string): Promise<Plan | undefined>;
  /** Unused and not expired ones of a plan, the last to expire first. */
  approvals(planHash: string): Promise<readonly Approval[]>;
  /** All that were ever given, used and expired ones among them; newest first. */
  allApprovals(options: { readonly limit: number }): Promise<readonly Approval[]>;
  cancel(id: string): Promise<DecisionResult>;
  /**
   * A person's word. `not-bought`: for a job in `unknown`, nothing was bought. `gone`: the service will give no file any more for a
   * job that waits for its link; the job becomes `expired`, and can be retried.
   */
  review(id: string, verdict: Verdict): Promise<DecisionResult>;
  /** Slots that jobs hold now: number, from 1 in its pool, by job id. */
  slots(): Promise<ReadonlyMap<string, number>>;
  /** Pools in which tasks run now, of every account: how many run, and how many may. */
  pools(): Promise<readonly PoolUse[]>;
  /** Every name that jobs of an account are kept under, as far as the store knows. */
  namesOf(key: AccountKey): Promise<readonly string[]>;
  /** Where jobs of an account wait for the service, and when the next create is tried. */
  pauses(key: AccountKey): Promise<readonly PoolPause[]>;
  /** Names of the processes that work on jobs of the store now, as events have them; some may work on certain batches only. */
  workers(): Promise<readonly string[]>;
}

export interface AccountSpending {
  readonly provider: string;
  readonly account: string;
  readonly unit: Unit;
  readonly today: LedgerSums;
  readonly total: LedgerSums;
}

export interface JobClientOptions {
  readonly clock?: Clock;
  /** 0 ≤ random < 1. */
  readonly random?: () => number;
  /** Where approvals are reported. Default: nowhere. */
  readonly telemetry?: Telemetry;
}

const OPTIONS: KeysOf<JobClientOptions> = {
  clock: true,
  random: true,
  telemetry: true,
};

/** Opens the job client of a store. */
export function openJobClient(store: Store, options: JobClientOptions = {}): JobClient {
  requireObjects("openJobClient", { store });
  refuseUnknown("openJobClient", options, OPTIONS);
  return withCheckedArguments("jobClient", createJobClient(store, options), JOB_CLIENT_ARGUMENTS);
}

function createJobClient(store: Store, options: JobClientOptions): JobClient {
  const { clock = createSystemClock(), random = Math.random, telemetry: reports } = options;
  const { reader } = store;
  const context = { store, clock, timing: DEFAULT_TIMING };
  const telemetry = reports && guardTelemetry(reports, () => {});

  return {
    jobs: (query) => queryJobs(reader, query),
    jobNames: (query) => queryJobNames(reader, query),
    batches: (query) => queryBatches(reader, query),
    planned: (jobIds) => readPlanned(reader, jobIds),
    prompts: (jobIds) => readPrompts(reader, jobIds),
    assets: (jobIds) => readAssets(reader, jobIds),
    asset: (sha256) => findAsset(reader, sha256),
    job: (id) => readHistory(context, id),
    histories: (jobIds) => readHistories(reader, jobIds),
    summary: () => summarizeStore(reader),
    unfinished: () => countUnfinished(reader),
    unfinishedOf: (accounts) => groupUnfinished(reader, accounts),
    ledger: (query) => readLedger(reader, query),
    sums: (scope) => sumLedger(reader, scope),
    charges: async (query) => (await import("../ledger/charges.ts")).readCharges(reader, query),
    lastEventSeq: () => readLastSeq(reader),
    spending: () => readSpending(reader, clock.nowMs()),
    // Few commands ask for sums, so that lists of jobs do without their code.
    purposeSpending: async (query) =>
      (await import("../ledger/purpose-spending.ts")).readPurposeSpending(reader, query),
    jobsSpending: async (query) =>
      (await import("../ledger/purpose-spending.ts")).readJobsSpending(reader, query),
    approve: (plan, grant, accounts) =>
      traceApproval({ clock, telemetry }, { plan, grant }, (trace) =>
        store.write((db) =>
          writeApproval(db, plan, { grant, kind: "person", accounts, nowMs: clock.nowMs(), random, trace }),
        ),
      ),
    // Loaded when asked for: it seals plans, and so brings all of spec along, which lists of jobs do without.
    preview: async (plan, accountFor, { again = false } = {}) => {
      const { previewAndRemember } = await import("./preview-plan.ts");
      const repeat = again ? "again" : "continue";
      return previewAndRemember(store, plan, { accountFor, repeat, nowMs: clock.nowMs() });
    },
    findOverLimit: async (plan, policy, accountFor) =>
      (await import("./find-over-limit.ts")).findOverLimit(reader, plan, {
        policy,
        accountFor,
        nowMs: clock.nowMs(),
      }),
    // Loaded when asked for, as for `preview`.
    keepPlan: async (plan) => {
      const { storePlan } = await import("../plan/stored-plans.ts");
      await store.write((db) => storePlan(db, plan, clock.nowMs()));
    },
    plan: async (hash) => {
      const { findStoredPlan } = await import("../plan/stored-plans.ts");
      return findStoredPlan(reader, hash);
    },
    approvals: (planHash) => listApprovals(reader, planHash, clock.nowMs()),
    allApprovals: ({ limit }) => readApprovals(reader, limit),
    cancel: (id) => cancelJob(context, id),
    namesOf: async (key) => (await readAccountNames(reader))(key),
    review: (id, verdict) => review(context, id, verdict),
    pauses: (key) => readPauses(reader, key),
    pools: () => readPools(reader),
    workers: async () => {
      const { readLiveWorkers } = await import("../dispatch/live-workers.ts");
      return readLiveWorkers(reader, { nowMs: clock.nowMs(), leaseMs: DEFAULT_TIMING.leaseMs });
    },
    async slots() {
      const rows = await reader.selectFrom("slot").selectAll().where("job_id", "is not", null).execute();
      return new Map(rows.map(({ job_id, n }) => [job_id ?? "", n]));
    },
  };
}

async function readLastSeq(reader: Db): Promise<number> {
  const row = await reader
    .selectFrom("event")
    .select((event) => event.fn.max("seq").as("seq"))
    .executeTakeFirst();
  return Number(row?.seq ?? 0);
}

/** Sums per account and unit, on the day of this moment and ever. */
async function readSpending(reader: Db, nowMs: number): Promise<readonly AccountSpending[]> {
  const rows = await reader
    .selectFrom("ledger")
    .select(["provider", "account", "unit"])
    .distinct()
    .orderBy("account")
    .orderBy("provider")
    .orderBy("unit", "desc")
    .execute();
  const sinceMs = startOfDayMs(nowMs);
  return Promise.all(
    rows.map(async ({ provider, account, unit }) => ({
      provider,
      account,
      unit,
      today: await sumLedger(reader, { provider, account, unit, sinceMs }),
      total: await sumLedger(reader, { provider, account, unit }),
    })),
  );
}
