import type { EngineEvent, JobHistory, JobState } from "@klingkit/engine";
import type { ReportMark, ReportSegment, Stage } from "./report-data.ts";

/** What a job does while it is in a state; absent for a state in which nothing happens. */
const STAGES: Readonly<Partial<Record<JobState, Stage>>> = {
  planned: "waiting",
  approved: "waiting",
  submitting: "sending",
  running: "running",
  succeeded: "downloading",
};

type Times = Pick<JobHistory, "events" | "state" | "createdAtMs" | "endedAtMs">;

/**
 * What a job did from when to when. One that is still at work ends at `nowMs`. A task that ended while no process looked runs until
 * its end, and then the job waits.
 */
export function segmentsOf(
  { events, state, createdAtMs, endedAtMs }: Times,
  nowMs: number,
): readonly ReportSegment[] {
  const segments: ReportSegment[] = [];
  let stage: Stage | undefined = "waiting";
  let fromMs = createdAtMs;
  const close = (toMs: number) => {
    if (stage === undefined || toMs <= fromMs) return;
    const isSeenLate =
      stage === "running" && endedAtMs !== undefined && endedAtMs > fromMs && endedAtMs < toMs;
    const endMs = isSeenLate ? endedAtMs : toMs;
    append(segments, { stage, fromMs, toMs: endMs });
    if (isSeenLate) append(segments, { stage: "waiting", fromMs: endMs, toMs });
  };
  for (const { to, atMs } of events) {
    if (to === undefined) continue;
    close(atMs);
    stage = STAGES[to];
    fromMs = atMs;
  }
  if (STAGES[state] !== undefined) close(nowMs);
  return segments;
}

/** Steps of the same stage one after the other are one. */
function append(segments: ReportSegment[], segment: ReportSegment): void {
  const last = segments.at(-1);
  if (last && last.stage === segment.stage && last.toMs === segment.fromMs)
    segments[segments.length - 1] = { ...last, toMs: segment.toMs };
  else segments.push(segment);
}

/** Nothing is sent or downloaded for longer: a process that was stopped meanwhile did nothing. */
const MOST_TRANSFER_MS = 600_000;

/** When something was done for a job: no wait, and no pause. */
export const busyTimesOf = (segments: readonly ReportSegment[]): readonly ReportSegment[] =>
  segments.flatMap((segment) => {
    const { stage, fromMs, toMs } = segment;
    if (stage === "waiting") return [];
    return stage === "running" ? segment : { ...segment, toMs: Math.min(toMs, fromMs + MOST_TRANSFER_MS) };
  });

type Time = Pick<ReportSegment, "fromMs" | "toMs">;

/** Shorter pauses are not told. */
export const LEAST_PAUSE_MS = 60_000;

/** The times at which at least one of these was, in order. */
export function mergeTimes(times: readonly Time[]): readonly Time[] {
  const merged: { fromMs: number; toMs: number }[] = [];
  for (const { fromMs, toMs } of times.toSorted((one, other) => one.fromMs - other.fromMs)) {
    const last = merged.at(-1);
    if (last && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs);
    else merged.push({ fromMs, toMs });
  }
  return merged;
}

/** How long at least one of these times was. */
export const totalMs = (times: readonly Time[]): number =>
  mergeTimes(times).reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);

/** Marks of a timeline. */
export const marksOf = (events: readonly EngineEvent[]): readonly ReportMark[] =>
  events.flatMap((event) => markOf(event) ?? []);

function markOf(event: EngineEvent): ReportMark | undefined {
  const { atMs, kind } = event;
  switch (kind) {
    case "job-answer-unclear":
      return { kind: "lost", atMs, text: `Response lost: ${event.data.message}` };
    case "job-answer-duplicate":
      return { kind: "trouble", atMs, text: `External ID already taken: ${event.data.message}` };
    case "job-adopted":
      return { kind: "found", atMs, text: `Task ${event.data.taskId} found by its external ID` };
    case "job-refused":
      return { kind: "refused", atMs, text: `Refused for now: ${event.data.message}` };
    case "job-reads-fail":
    case "job-download-fails":
      return { kind: "trouble", atMs, text: event.data.message };
    default:
      return undefined;
  }
}
