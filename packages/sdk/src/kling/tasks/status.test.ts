import { describe, expect, test } from "vitest";
import { createKling } from "../../create-kling.ts";
import {
  API_KEY,
  accepted,
  answering,
  type Reply,
  refused,
  steppingClock,
} from "../../testing/service-double.ts";

const ID = "867283741759111202";
const CREATED_AT_MS = 1_774_805_076_166;
const legacy = {
  taskId: ID,
  family: "legacy",
  product: "text2video",
  model: "kling-v3",
  createdAtMs: CREATED_AT_MS,
} as const;
const standard = {
  taskId: ID,
  family: "standard",
  product: "text-to-video",
  createdAtMs: CREATED_AT_MS,
} as const;
const notFound = refused(400, 1201, `Task not found by id/external id: ${ID}`);
const record = { task_id: ID, task_status: "processing", task_info: {}, created_at: CREATED_AT_MS };
const DAY_MS = 86_400_000;

function clientOf(credentials: object, ageMs: number, replies: readonly Reply[]) {
  const service = answering(...replies);
  const clock = steppingClock(CREATED_AT_MS + ageMs);
  const kling = createKling({ ...credentials, fetch: service.fetch, clock, readRetries: 0 });
  return { service, kling };
}
const withKey = (ageMs: number, ...replies: readonly Reply[]) =>
  clientOf({ apiKey: API_KEY }, ageMs, replies);
const withPair = (ageMs: number, ...replies: readonly Reply[]) =>
  clientOf({ accessKey: "ak", secretKey: "sk" }, ageMs, replies);
const lines = ({ requests }: { readonly requests: readonly { readonly line: string }[] }) =>
  requests.map(({ line }) => line);

describe("a legacy task", () => {
  test("is read directly first", async () => {
    const { service, kling } = withKey(60_000, accepted(record));
    const outcome = await kling.tasks.status(legacy);
    expect(outcome).toMatchObject({
      kind: "found",
      via: "direct",
      task: { taskId: ID, status: "processing", model: "kling-v3", product: "text2video" },
    });
    expect(lines(service)).toEqual([`GET /v1/videos/text2video/${ID}`]);
  });

  test("that its path does not know is looked up in /tasks with an API key", async () => {
    const { service, kling } = withKey(60_000, notFound, accepted([{ id: ID, status: "succeeded" }]));
    const outcome = await kling.tasks.status(legacy);
    expect(outcome).toMatchObject({
      kind: "found",
      via: "tasks",
      task: { family: "legacy", product: "text2video", status: "succeeded" },
    });
    expect(lines(service)).toEqual([`GET /v1/videos/text2video/${ID}`, `GET /tasks?task_ids=${ID}`]);
  });

  test("is searched in the list with a key pair, seed 002's list shape included", async () => {
    const list = {
      list: [{ task_id: "1", task_status: "succeed" }, record],
      total: 2,
      pageNum: 1,
      pageSize: 500,
    };
    const { service, kling } = withPair(60_000, notFound, accepted(list));
    expect(await kling.tasks.status(legacy)).toMatchObject({
      kind: "found",
      via: "list",
      task: { taskId: ID },
    });
    expect(lines(service)[1]).toBe("GET /v1/videos/text2video?pageNum=1&pageSize=500");
  });

  test("is searched page after page while pages are full, at most ten", async () => {
    const full = accepted(
      Array.from({ length: 500 }, (_, at) => ({ task_id: String(at), task_status: "succeed" })),
    );
    const { service, kling } = withPair(60_000, notFound, ...Array.from({ length: 10 }, () => full));
    expect(await kling.tasks.status(legacy)).toMatchObject({ kind: "not-found", tried: ["direct", "list"] });
    expect(lines(service)).toHaveLength(11);
    expect(lines(service).at(-1)).toBe("GET /v1/videos/text2video?pageNum=10&pageSize=500");
  });

  test("can be found by the caller's own id alone", async () => {
    const own = { ...record, task_info: { external_task_id: "mine" } };
    const { service, kling } = withPair(60_000, notFound, accepted([own]));
    const handle = { externalTaskId: "mine", family: "legacy", product: "text2video" } as const;
    expect(await kling.tasks.status(handle)).toMatchObject({
      kind: "found",
      task: { taskId: ID, externalTaskId: "mine" },
    });
    expect(lines(service)[0]).toBe("GET /v1/videos/text2video/mine");
  });

  test("of a product without reads here is read through /tasks", async () => {
    const { kling } = withKey(60_000, accepted([{ id: ID, status: "processing" }]));
    expect(await kling.tasks.status({ ...legacy, product: "not-described" })).toMatchObject({
      kind: "found",
      via: "tasks",
    });
    const { kling: pairOnly } = withPair(60_000);
    await expect(pairOnly.tasks.status({ ...legacy, product: "not-described" })).rejects.toMatchObject({
      code: "KLINGKIT_CONFIG",
    });
  });

  test("is still found by another read when the direct one breaks", async () => {
    const { kling } = withKey(
      60_000,
      { status: 502, body: "<html>" },
      accepted([{ id: ID, status: "processing" }]),
    );
    expect(await kling.tasks.status(legacy)).toMatchObject({ kind: "found", via: "tasks" });
  });

  test("is not called missing when one of the reads broke", async () => {
    const { kling } = withKey(60_000, refused(500, 5000, "x"), accepted([]), accepted([]));
    await expect(kling.tasks.status(legacy)).rejects.toMatchObject({ code: "KLINGKIT_SERVER" });
  });

  test("is not searched further with a refused key", async () => {
    const { service, kling } = withKey(60_000, refused(401, 1002, "api key not found"));
    await expect(kling.tasks.status(legacy)).rejects.toMatchObject({ code: "KLINGKIT_AUTHENTICATION" });
    expect(lines(service)).toHaveLength(1);
  });
});

