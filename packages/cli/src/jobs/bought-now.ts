import type { Engine, EngineEvent, Job, JobClient, JobName } from "@klingkit/engine";

/** Nothing was accepted of these yet, as far as is known. */
const UNSENT_STATES = ["planned", "approved", "submitting"] as const;
/** Accepted by the service, and not ended without a charge. */
const BOUGHT: readonly Job["state"][] = ["running", "succeeded", "collected", "expired"];

/** How things were when a command began, and what it found since. */
export interface Beginning {
  /** Jobs that nothing was accepted of, as far as was known: the command may still buy them. */
  readonly unsent: ReadonlySet<string>;
  /** Jobs whose tasks were at the service already, under the same external IDs: an earlier send made them. */
  readAdopted(): Promise<ReadonlySet<string>>;
}

export async function readBeginning(
  { engine, jobClient }: { readonly engine: Pick<Engine, "events">; readonly jobClient: JobClient },
  names: readonly JobName[],
): Promise<Beginning> {
  const afterSeq = await jobClient.lastEventSeq();
  const ids = names.map(({ id }) => id);
  const found = await jobClient.jobNames({ ids, states: UNSENT_STATES, limit: ids.length });
  const unsent = new Set(found.map(({ id }) => id));
  return { unsent, readAdopted: () => findAdopted(engine.events({ afterSeq })) };
}

async function findAdopted(events: AsyncIterable<EngineEvent>): Promise<ReadonlySet<string>> {
  /** May have made the task: a request left. */
  const sent = new Set<string>();
  /** The first response was that the external ID has a task: no later request under it made one. */
  const taken = new Set<string>();
  const unclear = new Set<string>();
  const adopted = new Set<string>();
  for await (const { kind, jobId = "" } of events) {
    if (kind === "job-submitting") sent.add(jobId);
    if (kind === "job-answer-unclear") unclear.add(jobId);
    if (kind === "job-answer-duplicate" && !unclear.has(jobId)) taken.add(jobId);
    if (kind === "job-adopted" && (taken.has(jobId) || !sent.has(jobId))) adopted.add(jobId);
  }
  return adopted;
}

/** Those of the jobs that the command bought, or found. What is free, such as an element, counts as neither. */
export async function readGot(
  jobs: readonly Job[],
  { unsent, readAdopted }: Beginning,
): Promise<{ readonly bought: readonly Job[]; readonly adopted: readonly Job[] }> {
  const found = await readAdopted();
  const got = jobs.filter(
    ({ id, state, estimateUnits }) => unsent.has(id) && BOUGHT.includes(state) && estimateUnits !== 0,
  );
  return { bought: got.filter(({ id }) => !found.has(id)), adopted: got.filter(({ id }) => found.has(id)) };
}
