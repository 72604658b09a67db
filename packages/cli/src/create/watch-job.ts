import type { Engine, Job, JobClient } from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import type { Troubles } from "../jobs/troubles.ts";
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
  readonly troubles: Troubles;
}

const FRAME_MS = 120;
/** A trouble is shown for as long as it may take until it is heard of again. */
const SHOWN_MS = 60_000;

/** Shows on one line what a job is doing. Ends with the signal, and never throws for it. */
export async function watchJob(deps: Deps, input: WatchInput): Promise<void> {
  const { signal, isLive, troubles } = input;
  if (!isLive) return;
  const line = createLiveLine(deps, isLive);
  const startedAtMs = deps.clock.nowMs();
  // A line of its own would fall into this one, which shows the same.
  const unmute = troubles.mute();
  try {
    while (!signal.aborted) {
      const text = await lineText(deps, input, startedAtMs);
      if (text !== undefined) line.draw(text);
      await deps.clock.sleep(FRAME_MS, signal).catch(() => undefined);
    }
    line.clear();
  } finally {
    unmute();
  }
}

async function lineText(
  deps: Deps,
  { engine, jobClient, jobId, troubles }: WatchInput,
  startedAtMs: number,
): Promise<string | undefined> {
  const [trouble] = await troubles.ofStore(SHOWN_MS);
  if (trouble !== undefined) return `${trouble} klingkit tries again.`;
  const [job] = await jobClient.jobs({ ids: [jobId] });
  if (!job) return undefined;
  const text = progressText(job, { deps, startedAtMs, usualMs: await usualTime(engine, job) });
  return job.state === "running" && job.error ? `${text} (a read failed: ${job.error.message})` : text;
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
