import type { FaultRule } from "@klingkit/emulator";
import type { JobState } from "@klingkit/engine";

/** Something that breaks while one video is wanted, and what klingkit must make of it. */
export interface FaultRow {
  readonly name: string;
  /** For one account, which the run adds. */
  readonly rules?: readonly FaultRule[];
  /** Tasks of somebody else that hold the account's slots at the start. */
  readonly foreignTasks?: number;
  /** Concerns only a client that takes callbacks. */
  readonly hasCallbacks?: true;
  /** Concerns only a client that keeps books: keys of its own, several jobs, retries. */
  readonly needsBooks?: true;
  /** Different videos that are wanted. Default 1. */
  readonly videos?: number;
  /** All that the client has kept is gone after the purchase, and the same is wanted again. */
  readonly losesBooks?: true;
  /** Key that the caller chose, and that a foreign task has. */
  readonly takenKey?: string;
  /** A job that was given up is retried so much later, in emulated time. */
  readonly retryAfterMs?: number;
  /** Jump of the client's clock while the task runs. */
  readonly clockJumpMs?: number;
  /** The disk of the results is full for the first minutes. */
  readonly hasFullDisk?: true;
  readonly expected: Expectation;
}

export interface Expectation {
  readonly state: JobState;
  readonly sentAtMost: number;
  readonly billed: number;
  readonly delivered: number;
  readonly heldUnits: number;
}

const BOUGHT: Expectation = { state: "collected", sentAtMost: 2, billed: 1, delivered: 1, heldUnits: 0 };
const UNITS = 1.5;
const HOUR_MS = 3_600_000;
/** Creates of both families. */
const CREATE = { method: "POST", path: "/**text*video**" } as const;
const READ = { method: "GET" } as const;

type Action = FaultRule["action"];
const onCreate = (action: Action, times?: number): readonly FaultRule[] => [
  { match: CREATE, action, ...(times === undefined ? {} : { times }) },
];
const onRead = (action: Action, times: number): readonly FaultRule[] => [{ match: READ, times, action }];
/** The first time only. */
const once = (action: Action): readonly FaultRule[] => [{ match: {}, times: 1, action }];
const always = (action: Action): readonly FaultRule[] => [{ match: {}, action }];

const LIMIT: Action = { type: "business-error", code: 1303 };
const RATE: Action = { type: "business-error", code: 1302 };
const TAKEN: Action = {
  type: "business-error",
  code: 1201,
  message: "External_task_id fox already exists",
};
const LATE_MS = 480_000;
/** More reads than any client makes until the task is done. */
const MANY_READS = 16;

const CREATE_ROWS: readonly FaultRow[] = [
  { name: "nothing", expected: { ...BOUGHT, sentAtMost: 1 } },
  {
    name: "accepted, then reset, once",
    rules: onCreate({ type: "reset-after-accept" }, 1),
    expected: BOUGHT,
  },
  { name: "accepted, then reset, always", rules: onCreate({ type: "reset-after-accept" }), expected: BOUGHT },
  {
    name: "accepted, then 500",
    rules: onCreate({ type: "business-error", code: 5000, timing: "after" }, 1),
    expected: BOUGHT,
  },
  {
    name: "accepted, then 502 in HTML",
    rules: onCreate({ type: "html-error", status: 502, timing: "after" }, 1),
    expected: BOUGHT,
  },
  {
    name: "accepted, then 503",
    rules: onCreate({ type: "html-error", status: 503, timing: "after" }, 1),
    expected: BOUGHT,
  },
  {
    name: "accepted, then 504",
    rules: onCreate({ type: "html-error", status: 504, timing: "after" }, 1),
    expected: BOUGHT,
  },
  {
    name: "accepted, then truncated JSON",
    rules: onCreate({ type: "truncated-json" }, 1),
    expected: BOUGHT,
  },
  {
    name: "accepted, then no response before any deadline",
    rules: onCreate({ type: "hang", timing: "after", hangMs: 10 * HOUR_MS }, 1),
    expected: BOUGHT,
  },
  {
    name: "reset before it arrived",
    rules: onCreate({ type: "reset-before-accept" }, 1),
    expected: BOUGHT,
  },
  {
    name: "1303 for a quarter of an hour",
    rules: onCreate(LIMIT, 20),
    expected: { ...BOUGHT, sentAtMost: 21 },
  },
  {
    name: "1303: somebody else has all slots",
    foreignTasks: 5,
    // Slots of others are asked for every 12 s at most, each time refused clearly, so that a free one is found soon.
    expected: { ...BOUGHT, sentAtMost: 21 },
  },
  { name: "1302 three times", rules: onCreate(RATE, 3), expected: { ...BOUGHT, sentAtMost: 4 } },
  {
    name: "429 with 1102: no balance",
    rules: onCreate({ type: "business-error", code: 1102 }),
    expected: { state: "approved", sentAtMost: 1, billed: 0, delivered: 0, heldUnits: 0 },
  },
  {
    name: "400 with 1201: refused",
    rules: onCreate({ type: "business-error", code: 1201 }),
    expected: { state: "rejected", sentAtMost: 1, billed: 0, delivered: 0, heldUnits: 0 },
  },
  {
    name: "key refused as taken, and no task to be found",
    rules: onCreate(TAKEN),
    expected: { state: "unknown", sentAtMost: 1, billed: 0, delivered: 0, heldUnits: UNITS },
  },
];

