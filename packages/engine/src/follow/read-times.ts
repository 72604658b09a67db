/** How long tasks of a kind took, from accepted to done. */
export interface TimingProfile {
  /** Hardly any was done earlier. */
  readonly earlyMs: number;
  /** Hardly any took longer. */
  readonly lateMs: number;
}

/** Densest distance of two reads. INF */
const STEP_MIN_MS = 1200;
/** Of a task that is read alone, while it usually ends: half the requests of a 5 s poll. INF */
const STEP_MAX_MS = 5000;
/** How many times sparser reads are while a callback may still tell the end. INF */
const PATIENCE = 5;
const TAIL_MAX_MS = 60_000;
/** Of the time by which nearly all tasks are done. INF */
const SAFETY_FACTOR = 1.5;
/** Reads that cover the time in which most tasks end. */
const STEPS = 4;
/** How far into the first step a task that is read alone is read first: at its start, next to none is done. */
const FIRST_SHARE = 0.5;

/** What the time of a read depends on; times are Unix ms. */
export interface ReadTime {
  readonly acceptedAtMs: number;
  readonly nowMs: number;
  readonly profile: TimingProfile;
  /** Tasks that one request reads together: what none would be worth alone is cheap for many. Default 1. */
  readonly sharedBy?: number;
  /** A callback may tell the end sooner than the reads, which is not known yet. Default false. */
  readonly isPatient?: boolean;
}

export interface FirstReadTime extends Pick<ReadTime, "acceptedAtMs" | "profile" | "isPatient"> {
  /** The service reads no two tasks in one request. Default false. */
  readonly isReadAlone?: boolean;
}

/**
 * The first read of several tasks together falls to the moment before which nothing is to be expected, that of one alone to half a
 * step behind it; a step behind it while a callback may come first.
 */
export function firstReadAtMs(task: FirstReadTime): number {
  const { acceptedAtMs, profile, isPatient, isReadAlone } = task;
  const earliestMs = acceptedAtMs + profile.earlyMs;
  if (isPatient) return nextReadAtMs({ ...task, nowMs: earliestMs });
  return isReadAlone ? earliestMs + Math.round(aloneStepMs(profile) * FIRST_SHARE) : earliestMs;
}

/** Between two reads of a task alone, while tasks of its kind usually end. */
const aloneStepMs = ({ earlyMs, lateMs }: TimingProfile): number =>
  Math.min(STEP_MAX_MS, (lateMs - earlyMs) / STEPS);

/** The read after one that found the task not done: dense while tasks usually end, sparser the later it gets. */
export function nextReadAtMs({ acceptedAtMs, nowMs, profile, sharedBy = 1, isPatient }: ReadTime): number {
  const { earlyMs, lateMs } = profile;
  const ageMs = Math.max(0, nowMs - acceptedAtMs);
  if (ageMs < earlyMs) return acceptedAtMs + earlyMs;
  const aloneMs = aloneStepMs(profile) * (isPatient ? PATIENCE : 1);
  const step = Math.max(Math.min(STEP_MIN_MS, lateMs / STEPS), aloneMs / sharedBy);
  if (ageMs <= lateMs) return nowMs + Math.max(1, Math.round(step));
  return nowMs + Math.round(Math.min(TAIL_MAX_MS, step + (ageMs - lateMs) / 2));
}

/** The read below callbacks that arrive: well after the time by which the task should have told its end. */
export function safetyReadAtMs(task: ReadTime): number {
  const safeMs = task.acceptedAtMs + task.profile.lateMs * SAFETY_FACTOR;
  return task.nowMs < safeMs ? Math.round(safeMs) : nextReadAtMs(task);
}

/** The read after one that contradicts a callback: reads may lag a little behind callbacks. */
export function soonReadAtMs({ nowMs, profile: { lateMs } }: ReadTime): number {
  return nowMs + Math.max(1, Math.round(Math.min(STEP_MIN_MS, lateMs / STEPS)));
}

/** Profile from past durations, newest first or in any order; undefined for too few. */
export function profileOf(durationsMs: readonly number[]): TimingProfile | undefined {
  if (durationsMs.length < 5) return undefined;
  const sorted = durationsMs.toSorted((left, right) => left - right);
  const at = (share: number) => sorted[Math.round((sorted.length - 1) * share)] ?? 0;
  return { earlyMs: Math.round(at(0.05)), lateMs: Math.round(at(0.95)) };
}

/** Without a history: around a usual time that is known for the model only, whatever the clip's length. */
export function assumedProfile(expectedMs: number): TimingProfile {
  return { earlyMs: Math.round(expectedMs * 0.6), lateMs: Math.round(expectedMs * 2) };
}