describe("a standard task that no read knows", () => {
  test.each([
    ["not-visible-yet", 29_999],
    ["not-found", 30_000],
    ["not-found", 30 * DAY_MS],
    ["expired", 30 * DAY_MS + 1],
  ])("is %s %i ms after its creation", async (kind, ageMs) => {
    const { service, kling } = withKey(ageMs, accepted([]));
    expect(await kling.tasks.status(standard)).toMatchObject({
      kind,
      ageSeconds: ageMs / 1000,
      tried: ["tasks"],
      handle: standard,
    });
    expect(lines(service)).toEqual([`GET /tasks?task_ids=${ID}`]);
  });

  test.each([
    ["not-visible-yet", -30_000, 0],
    ["not-found", -30_001, undefined],
  ])(
    "is %s %i ms after its creation: a clock may be off, and that of another service is no clock",
    async (kind, ageMs, ageSeconds) => {
      const { kling } = withKey(ageMs, accepted([]));
      const outcome = await kling.tasks.status(standard);
      expect({
        kind: outcome.kind,
        ageSeconds: "ageSeconds" in outcome ? outcome.ageSeconds : undefined,
      }).toEqual({
        kind,
        ageSeconds,
      });
    },
  );

  test("is not-found when nobody knows its age", async () => {
    const { kling } = withKey(0, accepted([]));
    const outcome = await kling.tasks.status({ taskId: ID, family: "standard", product: "text-to-video" });
    expect(outcome).toMatchObject({ kind: "not-found" });
    expect(outcome).not.toHaveProperty("ageSeconds");
  });
});

test("the service's clock decides the age, not a wrong one here", async () => {
  const date = new Date(CREATED_AT_MS + 3_600_000).toUTCString();
  const { kling } = withKey(-DAY_MS, { ...accepted([]), headers: { date } });
  expect(await kling.tasks.status(standard)).toMatchObject({ kind: "not-found" });
});

test("an unknown status word is found, and kept", async () => {
  const { kling } = withKey(60_000, accepted([{ id: ID, status: "paused" }]));
  expect(await kling.tasks.status(standard)).toMatchObject({
    kind: "found",
    task: { status: "unknown", rawStatus: "paused" },
  });
});

test("a handle of another service is refused before anything is sent", async () => {
  const { service, kling } = withKey(60_000);
  const foreign = { ...standard, service: "higgsfield" };
  for (const read of [kling.tasks.status(foreign), kling.tasks.wait(foreign)])
    await expect(read).rejects.toMatchObject({
      code: "KLINGKIT_CONFIG",
      message: expect.stringContaining("task of higgsfield; this client reads tasks of kling"),
    });
  expect(service.requests).toEqual([]);
});

test("a handle that was stored before there were two services is Kling's", async () => {
  const { kling } = withKey(60_000, accepted([{ id: ID, status: "succeeded" }]));
  expect(await kling.tasks.status(standard)).toMatchObject({ kind: "found", task: { service: "kling" } });
});

