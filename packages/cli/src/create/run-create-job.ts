import type { JobHistory } from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import { withDetails } from "../failures/with-details.ts";
import { billedFor } from "../jobs/billed.ts";
import { JUST_NOW_MS } from "../jobs/troubles.ts";
import type { EngineSession } from "../jobs/with-engine.ts";
import { typeOfProduct } from "../session/task-types.ts";
import { isForPeople } from "../terminal/output.ts";
import { showWarnings, warningsJson } from "../terminal/warnings.ts";
import type { CreateOptions } from "./create-options.ts";
import {
  hasArrived,
  type OutcomeInput,
  outcomeError,
  type Reach,
  refusedError,
  traceOf,
} from "./create-outcome.ts";
import { printCreated } from "./print-created.ts";
import type { Purchase } from "./purchase.ts";
import { watchJob } from "./watch-job.ts";

export interface CreateJobInput {
  readonly options: CreateOptions;
  readonly purchase: Purchase;
  readonly timeoutMs: number;
  readonly session: EngineSession;
  readonly batchId: string;
  readonly jobId: string;
  /** Jobs of earlier commands that it takes results of. */
  readonly earlierJobIds: readonly string[];
}

/** A file that cannot be fetched within this time is left to `kling resume`; a download that has begun is finished. */
const FETCH_PATIENCE_MS = 60_000;

/** Runs the job of a create as far as the flags ask, and prints where it stands. */
export async function runCreateJob(deps: Deps, input: CreateJobInput): Promise<void> {
  try {
    await runAndPrint(deps, input);
  } catch (error) {
    // What was doubtful before may be why it was refused.
    throw withDetails(error, deps.signal, warningsJson(input.purchase.warnings));
  }
}

async function runAndPrint(deps: Deps, input: CreateJobInput): Promise<void> {
  const { options, purchase, session, jobId } = input;
  const reach: Reach = options.output !== undefined ? "rest" : options.wait ? "ended" : "accepted";
  const before = await judge(deps, input, reach);
  try {
    await whileWatched(deps, input, () => runJob(deps, input, reach));
  } catch (error) {
    // Whatever broke, the key is told, and what was bought under it where the store still answers.
    const last = await judge(deps, input, reach).catch(() => before);
    throw withDetails(error, deps.signal, traceOf(last));
  }
  const outcome = await judge(deps, input, reach);
  const { job, type } = outcome;
  if (hasArrived(job, reach)) {
    const history = await session.jobClient.job(jobId);
    const onEnded = () => session.engine.catchUp([jobId]);
    // With what was bought for it, in the same batch.
    const bought = await session.jobClient.jobs({ batchId: history.batchId });
    const billed = await billedFor(session.jobClient, bought);
    const isEmulated = session.services.all.every(({ isEmulator }) => isEmulator);
    const fileWarnings = fileWarningsOf(history);
    await printCreated(deps, {
      job: history,
      reach,
      options,
      purchase,
      type,
      onEnded,
      billed,
      isEmulated,
      fileWarnings,
    });
    return showWarnings(deps, options, fileWarnings);
  }
  const needsPerson = job.waitsFor === "pool" || job.waitsFor === "budget";
  if (!needsPerson) throw outcomeError(outcome);
  // The refusal ends this command: a job left behind would be bought by a later `resume`, beside whatever is typed then.
  const { kind } = await session.engine.cancel(jobId);
  // Refused: another process lets the pool try again at this moment, and carries the job.
  throw kind === "done" ? refusedError(job, traceOf(outcome)) : outcomeError(outcome);
}

/** What is doubtful about the files, or became of those that had their names. */
const fileWarningsOf = ({ events }: JobHistory): readonly { readonly message: string }[] =>
  events.flatMap(({ kind, data }) => {
    if (kind !== "job-collected") return [];
    const { others } = data;
    return [data, ...(Array.isArray(others) ? others : [])].flatMap((file) => {
      const message: unknown = Object(file).warning;
      return typeof message === "string" ? { message } : [];
    });
  });

async function runJob(
  { signal }: Deps,
  { session, batchId, jobId, earlierJobIds, timeoutMs }: CreateJobInput,
  reach: Reach,
): Promise<void> {
  const { engine, jobClient } = session;
  for (const id of earlierJobIds) {
    const earlier = await jobClient.job(id);
    if (!hasArrived(earlier, "ended")) await engine.run({ jobIds: [id], until: "ended", timeoutMs, signal });
  }
  // Whoever types a create lets a pool try again that an earlier refusal had stopped.
  await engine.resume({ batchId });
  await engine.run({ batchId, until: reach === "accepted" ? "accepted" : "ended", timeoutMs, signal });
  if (reach !== "rest" || (await jobClient.job(jobId)).state !== "succeeded") return;
  await engine.run({ batchId, timeoutMs: FETCH_PATIENCE_MS, signal });
}

async function judge(
  { signal }: Deps,
  { options, purchase, session, jobId }: CreateJobInput,
  reach: Reach,
): Promise<OutcomeInput> {
  return {
    job: await session.jobClient.job(jobId),
    reach,
    type: purchase.family === "legacy" ? typeOfProduct(purchase.product) : undefined,
    options,
    isInterrupted: signal.aborted,
    storeReasons: await session.troubles.ofStore(JUST_NOW_MS),
  };
}

async function whileWatched(deps: Deps, input: CreateJobInput, work: () => Promise<void>): Promise<void> {
  const { options, session, jobId } = input;
  const watching = new AbortController();
  const isLive = isForPeople(deps, options);
  const watched = watchJob(deps, { ...session, jobId, signal: watching.signal, isLive });
  try {
    await work();
  } finally {
    watching.abort();
    // A line that cannot be drawn must not hide what was bought.
    await watched.catch(() => undefined);
  }
}
