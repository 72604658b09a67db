import type { Engine, Job, JobClient } from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import { waitText } from "../jobs/wait-text.ts";
import { createLiveLine } from "../terminal/live-line.ts";

export interface WatchInput {
  readonly engine: Engine;
  readonly jobClient: JobClient;
  readonly jobId: string;
  /** Ends the watching. */
  readonly signal: AbortSignal;
  /** Redraws a line on standard error. */
  readonly isLive: boolean;
}

const FRAME_MS = 120;

/** Shows on one line what a job is doing. Ends with the signal, and never throws for it. */
export async function watchJob(deps: Deps, input: WatchInput): Promise<void> {
  const { engine, jobClient, jobId, signal, isLive } = input;
  if (!isLive) return;
  const { clock } = deps;
  const line = createLiveLine(deps, isLive);
  const startedAtMs = clock.nowMs();
  while (!signal.aborted) {
    const [job] = await jobClient.jobs({ ids: [jobId] });
    if (job) {
      const usualMs = await usualTime(engine, job);
      const text = progressText(job, { deps, startedAtMs, usualMs });
      line.draw(
        job.state === "running" && job.error ? `${text} (a read failed: ${job.error.message})` : text,
      );
    }
    await clock.sleep(FRAME_MS, signal).catch(() => undefined);
  }
  line.clear();
}

interface Moment {
  readonly deps: Deps;
  readonly startedAtMs: number;
  /** Until about then most tasks like this one are done. */
  readonly usualMs: number | undefined;
}

async function usualTime(engine: Engine, { id, state }: Job): Promise<number | undefined> {
  return state === "running" ? (await engine.timing(id)).lateMs : undefined;
}

const seconds = (ms: number): string => `${Math.max(0, Math.round(ms / 1000))} s`;

function progressText(job: Job, { deps, startedAtMs, usualMs }: Moment): string {
  const since = seconds(deps.clock.nowMs() - startedAtMs);
  if (deps.signal.aborted) return `stopping; job ${job.id} can be resumed`;
  switch (job.state) {
    case "approved":
      return `${waitingText(job, deps.clock.nowMs())} · ${since}`;
    case "submitting":
      return `${job.nextAtMs === undefined ? "sending" : "no response; looking for the task"} · ${since}`;
    case "running":
      return `${job.rawStatus ?? "submitted"} · ${since}${usualMs === undefined ? "" : `, usually up to ${seconds(usualMs)}`}`;
    default:
      return `downloading · ${since}`;
  }
}

function waitingText(job: Job, nowMs: number): string {
  const wait = waitText(job, nowMs);
  if (wait !== undefined) return wait.startsWith("for ") ? `waiting ${wait}` : wait;
  return job.error ? `refused for now, will be sent again: ${job.error.message}` : "sending";
}
