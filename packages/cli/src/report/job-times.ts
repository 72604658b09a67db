import { type EngineEvent, isFetching, type JobHistory, type JobState } from "@klingkit/engine";
import { isOwnTry } from "../jobs/sent-text.ts";
import type { ReportMark, ReportSegment, Stage } from "./report-data.ts";

/** What a job does while it is in a state; absent for a state in which nothing happens. */
const STAGES: Readonly<Partial<Record<JobState, Stage>>> = {
  planned: "waiting",
  approved: "waiting",
  submitting: "sending",
  running: "running",
  succeeded: "downloading",
};

type Times = Pick<JobHistory, "events" | "state" | "createdAtMs" | "endedAtMs" | "claimedUntilMs">;

/**
 * What a job did from when to when. One that is still at work ends at `nowMs`. A task that ended while no process looked runs until
 * its end, and then the job waits; so does one whose file nobody downloads yet.
 */
export function segmentsOf(times: Times, nowMs: number): readonly ReportSegment[] {
  const { events, state, createdAtMs, endedAtMs } = times;
  const segments: ReportSegment[] = [];
  let stage: Stage | undefined = "waiting";
  let fromMs = createdAtMs;
  const close = (toMs: number, downloadFromMs: number) => {
    if (stage === undefined || toMs <= fromMs) return;
    if (stage === "running" && endedAtMs !== undefined && endedAtMs > fromMs && endedAtMs < toMs) {
      append(segments, { stage, fromMs, toMs: endedAtMs });
      append(segments, { stage: "waiting", fromMs: endedAtMs, toMs });
    } else if (stage === "downloading" && downloadFromMs - fromMs > MOST_TURN_MS) {
      append(segments, { stage: "waiting", fromMs, toMs: Math.min(downloadFromMs, toMs) });
      append(segments, { stage, fromMs: downloadFromMs, toMs });
    } else append(segments, { stage, fromMs, toMs });
  };
  for (const event of events) {
    const { to, atMs } = event;
    if (to === undefined) continue;
    close(atMs, downloadStartOf(event));
    stage = STAGES[to];
    fromMs = atMs;
  }
  if (STAGES[state] !== undefined) close(nowMs, isFetching(times, nowMs) ? fromMs : nowMs);
  return segments;
}

/** A process that sees a task end downloads its file within this time. */
const MOST_TURN_MS = 1000;

/** When the download began that this event ends: events of earlier versions do not say it, and other ends had none. */
function downloadStartOf(event: EngineEvent): number {
  if (event.to !== "collected" || event.kind === "job-file-lost") return event.atMs;
  return event.kind === "job-collected" ? (event.data.startedAtMs ?? 0) : 0;
}

/** Steps of the same stage one after the other are one. */
function append(segments: ReportSegment[], segment: ReportSegment): void {
  if (segment.toMs <= segment.fromMs) return;
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

/** What stops a job until a person acts does not pass with time. */
const refusedText = ({ remedy }: { readonly remedy: string }): string =>
  remedy === "stop" ? "Refused" : "Refused for now";

const unsentMark = ({
  atMs,
  data,
}: Extract<EngineEvent, { kind: "job-refused" | "job-rejected" }>): ReportMark => ({
  kind: "trouble",
  atMs,
  text: `Nothing was sent: ${data.message}`,
});

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
      return isOwnTry(event)
        ? unsentMark(event)
        : { kind: "refused", atMs, text: `${refusedText(event.data)}: ${event.data.message}` };
    case "job-rejected":
      if (isOwnTry(event)) return unsentMark(event);
      // Without a remedy nobody refused it: a look-up has proved that no task was made.
      return event.data.remedy && { kind: "refused", atMs, text: `Refused: ${event.data.message}` };
    case "job-reads-fail":
    case "job-download-fails":
      return { kind: "trouble", atMs, text: event.data.message };
    default:
      return undefined;
  }
}
