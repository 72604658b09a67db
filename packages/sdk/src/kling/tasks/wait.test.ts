import { describe, expect, test } from "vitest";
import type { TaskHandle } from "../../core/task.ts";
import type { WaitEvent, WaitOptions } from "../../core/wait-options.ts";
import { createKling } from "../../create-kling.ts";
import {
  API_KEY,
  accepted,
  answering,
  type Reply,
  refused,
  steppingClock,
} from "../../testing/service-double.ts";

const ID = "901930004609634393";
const CREATED_AT_MS = 1_783_065_388_949;
const handle = {
  taskId: ID,
  family: "standard",
  product: "text-to-video",
  model: "kling-3.0",
  createdAtMs: CREATED_AT_MS,
} as const;
const video = { type: "video", id: "1", url: "https://v15-kling-fdl.klingai.com/a", duration: "5.041" };
const is = (status: string, more: object = {}) => accepted([{ id: ID, status, message: "", ...more }]);
const done = is("succeeded", { outputs: [video] });

function waiting(replies: readonly Reply[], options: WaitOptions = {}, task: TaskHandle = handle) {
  const service = answering(...replies);
  const clock = steppingClock(CREATED_AT_MS);
  const kling = createKling({
    apiKey: API_KEY,
    fetch: service.fetch,
    clock,
    random: () => 0.5,
    readRetries: 0,
  });
  const events: WaitEvent[] = [];
  const result = kling.tasks.wait(task, { ...options, onProgress: (event) => events.push(event) });
  return { service, clock, kling, events, result };
}

