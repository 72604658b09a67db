import { type Approval, type ApprovalRule, type Grant, writeApproval } from "./approve/approval.ts";
import { recordFetched, refetchGone } from "./collect/record-file.ts";
import type { CollectedFile } from "./context/collector.ts";
import type { EngineContext } from "./context/engine-context.ts";
import type { SpendLimits } from "./context/spend-limits.ts";
import { createPollDispatcher } from "./dispatch/poll-dispatcher.ts";
import { type AdoptionResult, adoptForeign, type ForeignTask } from "./engine/adopt-foreign.ts";
import { createAdvance } from "./engine/advance.ts";
import { adoptTask, cancelJob, type HandResult, rejectUnknown, resumeWaiting } from "./engine/by-hand.ts";
import { catchUp } from "./engine/catch-up.ts";
import { createContext, type EngineOptions } from "./engine/engine-options.ts";
import { type EnqueueOptions, type EnqueueResult, enqueuePlan, repeatOf } from "./engine/enqueue.ts";
import type { Job } from "./engine/job-view.ts";
import { type PlanPreview, previewPlan } from "./engine/preview-plan.ts";
import { type JobQuery, queryJobs, type StoreSummary, summarizeStore } from "./engine/query-jobs.ts";
import { type JobHistory, readHistory } from "./engine/read-history.ts";
import { requireRetryable } from "./engine/require-retryable.ts";
import { isScoped, type RunOptions, runScoped } from "./engine/run-scoped.ts";
import { createRunner } from "./engine/runner.ts";
import { type EngineEvent, type EventQuery, readEvents } from "./events/event-feed.ts";
import { type Callback, receiveCallback } from "./follow/inbox.ts";
import type { TimingProfile } from "./follow/read-times.ts";
import { timingProfile } from "./follow/timing-profile.ts";
import { startOfDayMs } from "./ledger/day.ts";
import { type LedgerQuery, type LedgerSums, readLedger, sumLedger } from "./ledger/ledger.ts";
import { sealPlan } from "./plan/make-plan.ts";
import type { Plan } from "./plan/plan.ts";
import { withoutKey } from "./plan/without-key.ts";
import { getJob } from "./store/jobs.ts";
import type { JobRow, LedgerRow } from "./store/schema.ts";
import { StoreError } from "./store/store-error.ts";
import { recoverTask } from "./submit/late-tasks.ts";

/** Carries jobs from plan to file: each is bought once, whatever breaks. Several engines may share a store. */
export interface Engine {
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
   * With a batch, carries its jobs only.
   */
  run(options?: RunOptions): Promise<StoreSummary>;
  /** Works until `stop`. Calling it twice is the same as once. */
  start(): void;
  /** Resolves when the steps under way have ended. */
  stop(): Promise<void>;
  /** Newest first. */
  jobs(query?: JobQuery): Promise<readonly Job[]>;
  /** Throws StoreError `job_not_found`. */
  job(id: string): Promise<JobHistory>;
  summary(): Promise<StoreSummary>;
  /** How long tasks like this job's take, from accepted to done, by the store's own history. */
  timing(id: string): Promise<TimingProfile>;
  events(query?: EventQuery): AsyncIterable<EngineEvent>;
  cancel(id: string): Promise<HandResult>;
  /**
   * Looks the key of a job up that ended without a task: its create may have arrived late. True where a task was found: the job is
   * `running` again, and `run` follows it. Throws StoreError `retry_refused` when the look-up failed.
   */
  recover(id: string): Promise<boolean>;
  /**
   * Buys what a job wanted once more, as a new job with a new key; needs an approval of its own, see `retryPlan`.
   * Where `recover` finds a task, that job is continued and nothing is bought.
   */
  retry(id: string, options?: { readonly approvalId?: string }): Promise<EnqueueResult>;
  /**
   * The plan that `retry` will ask approval for. A key that the caller chose is not in it: it named the old job.
   * Throws StoreError `retry_refused` while the job may still bring its video, or may have been bought.
   */
  retryPlan(id: string): Promise<Plan>;
  adopt(id: string, taskId: string): Promise<HandResult>;
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
  /** A person's word that nothing was bought for a job in `unknown`. */
  review(id: string, verdict: { readonly verdict: "not-bought"; readonly by: string }): Promise<HandResult>;
  /** Lets stopped pools and jobs over budget try again; with a batch, its own only. */
  resume(options?: { readonly batchId?: string }): Promise<void>;
  /** Takes a callback of the service. False for a repetition. */
  receive(callback: Callback): Promise<boolean>;
  /** Newest first. */
  ledger(query?: LedgerQuery): Promise<readonly LedgerRow[]>;
  budget(): Promise<Budget>;
}

