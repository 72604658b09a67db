import type { FaultRule } from "@klingkit/emulator";
import { HIGGSFIELD_MESSAGES } from "@klingkit/spec/higgsfield";
import type { Expectation, FaultRow } from "./fault-rows.ts";

const BOUGHT: Expectation = { state: "collected", sentAtMost: 2, billed: 1, delivered: 1, heldUnits: 0 };
/** 5 s of 2.6 pro without sound, in US$. */
const USD = 0.35;
const CREATE = { method: "POST", path: "/kling-video/**" } as const;
const READ = { method: "GET", path: "/requests/**" } as const;
const REFUSED: Omit<Expectation, "state"> = { sentAtMost: 1, billed: 0, delivered: 0, heldUnits: 0 };

type Action = FaultRule["action"];
const onCreate = (action: Action, times?: number): readonly FaultRule[] => [
  { match: CREATE, action, ...(times === undefined ? {} : { times }) },
];
const onRead = (action: Action, times: number): readonly FaultRule[] => [{ match: READ, times, action }];
const once = (action: Action): readonly FaultRule[] => [{ match: {}, times: 1, action }];
const html = (status: 502 | 503 | 504): Action => ({ type: "html-error", status, timing: "after" });

/** Something that breaks while one video of Higgsfield is wanted. */
export const HIGGSFIELD_ROWS: readonly FaultRow[] = [
  { name: "nothing", expected: { ...BOUGHT, sentAtMost: 1 } },
  { name: "accepted, then reset", rules: onCreate({ type: "reset-after-accept" }, 1), expected: BOUGHT },
  {
    name: "accepted, then reset three times",
    rules: onCreate({ type: "reset-after-accept" }, 3),
    expected: { ...BOUGHT, sentAtMost: 4 },
  },
  {
    name: "accepted, then 500",
    rules: onCreate({ type: "business-error", code: 500, timing: "after" }, 1),
    expected: BOUGHT,
  },
  { name: "accepted, then 502 in HTML", rules: onCreate(html(502), 1), expected: BOUGHT },
  { name: "accepted, then 503 in HTML", rules: onCreate(html(503), 1), expected: BOUGHT },
  { name: "accepted, then 504 in HTML", rules: onCreate(html(504), 1), expected: BOUGHT },
  { name: "accepted, then truncated JSON", rules: onCreate({ type: "truncated-json" }, 1), expected: BOUGHT },
  {
    name: "accepted, then no response before any deadline",
    rules: onCreate({ type: "hang", timing: "after", hangMs: 36_000_000 }, 1),
    expected: BOUGHT,
  },
  { name: "reset before it arrived", rules: onCreate({ type: "reset-before-accept" }, 1), expected: BOUGHT },
  {
    name: "429: queue full, once",
    rules: onCreate({ type: "business-error", code: 429, retryAfterSeconds: 5 }, 1),
    expected: BOUGHT,
  },
  {
    name: "accepted, then reset, then 422: another request under the key",
    rules: [
      ...onCreate({ type: "reset-after-accept" }, 1),
      ...onCreate({ type: "business-error", code: 422, message: HIGGSFIELD_MESSAGES.keyMismatch.text }),
    ],
    expected: { state: "unknown", sentAtMost: 2, billed: 1, delivered: 0, heldUnits: USD },
  },
  {
    name: "403: no credits",
    rules: onCreate({ type: "business-error", code: 403 }),
    expected: { ...REFUSED, state: "approved" },
  },
  {
    name: "422: refused body",
    rules: onCreate({ type: "business-error", code: 422, message: "'x' is not one of [5, 10]" }),
    expected: { ...REFUSED, state: "rejected" },
  },
  { name: "reads reset", rules: onRead({ type: "reset-before-accept" }, 6), expected: BOUGHT },
  { name: "reads 503 in HTML", rules: onRead({ type: "html-error", status: 503 }, 6), expected: BOUGHT },
  { name: "unknown status", rules: onRead({ type: "unknown-status" }, 4), expected: BOUGHT },
  {
    name: "ended by moderation",
    rules: [{ match: {}, action: { type: "fail-task", reason: "moderation" } }],
    expected: { ...REFUSED, state: "failed" },
  },
  { name: "link expired", rules: once({ type: "expired-link" }), expected: BOUGHT },
  { name: "download cut", rules: once({ type: "cut", atByte: 3000 }), expected: BOUGHT },
];