const KEY_ROWS: readonly FaultRow[] = [
  {
    name: "store lost, then bought again",
    losesBooks: true,
    expected: { ...BOUGHT, delivered: 2 },
  },
  {
    name: "chosen key that a foreign task has",
    needsBooks: true,
    foreignTasks: 1,
    takenKey: "clip-1",
    expected: { state: "rejected", sentAtMost: 1, billed: 0, delivered: 0, heldUnits: 0 },
  },
  {
    name: "create arrives late, then a retry",
    needsBooks: true,
    retryAfterMs: LATE_MS,
    rules: [
      { match: CREATE, times: 1, action: { type: "late-accept", lateMs: LATE_MS } },
      ...onCreate({ type: "reset-before-accept" }),
    ],
    expected: { ...BOUGHT, sentAtMost: 5 },
  },
  {
    name: "two creates answered with one task id",
    needsBooks: true,
    videos: 2,
    rules: onCreate({ type: "stale-answer" }),
    expected: { ...BOUGHT, billed: 2, delivered: 2 },
  },
];

const READ_ROWS: readonly FaultRow[] = [
  { name: "reads of another task", rules: onRead({ type: "other-task" }, 6), expected: BOUGHT },
  { name: "reads reset", rules: onRead({ type: "reset-before-accept" }, 6), expected: BOUGHT },
  { name: "reads 502 in HTML", rules: onRead({ type: "html-error", status: 502 }, 6), expected: BOUGHT },
  { name: "reads truncated", rules: onRead({ type: "truncated-json" }, 6), expected: BOUGHT },
  { name: "reads never answered", rules: onRead({ type: "hang", hangMs: HOUR_MS }, 3), expected: BOUGHT },
  { name: "reads 1302", rules: onRead(RATE, 6), expected: BOUGHT },
  { name: "unknown status", rules: onRead({ type: "unknown-status" }, 4), expected: BOUGHT },
  { name: "success without a link", rules: onRead({ type: "missing-url" }, MANY_READS), expected: BOUGHT },
  {
    name: "task failed under SUCCEED",
    rules: always({ type: "fail-task", message: "risk control" }),
    expected: { state: "failed", sentAtMost: 1, billed: 0, delivered: 0, heldUnits: 0 },
  },
];

const callbackRow = (name: string, action: Action): FaultRow => ({
  name: `callback ${name}`,
  hasCallbacks: true,
  rules: always(action),
  expected: BOUGHT,
});

const CALLBACK_ROWS: readonly FaultRow[] = [
  callbackRow("lost", { type: "callback-dropped" }),
  callbackRow("doubled", { type: "callback-duplicated" }),
  callbackRow("late", { type: "callback-late", lateMs: 90_000 }),
  callbackRow("early", { type: "callback-early", earlyMs: 5000 }),
  callbackRow("reordered", { type: "callback-reordered" }),
  callbackRow("forged", { type: "callback-badly-signed" }),
];

const FILE_ROWS: readonly FaultRow[] = [
  { name: "link expired", rules: once({ type: "expired-link" }), expected: BOUGHT },
  { name: "download cut", rules: once({ type: "cut", atByte: 3000 }), expected: BOUGHT },
  {
    name: "download corrupted",
    rules: once({ type: "corrupt", atByte: 0, sizeBytes: 64 }),
    expected: BOUGHT,
  },
  { name: "download too short", rules: once({ type: "wrong-length", deltaBytes: -500 }), expected: BOUGHT },
  {
    name: "download shorter than promised",
    rules: once({ type: "wrong-length", deltaBytes: 500 }),
    expected: BOUGHT,
  },
  { name: "disk full", hasFullDisk: true, expected: BOUGHT },
];

const CLOCK_ROWS: readonly FaultRow[] = [
  { name: "clock jumps a day ahead", clockJumpMs: 24 * HOUR_MS, expected: BOUGHT },
  { name: "clock jumps an hour back", clockJumpMs: -HOUR_MS, expected: BOUGHT },
];

export const FAULT_ROWS: readonly FaultRow[] = [
  ...CREATE_ROWS,
  ...KEY_ROWS,
  ...READ_ROWS,
  ...CALLBACK_ROWS,
  ...FILE_ROWS,
  ...CLOCK_ROWS,
];