test("a handle without any id is refused locally", async () => {
  const { service, kling } = withKey(0);
  await expect(kling.tasks.status({ family: "legacy", product: "text2video" })).rejects.toMatchObject({
    code: "KLINGKIT_CONFIG",
  });
  expect(lines(service)).toEqual([]);
});

test("a handle survives JSON and the outcome is the same", async () => {
  const { kling } = withKey(60_000, accepted(record));
  expect(await kling.tasks.status(JSON.parse(JSON.stringify(legacy)))).toMatchObject({ kind: "found" });
});

test("what the create answered besides the handle does not come back as the task's", async () => {
  const { kling } = withKey(60_000, accepted(record));
  const created = {
    ...legacy,
    status: "submitted",
    rawStatus: "submitted",
    requestId: "of the create",
  } as const;
  const outcome = await kling.tasks.status(created);
  expect(outcome).toMatchObject({ task: { status: "processing", model: "kling-v3" } });
  expect(outcome).not.toHaveProperty("task.requestId");
});

describe("a succeeded task whose files are gone", () => {
  const bare = accepted({ ...record, task_status: "succeed", task_result: {} });

  test("is expired once the service has purged it, whatever its record says", async () => {
    const { kling } = withKey(31 * DAY_MS, bare);
    const { createdAtMs: _, ...handle } = legacy;
    expect(await kling.tasks.status(handle)).toMatchObject({ kind: "expired", tried: ["direct"] });
  });

  test("is found before, because the link may still come", async () => {
    const { kling } = withKey(29 * DAY_MS, bare);
    expect(await kling.tasks.status(legacy)).toMatchObject({ kind: "found" });
  });

  test("ends a wait for good", async () => {
    const { kling } = withKey(31 * DAY_MS, bare);
    const end = kling.tasks.wait(legacy);
    await expect(end).rejects.toMatchObject({
      code: "KLINGKIT_TASK_EXPIRED",
      isRetryable: false,
      taskId: ID,
    });
  });
});

describe("a record of another task", () => {
  const other = { ...record, task_id: "1", task_info: { external_task_id: "job-1" } };
  const stray = { id: "1", status: "succeeded", external_id: "job-1" };
  const mine = { family: "legacy", product: "text2video", externalTaskId: "job-42" } as const;

  test("is a failed read of status and wait, whichever path it came by", async () => {
    for (const replies of [
      [accepted(other), accepted([]), accepted({ list: [] })],
      [notFound, accepted([stray]), accepted({ list: [] })],
    ]) {
      const { kling } = withKey(60_000, ...replies);
      await expect(kling.tasks.status(legacy)).rejects.toMatchObject({
        code: "KLINGKIT_RESPONSE",
        isRetryable: true,
        mayHaveCharged: "no",
        message: expect.stringContaining("the response is task 1"),
      });
    }
    const { kling } = withKey(60_000, accepted(other), accepted([stray]), accepted({ list: [] }));
    const end = kling.tasks.wait(legacy, { timeoutMs: 1 });
    await expect(end).rejects.toMatchObject({ code: "KLINGKIT_TIMEOUT" });
  });

  test("gives way to the next read that knows the task", async () => {
    const { kling } = withKey(60_000, accepted(other), accepted([{ id: ID, status: "processing" }]));
    expect(await kling.tasks.status(legacy)).toMatchObject({
      kind: "found",
      via: "tasks",
      task: { taskId: ID },
    });
  });

  test("is not taken for the task of an external id, unless it shows none", async () => {
    const { kling } = withPair(60_000, accepted(other), accepted({ list: [] }));
    await expect(kling.tasks.status(mine)).rejects.toMatchObject({ code: "KLINGKIT_RESPONSE" });
    const silent = withPair(60_000, accepted(record));
    expect(await silent.kling.tasks.status(mine)).toMatchObject({ kind: "found", task: { taskId: ID } });
  });

  test("fails the plain reads, too", async () => {
    const { kling } = withKey(60_000, accepted([stray]), accepted([stray]), accepted(other));
    await expect(kling.tasks.get({ taskIds: ["2"] })).rejects.toMatchObject({ taskId: "2" });
    await expect(kling.tasks.get({ externalTaskIds: ["job-2"] })).rejects.toMatchObject({
      externalTaskId: "job-2",
    });
    await expect(kling.v1.text2video.get("2")).rejects.toMatchObject({ code: "KLINGKIT_RESPONSE" });
  });
});
