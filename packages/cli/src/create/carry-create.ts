import type { EnqueueOptions } from "@klingkit/engine";
import { passGate, type Workshop, withEngine } from "../commands/run/run-run.ts";
import type { Deps } from "../deps.ts";
import { typeOfProduct } from "../tasks/task-types.ts";
import { isForPeople } from "../terminal/output.ts";
import type { CreateOptions } from "./create-options.ts";
import { hasArrived, outcomeError, type Reach, rejectedError, traceOf } from "./create-outcome.ts";
import { approveCommand, createRefusalError } from "./create-refusal.ts";
import type { CreatePlan } from "./plan-create.ts";
import { planOfOne } from "./plan-of-one.ts";
import { printCreated } from "./print-created.ts";
import { watchJob } from "./watch-job.ts";

export interface CarryCreateInput {
  readonly options: CreateOptions;
  readonly create: CreatePlan;
  readonly timeoutMs: number;
  /** Prompt that came on standard input. */
  readonly pipedPrompt: string | undefined;
}

/** A file that cannot be fetched within this time is left to `kling resume`; a download that has begun is finished. */
const FETCH_PATIENCE_MS = 60_000;

/** Buys one video: plan, approval, and one job of the engine, carried as far as the flags ask. Other jobs are left alone. */
export async function carryCreate(deps: Deps, input: CarryCreateInput): Promise<void> {
  const { options, create } = input;
  const plan = await planOfOne(create, options);
  await withEngine(deps, options, async (workshop) => {
    const { engine, book } = workshop;
    const approveWith = approveCommand(deps, input);
    const { batchId, jobIds } = await passGate({
      deps,
      options,
      plan,
      book,
      enqueue: (given: EnqueueOptions) =>
        engine.enqueue(plan, { keepsPaths: options.output !== undefined, ...given }),
      approveWith,
      refuse: (refusal) => createRefusalError({ refusal, create, approveWith }),
    });
    await carryJob(deps, { ...input, workshop, batchId, jobId: jobIds[0] ?? "" });
  });
}

interface Carried extends CarryCreateInput {
  readonly workshop: Workshop;
  readonly batchId: string;
  readonly jobId: string;
}

async function carryJob(deps: Deps, carried: Carried): Promise<void> {
  const { options, create, workshop, batchId, jobId, timeoutMs } = carried;
  const { engine, book } = workshop;
  const reach: Reach = options.output !== undefined ? "rest" : options.wait ? "ended" : "accepted";
  // Whoever types a create lets a pool try again that an earlier refusal had stopped.
  await engine.resume({ batchId });
  await whileWatched(deps, carried, async () => {
    const until = reach === "accepted" ? "accepted" : "ended";
    await engine.run({ batchId, until, timeoutMs, signal: deps.signal });
    if (reach === "rest" && (await book.job(jobId)).state === "succeeded")
      await engine.run({ batchId, timeoutMs: FETCH_PATIENCE_MS, signal: deps.signal });
  });
  const job = await book.job(jobId);
  const { route } = create.compiled;
  const type = route.family === "legacy" ? typeOfProduct(route.operation?.product ?? "") : undefined;
  if (hasArrived(job, reach)) return printCreated(deps, { job, reach, options, create, type });
  const trouble = workshop.troubles.get(jobId);
  const outcome = { job, reach, type, options, isInterrupted: deps.signal.aborted, trouble };
  const needsPerson = job.waitsFor === "pool" || job.waitsFor === "budget";
  if (!needsPerson) throw outcomeError(outcome);
  // The refusal is the end of this command: a job left behind would be bought by a later `resume`, beside whatever is typed then.
  await engine.cancel(jobId);
  throw rejectedError(job, traceOf(outcome));
}

async function whileWatched(deps: Deps, carried: Carried, work: () => Promise<void>): Promise<void> {
  const { options, workshop, jobId } = carried;
  const watching = new AbortController();
  const watched = watchJob(deps, {
    ...workshop,
    jobId,
    signal: watching.signal,
    isLive: isForPeople(deps, options),
  });
  try {
    await work();
  } finally {
    watching.abort();
    // A line that cannot be drawn must not hide what was bought.
    await watched.catch(() => undefined);
  }
}
