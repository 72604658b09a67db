import type { CallContext, Provider, ReadAnswer, SubmitAnswer, TaskRef, TaskView } from "@klingkit/engine";
import type { Clock } from "klingkit";

/** What becomes of one create on its way there and back. */
export type CreateFate =
  | "ok"
  | "lost-before"
  | "lost-after"
  | "late-lost"
  | "slot-taken"
  | "rate"
  | "later"
  | "never"
  | "stuck";
/** What becomes of one read. */
export type ReadFate = "ok" | "error" | "hidden" | "odd-status" | "no-link";

export interface Script {
  readonly creates: readonly CreateFate[];
  readonly reads: readonly ReadFate[];
  /** Time from accepted to done, ms; used in turn. */
  readonly durationsMs: readonly number[];
  readonly failsEvery: number;
}

interface Task {
  readonly id: string;
  readonly key: string;
  readonly createdAtMs: number;
  readonly doneAtMs: number;
  readonly hasFailed: boolean;
}

export const UNITS = 1.5;
const ANSWER_MS = 300;
const READ_MS = 100;

/**
 * A service that follows a script, and keeps account of what it did. Keys are unique, as at the real one: a second create under a
 * key is refused, or, where `replays`, answered with the task of the first, and then no key can be looked up.
 */
export function createSimulatedService(
  script: Script,
  clock: Clock,
  { name = "kling", replays = false }: { readonly name?: string; readonly replays?: boolean } = {},
) {
  const tasks = new Map<string, Task>();
  const acceptedByKey = new Map<string, number>();
  let creates = 0;
  let reads = 0;
  let mostInFlight = 0;

  function accept(key: string): SubmitAnswer {
    const known = tasks.get(key);
    if (known && replays) return { kind: "accepted", taskId: known.id };
    if (known) return { kind: "duplicate", message: `${key} already exists` };
    const nowMs = clock.nowMs();
    const at = tasks.size;
    const durationMs = script.durationsMs[at % script.durationsMs.length] ?? 1000;
    const hasFailed = script.failsEvery > 0 && (at + 1) % script.failsEvery === 0;
    tasks.set(key, { id: `t${at + 1}`, key, createdAtMs: nowMs, doneAtMs: nowMs + durationMs, hasFailed });
    acceptedByKey.set(key, (acceptedByKey.get(key) ?? 0) + 1);
    mostInFlight = Math.max(
      mostInFlight,
      [...tasks.values()].filter(({ doneAtMs }) => doneAtMs > nowMs).length,
    );
    return { kind: "accepted", taskId: `t${at + 1}` };
  }

  async function submit(key: string, { timeoutMs }: CallContext): Promise<SubmitAnswer> {
    const fate = script.creates[creates++] ?? "ok";
    await clock.sleep(ANSWER_MS);
    const refused = (remedy: "slot" | "rate" | "later" | "never"): SubmitAnswer =>
      tasks.has(key) ? accept(key) : { kind: "refused", remedy, code: fate, message: fate };
    switch (fate) {
      case "ok":
        return accept(key);
      case "lost-before":
        return { kind: "unclear", message: fate };
      case "lost-after":
        accept(key);
        return { kind: "unclear", message: fate };
      case "late-lost":
        await clock.sleep(timeoutMs - ANSWER_MS);
        accept(key);
        return { kind: "unclear", message: fate };
      case "stuck":
        await clock.sleep(timeoutMs);
        return { kind: "unclear", message: fate };
      case "slot-taken":
        return refused("slot");
      case "rate":
        return refused("rate");
      case "later":
        return refused("later");
      case "never":
        return refused("never");
    }
  }

  async function read({ taskId, externalId }: TaskRef): Promise<ReadAnswer> {
    const fate = script.reads[reads++] ?? "ok";
    await clock.sleep(READ_MS);
    if (fate === "error") return { kind: "error", message: "the read failed" };
    const task = [...tasks.values()].find(({ id, key }) => id === taskId || key === externalId);
    // A task may be hidden from reads only as long as the service takes to show it.
    if (!task || (fate === "hidden" && clock.nowMs() - task.createdAtMs < SETTLE_MS))
      return { kind: "absent" };
    return { kind: "found", task: viewOf(task, fate) };
  }

  function viewOf({ id, createdAtMs, doneAtMs, hasFailed }: Task, fate: ReadFate): TaskView {
    const isDone = clock.nowMs() >= doneAtMs && fate !== "odd-status";
    const status = !isDone ? "waiting" : hasFailed ? "failed" : "succeeded";
    const rawStatus = fate === "odd-status" ? "pondering" : status;
    const hasUrl = status === "succeeded" && fate !== "no-link";
    const common = {
      taskId: id,
      status,
      rawStatus,
      message: "",
      createdAtMs,
      updatedAtMs: doneAtMs,
    } as const;
    return {
      ...common,
      units: status === "succeeded" ? UNITS : 0,
      ...(hasUrl ? { url: `https://files.example/${id}.mp4` } : {}),
    };
  }

  const provider: Provider = {
    name,
    account: "a",
    spendsMoney: false,
    readBatchSize: 3,
    retentionMs: 30 * 86_400_000,
    goneMessage: "gone",
    settleMs: SETTLE_MS,
    poolOf: () => ({ pool: "p", weight: 1 }),
    expectedMs: () => 20_000,
    submit: ({ externalId }, context) => submit(externalId, context),
    recoveryOf: () => (replays ? "replay" : "lookup"),
    lookup(ref) {
      if (replays) throw new TypeError("no key can be looked up");
      return read(ref);
    },
    read: (refs) => Promise.all(refs.map(read)),
  };
  return {
    provider,
    acceptedByKey,
    tasks: () => [...tasks.values()],
    mostInFlight: () => mostInFlight,
  };
}

const SETTLE_MS = 5000;