describe("wait", () => {
  test("reports each change with attempt, elapsed time and status", async () => {
    const { result, events } = waiting([is("submitted"), is("processing"), is("processing"), done]);
    expect((await result).videos).toHaveLength(1);
    const told = events.map((event) => [
      event.type,
      event.attempt,
      event.elapsedMs,
      "status" in event ? event.status : undefined,
    ]);
    expect(told).toEqual([
      ["submitted", 0, 0, undefined],
      ["status-changed", 1, 0, "submitted"],
      ["status-changed", 2, 5000, "processing"],
      ["still-waiting", 3, 10_000, "processing"],
      ["status-changed", 4, 15_000, "succeeded"],
    ]);
    expect(events.every((event) => event.handle === handle)).toBe(true);
  });

  test("polls at the asked interval, and never below the minimum", async () => {
    const { result, clock } = waiting([is("processing"), done], { pollIntervalMs: 1 });
    await result;
    expect(clock.pauses).toEqual([100]);
  });

  test("keeps following a status that nobody knows", async () => {
    const { result } = waiting([is("queued_for_review"), done]);
    expect((await result).status).toBe("succeeded");
  });

  test("tolerates reads that break, with growing pauses, and says so", async () => {
    const { result, events, clock } = waiting([
      { status: 502, body: "<html>" },
      { error: new TypeError("fetch failed") },
      { body: '{"code":0,"da' },
      refused(500, 5000, "x"),
      is("processing"),
      done,
    ]);
    expect((await result).status).toBe("succeeded");
    expect(events.filter(({ type }) => type === "read-failed")).toHaveLength(4);
    expect(clock.pauses).toEqual([5000, 5000, 5000, 6000, 5000]);
  });

  test("honours Retry-After", async () => {
    const { result, clock } = waiting([
      { ...refused(429, 1302, "x"), headers: { "retry-after": "12" } },
      done,
    ]);
    await result;
    expect(clock.pauses).toEqual([12_000]);
  });

  test.each([
    [refused(401, 1002, "api key not found"), "KLINGKIT_AUTHENTICATION"],
    [refused(403, 1103, "x"), "KLINGKIT_PERMISSION"],
    [refused(429, 1304, "x"), "KLINGKIT_PERMISSION"],
  ])("stops at once at an error that waiting cannot cure (%#)", async (reply, code) => {
    const { service, result } = waiting([reply]);
    await expect(result).rejects.toMatchObject({ code, taskId: ID });
    expect(service.requests).toHaveLength(1);
  });

  test("keeps the ids on an error of any read, for a task that is known by its external id alone", async () => {
    const externalTaskId = "job-42";
    const service = answering(refused(401, 1002, "api key not found"));
    const kling = createKling({ apiKey: API_KEY, fetch: service.fetch, clock: steppingClock() });
    const result = kling.tasks.wait({ externalTaskId, family: "legacy", product: "text2video" });
    await expect(result).rejects.toMatchObject({ taskId: undefined, externalTaskId });
  });

  test("throws the service's reason when the task failed, and that nothing was charged", async () => {
    const { result } = waiting([
      is("failed", {
        message: "Image pixel is invalid",
        billing: [{ charge_type: "unit", amount: "0", package_type: "video" }],
      }),
    ]);
    await expect(result).rejects.toMatchObject({
      code: "KLINGKIT_TASK_FAILED",
      reason: "Image pixel is invalid",
      isContentPolicy: false,
      mayHaveCharged: "no",
      taskId: ID,
      task: { model: "kling-3.0" },
    });
  });

  test("recognises the content policy in a failed task", async () => {
    const { result } = waiting([is("failed", { message: "Failure to pass the risk control system" })]);
    await expect(result).rejects.toMatchObject({ isContentPolicy: true });
  });

  test("does not call a succeeded task without a link failed", async () => {
    const { result } = waiting([is("succeeded", { outputs: [] })]);
    await expect(result).rejects.toMatchObject({
      code: "KLINGKIT_RESULT_MISSING",
      mayHaveCharged: "yes",
      taskId: ID,
      name: "ResponseError",
    });
  });

  test("returns results other than videos", async () => {
    const { result } = waiting([is("succeeded", { outputs: [{ type: "image", url: "https://h/i.png" }] })]);
    expect((await result).videos).toEqual([]);
  });

  test("gives up at the deadline, keeps the handle, and can be resumed with it", async () => {
    const replies = [is("processing"), is("processing"), is("processing")];
    const { result, kling, clock } = waiting([...replies, done], { timeoutMs: 8000 });
    const error: unknown = await result.catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code: "KLINGKIT_TIMEOUT",
      phase: "wait",
      elapsedMs: 8000,
      taskId: ID,
      handle,
      mayHaveCharged: "unknown",
    });
    expect(clock.pauses).toEqual([5000, 3000]);
    const resumed: unknown = JSON.parse(JSON.stringify(error));
    expect(resumed).toMatchObject({ handle });
    await expect(kling.tasks.wait(handle, { timeoutMs: 5000 })).resolves.toMatchObject({
      status: "succeeded",
    });
  });

  test("carries the last read error when the deadline passes without an answer", async () => {
    const bad = refused(503, 5001, "maintenance");
    const { result } = waiting([bad, bad], { timeoutMs: 1000 });
    await expect(result).rejects.toMatchObject({
      code: "KLINGKIT_TIMEOUT",
      cause: { code: "KLINGKIT_SERVER" },
    });
  });

  test("waits for a task that is not visible yet", async () => {
    const { result, events } = waiting([accepted([]), accepted([]), done]);
    await result;
    expect(events.map(({ type }) => type)).toEqual([
      "submitted",
      "not-visible-yet",
      "not-visible-yet",
      "status-changed",
    ]);
  });

  test("ends when a task is surely unknown", async () => {
    const { result } = waiting(Array.from({ length: 7 }, () => accepted([])));
    await expect(result).rejects.toMatchObject({ code: "KLINGKIT_NOT_FOUND", taskId: ID });
  });

  test("ends as soon when the task was made in the future, as by an emulator that was started anew", async () => {
    const reads = Array.from({ length: 10 }, () => accepted([]));
    const future = { ...handle, createdAtMs: CREATED_AT_MS + 3_600_000 };
    const { service, result } = waiting(reads, {}, future);
    await expect(result).rejects.toMatchObject({ code: "KLINGKIT_NOT_FOUND", taskId: ID });
    // 30 s at 5 s a read.
    expect(service.requests).toHaveLength(7);
  });

  test("is ended by the caller's signal between two reads", async () => {
    const controller = new AbortController();
    const service = answering(is("processing"));
    const clock = steppingClock(CREATED_AT_MS);
    const kling = createKling({ apiKey: API_KEY, fetch: service.fetch, clock });
    const result = kling.tasks.wait(handle, {
      signal: controller.signal,
      onProgress: ({ type }) => {
        if (type === "status-changed") controller.abort();
      },
    });
    await expect(result).rejects.toMatchObject({ code: "KLINGKIT_ABORTED", phase: "wait", taskId: ID });
    expect(service.requests).toHaveLength(1);
  });

  test.each([{ timeoutMs: 0 }, { timeoutMs: Number.NaN }, { pollIntervalMs: -1 }])(
    "refuses %j",
    async (options) => {
      const { result } = waiting([], options);
      await expect(result).rejects.toMatchObject({
        code: "KLINGKIT_CONFIG",
        option: Object.keys(options)[0],
      });
    },
  );
});
