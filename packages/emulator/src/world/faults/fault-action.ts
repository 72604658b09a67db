import * as z from "zod/mini";

const ms = z.number().check(z.nonnegative());
const byteOffset = z.int().check(z.nonnegative());

/** Whether the fault comes instead of the work (`before`) or hides that the work was done (`after`: the task exists). */
const timing = z.optional(z.enum(["before", "after"]));

const REQUEST_ACTIONS = [
  z.strictObject({ type: z.literal("latency"), latencyMs: ms }),
  z.strictObject({ type: z.literal("reset-before-accept") }),
  z.strictObject({ type: z.literal("reset-after-accept") }),
  /** `cut` also ends the connection early; `clean` (default) is a complete answer with half a document. */
  z.strictObject({
    type: z.literal("truncated-json"),
    keepBytes: z.optional(byteOffset),
    ending: z.optional(z.enum(["clean", "cut"])),
  }),
  z.strictObject({ type: z.literal("malformed-json") }),
  z.strictObject({ type: z.literal("wrong-content-type"), contentType: z.optional(z.string()) }),
  /** Tasks are shown in a status that no documentation names. Default `pondering`. */
  z.strictObject({ type: z.literal("unknown-status"), status: z.optional(z.string().check(z.minLength(1))) }),
  /** Tasks that have succeeded are shown without the links of their files. */
  z.strictObject({ type: z.literal("missing-url") }),
  /** The connection breaks at once, and the request arrives so much later all the same, as from a gateway that held it. */
  z.strictObject({ type: z.literal("late-accept"), lateMs: ms }),
  /** A cache that does not look at what was asked for: the work is done, and the answer is the first that the rule saw. */
  z.strictObject({ type: z.literal("stale-answer") }),
  /** Tasks are shown as another task that has failed. */
  z.strictObject({ type: z.literal("other-task"), taskId: z.optional(z.string().check(z.minLength(1))) }),
  /** Without `hangMs` until the client leaves. */
  z.strictObject({ type: z.literal("hang"), hangMs: z.optional(ms), timing }),
  /** 403: a guard in front of the service that refuses the client; the others: a proxy without a service behind it. */
  z.strictObject({ type: z.literal("html-error"), status: z.literal([403, 502, 503, 504]), timing }),
  z.strictObject({
    type: z.literal("business-error"),
    /** One of the service's codes, success left out. */
    code: z.int(),
    message: z.optional(z.string()),
    /** Kling documents no `Retry-After`; this one is for clients that honour it. */
    retryAfterSeconds: z.optional(z.int().check(z.nonnegative())),
    timing,
  }),
] as const;

const TASK_ACTIONS = [
  /** `moderation`: the service's own way to refuse content, where it has one. `failure`: name of an official message of the operation. */
  z.strictObject({
    type: z.literal("fail-task"),
    message: z.optional(z.string()),
    failure: z.optional(z.string()),
    reason: z.optional(z.literal("moderation")),
  }),
] as const;

const RESULT_ACTIONS = [
  z.strictObject({ type: z.literal("expired-link") }),
  /** `ignore`: the whole file with 200; `shift`: bytes from another place; `refuse`: 416. */
  z.strictObject({ type: z.literal("broken-range"), mode: z.enum(["ignore", "shift", "refuse"]) }),
  /** Ends the connection after so many bytes of the file. */
  z.strictObject({ type: z.literal("cut"), atByte: byteOffset }),
  z.strictObject({
    type: z.literal("corrupt"),
    atByte: byteOffset,
    sizeBytes: z.optional(z.int().check(z.positive())),
  }),
  /** Positive: more bytes are promised than come. Negative: the file is silently shorter. */
  z.strictObject({ type: z.literal("wrong-length"), deltaBytes: z.int() }),
] as const;

const CALLBACK_ACTIONS = [
  z.strictObject({ type: z.literal("callback-dropped") }),
  z.strictObject({ type: z.literal("callback-duplicated") }),
  z.strictObject({ type: z.literal("callback-late"), lateMs: ms }),
  /** Held back until the task's next callback was sent, `holdMs` at most (default 60000). */
  z.strictObject({ type: z.literal("callback-reordered"), holdMs: z.optional(ms) }),
  /** `body` (default): another body was signed, as if somebody had changed it on the way; `secret`: by a secret that is not the account's. */
  z.strictObject({ type: z.literal("callback-badly-signed"), wrong: z.optional(z.enum(["body", "secret"])) }),
  /** Without the headers of a signature. */
  z.strictObject({ type: z.literal("callback-unsigned") }),
  /** Well signed, `ageMs` ago (default 600000), as if somebody had kept it. */
  z.strictObject({ type: z.literal("callback-stale"), ageMs: z.optional(ms) }),
  /** Sent before the new state can be read, `earlyMs` ahead of it. */
  z.strictObject({ type: z.literal("callback-early"), earlyMs: ms }),
] as const;

export const faultAction = z.discriminatedUnion("type", [
  ...REQUEST_ACTIONS,
  ...TASK_ACTIONS,
  ...RESULT_ACTIONS,
  ...CALLBACK_ACTIONS,
]);

export type RequestAction = z.infer<(typeof REQUEST_ACTIONS)[number]>;
export type TaskAction = z.infer<(typeof TASK_ACTIONS)[number]>;
export type ResultAction = z.infer<(typeof RESULT_ACTIONS)[number]>;
export type CallbackAction = z.infer<(typeof CALLBACK_ACTIONS)[number]>;
export type FaultAction = RequestAction | TaskAction | ResultAction | CallbackAction;

/** What a fault happens to: any API request, a task that is being created, a result download, a callback. */
export type FaultKind = "request" | "task" | "result" | "callback";

export interface ActionByKind {
  readonly request: RequestAction;
  readonly task: TaskAction;
  readonly result: ResultAction;
  readonly callback: CallbackAction;
}

const KIND_BY_TYPE: Readonly<Record<FaultAction["type"], FaultKind>> = {
  latency: "request",
  "reset-before-accept": "request",
  "reset-after-accept": "request",
  "truncated-json": "request",
  "malformed-json": "request",
  "wrong-content-type": "request",
  "unknown-status": "request",
  "missing-url": "request",
  "late-accept": "request",
  "stale-answer": "request",
  "other-task": "request",
  hang: "request",
  "html-error": "request",
  "business-error": "request",
  "fail-task": "task",
  "expired-link": "result",
  "broken-range": "result",
  cut: "result",
  corrupt: "result",
  "wrong-length": "result",
  "callback-dropped": "callback",
  "callback-duplicated": "callback",
  "callback-late": "callback",
  "callback-reordered": "callback",
  "callback-badly-signed": "callback",
  "callback-unsigned": "callback",
  "callback-stale": "callback",
  "callback-early": "callback",
};

/** Every action, by its name in a fault file. */
export const FAULT_TYPES: readonly string[] = Object.keys(KIND_BY_TYPE);

export function isOfKind<Kind extends FaultKind>(
  action: FaultAction,
  kind: Kind,
): action is Extract<FaultAction, ActionByKind[Kind]> {
  return KIND_BY_TYPE[action.type] === kind;
}

/** Whether the service refuses with a code, and does nothing of what was asked. */
export function refusesInstead(
  action: RequestAction,
): action is Extract<RequestAction, { type: "business-error" }> {
  return action.type === "business-error" && action.timing !== "after";
}
