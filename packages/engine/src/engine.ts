import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import type { Clock } from "klingkit";
import { type Approval, type Grant, writeApproval } from "./approve/approval.ts";
import { limitsOf, type StandingPolicy } from "./approve/policy.ts";
import { collectJob } from "./collect/collect-job.ts";
import { type Collector, createCollector } from "./collect/collector.ts";
import type { Advance } from "./dispatch/dispatcher.ts";
import { createPollDispatcher } from "./dispatch/poll-dispatcher.ts";
import { adoptTask, cancelJob, type HandResult, rejectUnknown, resumeWaiting } from "./engine/by-hand.ts";
import { type EnqueueOptions, type EnqueueResult, enqueuePlan } from "./engine/enqueue.ts";
import type { Job } from "./engine/job-view.ts";
import {
  type JobHistory,
  type JobQuery,
  queryJobs,
  readHistory,
  type StoreSummary,
  summarizeStore,
} from "./engine/query-jobs.ts";
import { createRunner } from "./engine/runner.ts";
import {
  DEFAULT_TIMING,
  DEFAULT_WIDTH,
  type EngineContext,
  type EngineTiming,
  type EngineWidth,
} from "./engine/settings.ts";
import { createSystemClock } from "./engine/system-clock.ts";
import { type EngineEvent, type EventQuery, readEvents } from "./events/event-feed.ts";
import { followJobs } from "./follow/follow-jobs.ts";
import { type Callback, receiveCallback } from "./follow/inbox.ts";
import { type LedgerScope, type LedgerSums, sumLedger } from "./ledger/ledger.ts";
import { type SpendLimits, startOfDayMs } from "./ledger/limits.ts";
import type { PlanContext } from "./plan/load-media.ts";
import { sealPlan } from "./plan/make-plan.ts";
import type { Plan } from "./plan/plan.ts";
import type { Provider } from "./provider/provider.ts";
import { DEFAULT_SLOT_SETTINGS, type SlotSettings } from "./slots/slot-settings.ts";
import type { LedgerRow } from "./store/schema.ts";
import type { Store } from "./store/store.ts";
import { reconcile } from "./submit/reconcile.ts";
import { submitJobs } from "./submit/submit-jobs.ts";

export interface EngineOptions {
  readonly store: Store;
  readonly provider: Provider;
  /** Reads images when a create is sent; the same that made the plan. */
  readonly loadImage: PlanContext["loadImage"];
  /** Where results go; a plan's paths are relative to it. */
  readonly outputDir: string;
  /** Standing yes. Default: none. */
  readonly policy?: StandingPolicy;
  /** Beside those of the policy; the smaller one holds. */
  readonly limits?: SpendLimits;
  /** Asks for approval even where nothing is spent. Default: what the provider says. */
  readonly requiresApproval?: boolean;
  readonly slots?: Partial<SlotSettings>;
  readonly timing?: Partial<EngineTiming>;
  readonly width?: Partial<EngineWidth>;
  /** Where the service reports changes; see `receive`. */
  readonly callbackUrl?: string;
  readonly collector?: Collector;
  readonly clock?: Clock;
  /** 0 ≤ random < 1. */
  readonly random?: () => number;
  /** Hears about failures that cost no job. Default: silent. */
  readonly onError?: (error: unknown, jobId?: string) => void;
}

/** Carries jobs from plan to file: each is bought once, whatever breaks. Several engines may share a store. */
export interface Engine {
  /** Puts a person's yes to a plan on record. Single use. */
  approve(plan: Plan, grant: Grant): Promise<Approval>;
  /** Makes jobs of a plan, or says as data why not. Nothing is sent before `run` or `start`. */
  enqueue(plan: Plan, options?: EnqueueOptions): Promise<EnqueueResult>;
  /** Works until nothing is left that time or the service will bring; an abort leaves everything resumable. */
  run(options?: { readonly signal?: AbortSignal }): Promise<StoreSummary>;
  /** Works until `stop`. Calling it twice is the same as once. */
  start(): void;
  /** Resolves when the steps under way have ended. */
  stop(): Promise<void>;
  /** Newest first. */
  jobs(query?: JobQuery): Promise<readonly Job[]>;
  /** Throws StoreError `job_not_found`. */
  job(id: string): Promise<JobHistory>;
  summary(): Promise<StoreSummary>;
  events(query?: EventQuery): AsyncIterable<EngineEvent>;
  cancel(id: string): Promise<HandResult>;
  /** Buys what a job wanted once more, as a new job with a new key; needs an approval of its own, see `retryPlan`. */
  retry(id: string, options?: { readonly approvalId?: string }): Promise<EnqueueResult>;
  /** The plan that `retry` will ask approval for. */
  retryPlan(id: string): Promise<Plan>;
  adopt(id: string, taskId: string): Promise<HandResult>;
  /** A person's word that nothing was bought for a job in `unknown`. */
  review(id: string, verdict: { readonly verdict: "not-bought"; readonly by: string }): Promise<HandResult>;
  /** Lets stopped pools and jobs over budget try again. */
  resume(): Promise<void>;
  /** Takes a callback of the service. False for a repetition. */
  receive(callback: Callback): Promise<boolean>;
  /** Newest first. */
  ledger(query?: { readonly limit?: number; readonly batchId?: string }): Promise<readonly LedgerRow[]>;
  budget(): Promise<{ readonly limits: SpendLimits; readonly today: LedgerSums; readonly total: LedgerSums }>;
}

