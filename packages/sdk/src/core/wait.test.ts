import { expect, test } from "vitest";
import { answering, steppingClock } from "../testing/service-double.ts";
import { createCore } from "./core.ts";
import type { ServiceProtocol } from "./service-protocol.ts";
import type { TaskSnapshot } from "./task.ts";
import { waitForTask } from "./wait.ts";
import type { WaitOptions } from "./wait-options.ts";

const protocol: ServiceProtocol = {
  service: "reels",
  baseUrl: "https://service.example",
  secrets: [],
  authorize: async () => ({ headers: {}, secrets: [] }),
  renew: () => false,
  read: () => ({ kind: "unreadable", reason: "nothing is sent" }),
  hints: { key: () => undefined, address: () => undefined },
  describeUnclear: () => "",
};

const handle = { service: "reels", family: "models", product: "render", taskId: "t-1" };

const task = (status: TaskSnapshot["status"], rest: Partial<TaskSnapshot> = {}): TaskSnapshot => ({
  ...handle,
  status,
  rawStatus: status,
  phase: "unknown",
  message: "",
  videos: [],
  images: [],
  audios: [],
  subtitles: [],
  voices: [],
  elements: [],
  results: [],
  billing: { entries: [] },
  raw: {},
  ...rest,
});

/** Waits on a reader that answers in order. */
async function waitOn(...seen: readonly (TaskSnapshot | undefined)[]) {
  return waitWith({ pollIntervalMs: 1000 }, seen);
}

const PACE = { first: 2000, factor: 1.5, max: 4000, jitter: 500 };

async function waitWith(options: WaitOptions, seen: readonly (TaskSnapshot | undefined)[]) {
  const clock = steppingClock();
  const rest = [...seen];
  const core = createCore(
    { clock, fetch: answering().fetch, random: () => 0.5 },
    { protocol, baseUrl: "https://reels.example" },
  );
  const elapsed: number[] = [];
  const read = async (_: unknown, elapsedMs: number) => {
    elapsed.push(elapsedMs);
    return rest.shift();
  };
  const end = await waitForTask(core, handle, { read, hasResult: () => true, pace: PACE }, options).catch(
    (error: unknown) => error,
  );
  return { end, elapsed };
}

test("reads through the service's reader until the task ends, and says how long it has waited", async () => {
  const { end, elapsed } = await waitOn(undefined, task("processing"), task("succeeded"));
  expect(end).toMatchObject({ taskId: "t-1", status: "succeeded" });
  expect(elapsed).toEqual([0, 1000, 2000]);
});

test("ends at a task that was canceled, and says that it never ran", async () => {
  const { end } = await waitOn(task("canceled"));
  expect(end).toMatchObject({
    name: "TaskFailedError",
    code: "KLINGKIT_TASK_CANCELED",
    service: "reels",
    mayHaveCharged: "no",
    message: "Task t-1 was canceled before it ran.",
  });
});

test("knows from the task, not from its words, that the content policy refused it", async () => {
  const refused = await waitOn(task("failed", { message: "nsfw", isContentPolicy: true }));
  expect(refused.end).toMatchObject({ code: "KLINGKIT_TASK_FAILED", isContentPolicy: true });
  const broken = await waitOn(task("failed", { message: "out of memory" }));
  expect(broken.end).toMatchObject({ code: "KLINGKIT_TASK_FAILED", isContentPolicy: false });
});

test("reads at the pace that the service recommends, unless the caller names an interval", async () => {
  const seen = [task("processing"), task("processing"), task("processing"), task("succeeded")];
  expect((await waitWith({}, seen)).elapsed).toEqual([0, 2250, 5500, 9750]);
  expect((await waitWith({ pollIntervalMs: 1000 }, seen)).elapsed).toEqual([0, 1000, 2000, 3000]);
});
