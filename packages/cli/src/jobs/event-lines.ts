import type { EngineEvent, Job, JobName } from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import { externalIdJson } from "./external-id-json.ts";
import { readJobNames, readJobPages } from "./job-set.ts";
import { isPoolEvent, poolEventJson } from "./pool-news.ts";
import type { RunInput, View } from "./run-input.ts";
import { ownsName } from "./service.ts";
import { snakeCased } from "./snake-cased.ts";

/** One JSON object per event and line, for programs. */
export async function createEventLines(
  { io }: Deps,
  { engine, jobClient, jobs, services }: RunInput,
): Promise<View> {
  const names = await readJobNames(jobClient, jobs);
  const shown = new Map(names.map((job) => [job.id, job]));
  // Of a batch that goes on, only what is new.
  let lastSeq = await jobClient.lastEventSeq();
  const print = (event: EngineEvent) => {
    lastSeq = event.seq;
    const job = event.jobId === undefined ? undefined : shown.get(event.jobId);
    if (job) io.stdout.write(`${JSON.stringify(eventJson(event, job))}\n`);
    if (isPoolEvent(event) && ownsName(services, event.data.account)) {
      io.stdout.write(`${JSON.stringify(poolEventJson(event))}\n`);
    }
  };
  for await (const page of readJobPages(jobClient, names)) {
    for (const job of page) io.stdout.write(`${JSON.stringify(openingJson(job))}\n`);
  }
  return {
    async follow(signal) {
      for await (const event of engine.events({ afterSeq: lastSeq, signal })) print(event);
    },
    async finish() {
      for await (const event of engine.events({ afterSeq: lastSeq })) print(event);
    },
  };
}

const openingJson = (job: Job) => ({
  event: "job",
  job: job.id,
  name: job.name,
  state: job.state,
  batch: job.batchId,
  route: job.routeId,
  hash: job.planHash,
  ...externalIdJson(job),
  ...(job.taskId === undefined ? {} : { task_id: job.taskId }),
});

export function eventJson(
  { kind, atMs, to, data, worker }: EngineEvent,
  { id, name }: JobName,
): Readonly<Record<string, unknown>> {
  return {
    event: kind,
    at: new Date(atMs).toISOString(),
    job: id,
    name,
    ...(to === undefined ? {} : { state: to }),
    ...snakeCased(data),
    ...(worker === undefined ? {} : { worker }),
  };
}
