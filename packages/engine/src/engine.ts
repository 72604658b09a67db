import type { Unit } from "@klingkit/spec";
import { type Approval, type Grant, writeApproval } from "./approve/approval.ts";
import { traceApproval } from "./approve/trace-approval.ts";
import { withCheckedArguments } from "./arguments/check-arguments.ts";
import { refuseUnknown } from "./arguments/refuse-unknown.ts";
import { recordFetched, refetchGone } from "./collect/record-file.ts";
import type { CollectedFile } from "./context/collector.ts";
import type { EngineContext } from "./context/engine-context.ts";
import {
  accountOf,
  buyerOf,
  contextFor,
  contextOf,
  type EngineContexts,
  findContext,
} from "./context/engine-contexts.ts";
import type { SpendLimits } from "./context/spend-limits.ts";
import { createPollDispatcher } from "./dispatch/poll-dispatcher.ts";
import { type AdoptionResult, adoptForeign, type ForeignTask } from "./engine/adopt-foreign.ts";
import { adoptTask } from "./engine/adopt-task.ts";
import { advance } from "./engine/advance.ts";
import { createQuestions, type Questions } from "./engine/ask-questions.ts";
import { cancelAnywhere } from "./engine/cancel-anywhere.ts";
import { catchUp } from "./engine/catch-up.ts";
import { createEnqueue, gateOf } from "./engine/create-enqueue.ts";
import { createRetries } from "./engine/create-retries.ts";
import { ENGINE_ARGUMENTS } from "./engine/engine-arguments.ts";
import { createContexts, type EngineOptions } from "./engine/engine-options.ts";
import { type EnqueueOptions, type EnqueueResult, repeatOf } from "./engine/enqueue.ts";
import type { WhichJobs } from "./engine/find-scope.ts";
import type { Job } from "./engine/job-view.ts";
import { findJobsOfKey } from "./engine/keyed-jobs.ts";
import { type DecisionResult, resumeWaiting } from "./engine/manual-decisions.ts";
import { type PlanPreview, previewPlan } from "./engine/preview-plan.ts";
import { type JobQuery, queryJobs, type StoreSummary, summarizeStore } from "./engine/query-jobs.ts";
import { type JobHistory, readHistory } from "./engine/read-history.ts";
import { review, type Verdict } from "./engine/review.ts";
import { isScoped, type RunOptions, runScoped } from "./engine/run-scoped.ts";
import { createRunner } from "./engine/runner.ts";
import { type EngineEvent, EVENT_QUERY_NAMES, type EventQuery, readEvents } from "./events/event-feed.ts";
import { type Callback, receiveCallback } from "./follow/inbox.ts";
import type { TimingProfile } from "./follow/read-times.ts";
import { timingProfile } from "./follow/timing-profile.ts";
import { startOfDayMs } from "./ledger/day.ts";
import {
  addSums,
  type LedgerQuery,
  type LedgerScope,
  type LedgerSums,
  readLedger,
  sumLedger,
} from "./ledger/ledger.ts";
import { groupByAccount } from "./plan/group-by-account.ts";
import type { Plan, PlannedJob } from "./plan/plan.ts";
import { getJob } from "./store/jobs.ts";
import type { JobRow, LedgerRow } from "./store/schema.ts";

