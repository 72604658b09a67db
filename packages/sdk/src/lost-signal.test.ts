import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createKling } from "./create-kling.ts";
import { API_KEY } from "./testing/service-double.ts";

/** What a wrapper around `fetch` may do with the signal: lose it. */
const NEVER: readonly (readonly [string, typeof fetch])[] = [
  ["never answers", () => new Promise(() => {})],
  [
    "never ends its body",
    async () => new Response(new ReadableStream({ pull: () => new Promise(() => {}) })),
  ],
];

const TASK = { family: "legacy", product: "text2video", taskId: "867283741759111202" } as const;
const DEADLINE_MS = 20;

const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);
beforeEach(() => process.on("unhandledRejection", note));
afterEach(() => process.off("unhandledRejection", note));

const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "no error",
    (error: unknown) => error,
  );

describe.each(NEVER)("with a fetch that loses its signal and %s", (_, fetch) => {
  const kling = createKling({ apiKey: API_KEY, fetch, timeoutMs: DEADLINE_MS, readRetries: 0 });
  const create = (signal?: AbortSignal) =>
    kling.v1.text2video.create(
      { model_name: "kling-v2-6", prompt: "a fox", external_task_id: "job-42" },
      { signal },
    );

  test("a create keeps its deadline, may have charged and carries its id", async () => {
    expect(await caught(create())).toMatchObject({
      code: "KLINGKIT_TIMEOUT",
      mayHaveCharged: "unknown",
      externalTaskId: "job-42",
    });
  });

  test("a status keeps its deadline", async () => {
    expect(await caught(kling.tasks.status(TASK))).toMatchObject({
      code: "KLINGKIT_TIMEOUT",
      mayHaveCharged: "no",
      taskId: TASK.taskId,
    });
  });

  test("a wait keeps its deadline, although each request would be allowed more", async () => {
    const patient = createKling({ apiKey: API_KEY, fetch });
    const error = await caught(patient.tasks.wait(TASK, { timeoutMs: DEADLINE_MS }));
    expect(error).toMatchObject({ code: "KLINGKIT_TIMEOUT", phase: "wait", handle: TASK });
  });

  test("the caller's abort ends a create and a wait at once", async () => {
    const patient = createKling({ apiKey: API_KEY, fetch });
    const signal = AbortSignal.timeout(DEADLINE_MS);
    const wait = caught(patient.tasks.wait(TASK, { signal }));
    expect(await caught(create(AbortSignal.timeout(1)))).toMatchObject({
      code: "KLINGKIT_ABORTED",
      mayHaveCharged: "unknown",
      externalTaskId: "job-42",
    });
    expect(await wait).toMatchObject({ code: "KLINGKIT_ABORTED", taskId: TASK.taskId });
  });
});

test("a response that comes after its deadline changes nothing", async () => {
  let answer = (_: Response) => {};
  const late: typeof fetch = () =>
    new Promise((resolve) => {
      answer = resolve;
    });
  const kling = createKling({ apiKey: API_KEY, fetch: late, timeoutMs: 1, readRetries: 0 });
  const error = await caught(kling.tasks.get({ taskIds: ["1"] }));
  expect(error).toMatchObject({ code: "KLINGKIT_TIMEOUT", phase: "request" });
  const response = new Response("{}", { headers: { date: "Mon, 30 Nov 2026 08:00:00 GMT" } });
  answer(response);
  await new Promise((resolve) => setImmediate(resolve));
  expect({ offsetMs: kling.serverTimeOffsetMs(), isRead: response.bodyUsed, unhandled }).toEqual({
    offsetMs: undefined,
    isRead: false,
    unhandled: [],
  });
});

test("a request that fails after its deadline leaves no unhandled rejection", async () => {
  let fail = (_: Error) => {};
  const late: typeof fetch = () =>
    new Promise((_, reject) => {
      fail = reject;
    });
  const kling = createKling({ apiKey: API_KEY, fetch: late, timeoutMs: 1, readRetries: 0 });
  expect(await caught(kling.tasks.get({ taskIds: ["1"] }))).toMatchObject({ code: "KLINGKIT_TIMEOUT" });
  fail(new Error("socket hang up"));
  await new Promise((resolve) => setImmediate(resolve));
  expect(unhandled).toEqual([]);
});