const LEDGER_PAGE = 200;

export function createEngine(options: EngineOptions): Engine {
  const context = contextOf(options);
  const { store, clock, random, provider } = context;
  const dispatcher = createPollDispatcher(context);
  const runner = createRunner((dispatch) => dispatcher.run(advanceWith(context), dispatch));
  const { policy, outputDir } = options;
  const isRequired = options.requiresApproval ?? provider.spendsMoney;
  const gate = { isRequired, outputDir, ...(policy ? { policy } : {}) };

  async function enqueue(plan: Plan, given: EnqueueOptions = {}): Promise<EnqueueResult> {
    const result = await enqueuePlan(context, gate, { plan, ...given });
    dispatcher.poke();
    return result;
  }

  async function retryPlan(id: string): Promise<Plan> {
    const { planned, purpose } = await readHistory(context, id);
    return sealPlan(purpose, [planned]);
  }

  return {
    enqueue,
    retryPlan,
    approve: (plan, grant) =>
      store.write((db) => writeApproval(db, plan, { grant, kind: "person", nowMs: clock.nowMs(), random })),
    async run({ signal } = {}) {
      await runner.untilIdle(signal);
      return summarizeStore(store.reader);
    },
    start: runner.start,
    stop: runner.stop,
    jobs: (query) => queryJobs(store.reader, query),
    job: (id) => readHistory(context, id),
    summary: () => summarizeStore(store.reader),
    events: (query = {}) => readEvents({ store, clock, pollMs: context.timing.pollMs }, query),
    cancel: (id) => cancelJob(context, id),
    retry: async (id, given = {}) => enqueue(await retryPlan(id), { ...given, retryOf: id }),
    adopt: (id, taskId) => adoptTask(context, id, taskId),
    review: (id, { by }) => rejectUnknown(context, id, by),
    async resume() {
      await resumeWaiting(context);
      dispatcher.poke();
    },
    async receive(callback) {
      const isNew = await receiveCallback(context, callback);
      if (isNew) dispatcher.poke();
      return isNew;
    },
    ledger: ({ limit = LEDGER_PAGE, batchId } = {}) => {
      const query = store.reader.selectFrom("ledger").selectAll().orderBy("seq", "desc").limit(limit);
      return (batchId === undefined ? query : query.where("batch_id", "=", batchId)).execute();
    },
    budget: async () => ({
      limits: context.limits,
      today: await sumLedger(store.reader, { sinceMs: startOfDayMs(clock.nowMs()) } satisfies LedgerScope),
      total: await sumLedger(store.reader),
    }),
  };
}

function contextOf(options: EngineOptions): EngineContext {
  const { store, provider, loadImage, policy, limits = {}, callbackUrl, collector, onError } = options;
  const clock = options.clock ?? createSystemClock();
  return {
    store,
    provider,
    clock,
    random: options.random ?? Math.random,
    timing: { ...DEFAULT_TIMING, ...options.timing },
    width: { ...DEFAULT_WIDTH, ...options.width },
    slots: { ...DEFAULT_SLOT_SETTINGS, ...options.slots },
    limits: smallest(limits, policy ? limitsOf(policy) : {}),
    owner: `${hostname()}:${process.pid}:${randomBytes(6).toString("hex")}`,
    plans: { loadImage },
    collector: collector ?? createCollector({ clock }),
    ...(callbackUrl === undefined ? {} : { callbackUrl }),
    onError: onError ?? (() => {}),
  };
}

function smallest(left: SpendLimits, right: SpendLimits): SpendLimits {
  const least = (name: "unitsPerRun" | "unitsPerDay") => {
    const known = [left[name], right[name]].filter((value) => value !== undefined);
    return known.length === 0 ? {} : { [name]: Math.min(...known) };
  };
  const models = { ...left.unitsPerModel };
  for (const [model, units] of Object.entries(right.unitsPerModel ?? {})) {
    models[model] = Math.min(units, models[model] ?? units);
  }
  const unitsPerModel = Object.keys(models).length === 0 ? {} : { unitsPerModel: models };
  return { ...least("unitsPerRun"), ...least("unitsPerDay"), ...unitsPerModel };
}

function advanceWith(context: EngineContext): Advance {
  return async (state, jobs, signal) => {
    switch (state) {
      case "approved":
        return submitJobs(context, jobs);
      case "submitting":
        await Promise.all(jobs.map((job) => reconcile(context, job)));
        return;
      case "running":
        return followJobs(context, jobs);
      case "succeeded":
        await Promise.all(jobs.map((job) => collectJob(context, job, signal)));
        return;
    }
  };
}