/** Runs jobs from plan to file: each is bought once, whatever breaks. Several engines may share a store. */
export interface Engine extends Questions {
  /** Name of this process in leases, and in the data of the events that it causes, as `worker`. */
  readonly owner: string;
  /** Puts a person's yes to a plan on record. Single use. */
  approve(plan: Plan, grant: Grant): Promise<Approval>;
  /** What `enqueue` with the same options would buy, and which jobs are there already. */
  preview(plan: Plan, options?: Pick<EnqueueOptions, "continues" | "again">): Promise<PlanPreview>;
  /** Makes jobs of a plan, or says as data why not. Nothing is sent before `run` or `start`. */
  enqueue(plan: Plan, options?: EnqueueOptions): Promise<EnqueueResult>;
  /**
   * Works until nothing is left that time or the service will bring; an abort leaves everything resumable.
   * With a batch or jobs, carries these only.
   */
  run(options?: RunOptions): Promise<StoreSummary>;
  /** Works until `stop`. Calling it twice is the same as once. */
  start(): void;
  /** Resolves when the steps under way have ended. */
  stop(): Promise<void>;
  /** Newest first. */
  jobs(query?: JobQuery): Promise<readonly Job[]>;
  /** Ids of the jobs that `enqueue` with this key has made, in the order of its plan; empty for an unknown key. */
  jobsOfKey(key: string): Promise<readonly string[]>;
  /** Throws StoreError `job_not_found`. */
  job(id: string): Promise<JobHistory>;
  summary(): Promise<StoreSummary>;
  /** How long tasks like this job's take, from accepted to done, by the store's own history. */
  timing(id: string): Promise<TimingProfile>;
  events(query?: EventQuery): AsyncIterable<EngineEvent>;
  /** Takes back a job that was not sent yet, or whose task waits at a service that can cancel it. */
  cancel(id: string): Promise<DecisionResult>;
  /**
   * Looks the key of a job up that ended without a task: its create may have arrived late. True where a task was found: the job is
   * `running` again, and `run` follows it. Throws StoreError `retry_refused` when the look-up failed.
   */
  recover(id: string): Promise<boolean>;
  /**
   * Buys what a job wanted once more, as a new job with a new key; needs an approval of its own, see `retryPlan`.
   * Where `recover` finds a task, that job is continued and nothing is bought. So is the newest retry of a job that was retried
   * already: two calls beside each other buy once. For another take, retry the newest job.
   */
  retry(id: string, options?: Pick<EnqueueOptions, "approvalId" | "outputDir">): Promise<EnqueueResult>;
  /**
   * The plan that `retry` will ask approval for. A key that the caller chose is not in it: it named the old job.
   * Throws StoreError `retry_refused` while the job may still bring its video, may have been bought, or was retried already.
   */
  retryPlan(id: string): Promise<Plan>;
  /**
   * Buys what several jobs wanted once more, under one approval, see `retryAllPlan`; jobs that take results of others among them get
   * the new ones. Two calls beside each other buy once: a job that was retried or found since stands for itself.
   */
  retryAll(
    ids: readonly string[],
    options?: Pick<EnqueueOptions, "approvalId" | "outputDir">,
  ): Promise<EnqueueResult>;
  /**
   * The plan that `retryAll` will ask approval for: jobs of one purpose that ended without their results, in this order. Throws
   * StoreError `retry_refused` where one of them may still bring its result, may have been bought, or was retried already.
   */
  retryAllPlan(ids: readonly string[]): Promise<Plan>;
  adopt(id: string, taskId: string): Promise<DecisionResult>;
  /** Makes a job of a task that another tool has made: `run` collects its file, and its price is what the service reports. */
  adoptForeign(task: ForeignTask): Promise<AdoptionResult>;
  /**
   * Reads the tasks of these jobs now and records what is seen: ends, charges, and tasks found under keys whose answer
   * was lost. Sends no create and fetches no file. Jobs that another process works on are left to it.
   */
  catchUp(jobIds: readonly string[]): Promise<void>;
  /** Records a file that was fetched for a job outside a run. False where the job needs none, or another process fetches it. */
  recordFile(jobId: string, file: CollectedFile): Promise<boolean>;
  /** Makes collected jobs whose file is no longer on this disk due again: `run` fetches them anew. Returns their ids. */
  refetchGone(jobIds: readonly string[]): Promise<readonly string[]>;
  /**
   * A person's word. `not-bought`: for a job in `unknown`, nothing was bought. `gone`: the service will give no file any more for a
   * job that waits for its link; the job becomes `expired`, and can be retried.
   */
  review(id: string, verdict: Verdict): Promise<DecisionResult>;
  /** Lets stopped pools and jobs over budget try again; with a batch or jobs, these only. */
  resume(options?: WhichJobs): Promise<void>;
  /** Takes a callback of the service. False for a repetition. */
  receive(callback: Callback): Promise<boolean>;
  /** Newest first. */
  ledger(query?: LedgerQuery): Promise<readonly LedgerRow[]>;
  /** Of one unit, over the accounts of the engine. Default: units of the video pack. */
  budget(unit?: Unit): Promise<Budget>;
}

interface Budget {
  readonly limits: SpendLimits;
  readonly today: LedgerSums;
  readonly total: LedgerSums;
}