interface Budget {
  readonly limits: SpendLimits;
  readonly today: LedgerSums;
  readonly total: LedgerSums;
}

export function createEngine(options: EngineOptions): Engine {
  const context = createContext(options);
  const { store, clock, random, provider } = context;
  const dispatcher = createPollDispatcher(context);
  options.callbacks?.subscribe(dispatcher.poke);
  const advance = createAdvance(context);
  const runner = createRunner((dispatch) => dispatcher.run(advance, dispatch));
  const { policy, outputDir } = options;
  const isRequired = options.requiresApproval ?? provider.spendsMoney;
  const rule: ApprovalRule = [options.approvals, policy?.approvals].includes("person") ? "person" : "any";
  const gate = { isRequired, rule, outputDir, ...(policy ? { policy } : {}) };

  async function enqueue(plan: Plan, given: EnqueueOptions = {}): Promise<EnqueueResult> {
    const result = await enqueuePlan(context, gate, { plan, ...given });
    dispatcher.poke();
    return result;
  }

  return {
    owner: context.owner,
    enqueue,
    preview: (plan, given = {}) =>
      previewPlan(store.reader, plan, { account: provider.account, repeat: repeatOf(given) }),
    retryPlan: (id) => retryPlan(context, id),
    approve(plan, grant) {
      const { account } = provider;
      const yes = { grant, kind: "person", account, nowMs: clock.nowMs(), random } as const;
      return store.write((db) => writeApproval(db, plan, yes));
    },
    async run(given = {}) {
      if (isScoped(given)) await runScoped(context, given);
      else await runner.until({ signal: given.signal, isUntilIdle: given.until !== "abort" });
      return summarizeStore(store.reader);
    },
    start: runner.start,
    stop: runner.stop,
    jobs: (query) => queryJobs(store.reader, query),
    job: (id) => readHistory(context, id),
    summary: () => summarizeStore(store.reader),
    timing: async (id) => timingProfile(context, await getJob(store.reader, id)),
    events: (query = {}) => readEvents({ store, clock, pollMs: context.timing.pollMs }, query),
    cancel: (id) => cancelJob(context, id),
    recover: (id) => recoverJob(context, id),
    retry: async (id, given = {}) =>
      (await recoverJob(context, id))
        ? continuedJob(await getJob(store.reader, id))
        : enqueue(await retryPlan(context, id), { ...given, retryOf: id }),
    adopt: (id, taskId) => adoptTask(context, id, taskId),
    adoptForeign: (task) => adoptForeign(context, { ...task, outputDir }),
    catchUp: (jobIds) => catchUp(context, jobIds),
    recordFile: (jobId, file) => recordFetched(context, jobId, file),
    refetchGone: (jobIds) => refetchGone(context, jobIds),
    review: (id, { by }) => rejectUnknown(context, id, by),
    async resume(given) {
      await resumeWaiting(context, given);
      dispatcher.poke();
    },
    async receive(callback) {
      const isNew = await receiveCallback(context, callback);
      if (isNew) dispatcher.poke();
      return isNew;
    },
    ledger: (query) => readLedger(store.reader, query),
    budget: () => readBudget(context),
  };
}

async function retryPlan(context: EngineContext, id: string): Promise<Plan> {
  const { planned, purpose, state, routeId } = await readHistory(context, id);
  requireRetryable({ id, state, routeId });
  return sealPlan(purpose, [await withoutKey(planned, context.plans)]);
}

const continuedJob = ({ id, batch_id: batchId }: JobRow): EnqueueResult => ({
  kind: "accepted",
  batchId,
  jobIds: [id],
  earlierJobIds: [id],
  isContinued: true,
});

async function recoverJob(context: EngineContext, id: string): Promise<boolean> {
  const result = await recoverTask(context, await getJob(context.store.reader, id));
  if (result.kind !== "failed") return result.kind === "found";
  const message = `the external ID of job ${id} could not be looked up (${result.message}), so its task may exist. Nothing was bought. Try again later`;
  throw new StoreError("retry_refused", message);
}

async function readBudget({ store, clock, provider: { account }, limits }: EngineContext): Promise<Budget> {
  const sinceMs = startOfDayMs(clock.nowMs());
  return {
    limits,
    today: await sumLedger(store.reader, { account, sinceMs }),
    total: await sumLedger(store.reader, { account }),
  };
}