export function createEngine(options: EngineOptions): Engine {
  const contexts = createContexts(options);
  const [context] = contexts;
  const { store, clock, random } = context;
  const dispatcher = createPollDispatcher(contexts);
  options.callbacks?.subscribe(dispatcher.poke);
  const runner = createRunner((dispatch) => dispatcher.run(advance, dispatch));
  const { outputDir } = options;
  const accountFor = (job: PlannedJob) => buyerOf(contextFor(contexts, job));
  const enqueue = createEnqueue(contexts, gateOf(contexts, options), dispatcher.poke);

  /** For what is done to one job: speaks for the job's account. */
  async function withJob<Result>(
    id: string,
    use: (own: EngineContext, job: JobRow) => Promise<Result>,
  ): Promise<Result> {
    const job = await getJob(store.reader, id);
    return use(contextOf(contexts, job), job);
  }

  const engine: Engine = {
    owner: context.owner,
    enqueue,
    preview: (plan, given = {}) =>
      previewPlan(store.reader, plan, { accountFor, repeat: repeatOf(given), nowMs: clock.nowMs() }),
    approve(plan, grant) {
      const accounts = groupByAccount(plan.jobs, accountFor);
      const yes = { grant, kind: "person", accounts, nowMs: clock.nowMs(), random } as const;
      return traceApproval(context, { plan, grant }, (trace) =>
        store.write((db) => writeApproval(db, plan, { ...yes, trace })),
      );
    },
    ...createQuestions(context, accountFor),
    async run(given = {}) {
      if (isScoped(given)) await runScoped(contexts, given);
      else await runner.until({ signal: given.signal, isUntilIdle: given.until !== "abort" });
      return summarizeStore(store.reader);
    },
    start: runner.start,
    stop: runner.stop,
    ...createReads(contexts),
    cancel: (id) => withJob(id, cancelAnywhere),
    ...createRetries(contexts, enqueue),
    adopt: (id, taskId) => withJob(id, (own) => adoptTask(own, id, taskId)),
    adoptForeign: (task) =>
      adoptForeign(contextFor(contexts, { name: task.taskId, ...task }), { ...task, outputDir }),
    async catchUp(jobIds) {
      for (const own of contexts) await catchUp(own, jobIds);
    },
    recordFile: (jobId, file) => withJob(jobId, (own) => recordFetched(own, jobId, file)),
    async refetchGone(jobIds) {
      const again: string[] = [];
      for (const own of contexts) again.push(...(await refetchGone(own, jobIds)));
      return again;
    },
    review: (id, verdict) => review(context, id, verdict),
    async resume(given) {
      for (const own of contexts) await resumeWaiting(own, given);
      dispatcher.poke();
    },
    async receive(callback) {
      const isNew = await receiveCallback(context, callback);
      if (isNew) dispatcher.poke();
      return isNew;
    },
  };
  return withCheckedArguments("engine", engine, ENGINE_ARGUMENTS);
}

/** What an engine tells of its store. */
function createReads(
  contexts: EngineContexts,
): Pick<Engine, "jobs" | "jobsOfKey" | "job" | "summary" | "timing" | "events" | "ledger" | "budget"> {
  const [context] = contexts;
  const { store, clock } = context;
  return {
    jobs: (query) => queryJobs(store.reader, query),
    jobsOfKey: (key) => findJobsOfKey(store.reader, { key, accounts: contexts.map(accountOf) }),
    job: (id) => readHistory(context, id),
    summary: () => summarizeStore(store.reader),
    async timing(id) {
      const job = await getJob(store.reader, id);
      return timingProfile(findContext(contexts, job) ?? context, job);
    },
    events(query = {}) {
      refuseUnknown("engine.events", query, EVENT_QUERY_NAMES);
      return readEvents({ store, clock, pollMs: context.timing.pollMs }, query);
    },
    ledger: (query) => readLedger(store.reader, query),
    budget: (unit) => readBudget(contexts, unit),
  };
}

async function readBudget(contexts: EngineContexts, unit: Unit = "video"): Promise<Budget> {
  const [{ store, clock, limits }] = contexts;
  const sinceMs = startOfDayMs(clock.nowMs());
  const accounts = contexts.map(accountOf);
  const sum = async (scope: LedgerScope) =>
    addSums(await Promise.all(accounts.map((key) => sumLedger(store.reader, { ...key, unit, ...scope }))));
  return { limits, today: await sum({ sinceMs }), total: await sum({}) };
}
