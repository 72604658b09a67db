import { expect, test } from "vitest";
import { createKling } from "../create-kling.ts";
import { API_KEY, accepted, answering } from "../testing/service-double.ts";
import type { Purchase } from "./spending.ts";

const created = accepted({ task_id: "1", task_status: "submitted", task_info: {} });
const refused = { status: 429, body: { code: 1303, message: "parallel task over resource pack limit" } };
const FIVE_SECONDS = { prompt: "a fox" }; // 3 units

test("the guard sees every create before a byte leaves, and lets it pass", async () => {
  const service = answering(created, created, created);
  const seen: Purchase[] = [];
  const kling = createKling({
    apiKey: API_KEY,
    fetch: service.fetch,
    guard: (purchase) => void seen.push(purchase),
  });
  await kling.videos.create({ ...FIVE_SECONDS, externalTaskId: "mine" });
  await kling.videos.send(kling.videos.compile(FIVE_SECONDS));
  await kling.v1.text2video.create(
    { model_name: "kling-v3", prompt: "a fox" },
    { extraBody: { duration: "10" } },
  );
  expect(
    seen.map(({ operation, estimate }) => [operation.id, "units" in estimate ? estimate.units : undefined]),
  ).toEqual([
    ["v1/text2video", 3],
    ["v1/text2video", 3],
    ["v1/text2video", 6],
  ]);
  expect(seen[0]?.body).toMatchObject({ prompt: "a fox", external_task_id: "mine" });
});

test.each([
  ["a reason", () => "not today"],
  ["an exception", () => Promise.reject(new Error("not today"))],
])("the guard refuses with %s, and nothing is sent", async (_, guard) => {
  const service = answering();
  const kling = createKling({ apiKey: API_KEY, fetch: service.fetch, guard });
  await expect(kling.videos.create(FIVE_SECONDS)).rejects.toMatchObject({
    code: "KLINGKIT_SPENDING",
    refusedBy: "guard",
    mayHaveCharged: "no",
    message: expect.stringMatching(/not sent.*not today\. Nothing was charged\.$/),
  });
  expect(service.requests).toEqual([]);
});

test("maxUnits holds for all creates of a client together, also for those that leave at once", async () => {
  const service = answering(created, created);
  const kling = createKling({ apiKey: API_KEY, fetch: service.fetch, maxUnits: 7 });
  const results = await Promise.allSettled([1, 2, 3].map(() => kling.videos.create(FIVE_SECONDS)));
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
  expect(results[2]).toMatchObject({
    reason: {
      code: "KLINGKIT_SPENDING",
      refusedBy: "maxUnits",
      message: expect.stringContaining("1 of 7 are left"),
    },
  });
});

test("what was clearly refused does not count against maxUnits, what is unclear does", async () => {
  const service = answering(refused, { error: new TypeError("fetch failed") }, created);
  const kling = createKling({ apiKey: API_KEY, fetch: service.fetch, maxUnits: 3 });
  await expect(kling.videos.create(FIVE_SECONDS)).rejects.toMatchObject({ mayHaveCharged: "no" });
  await expect(kling.videos.create(FIVE_SECONDS)).rejects.toMatchObject({ mayHaveCharged: "unknown" });
  await expect(kling.videos.create(FIVE_SECONDS)).rejects.toMatchObject({ code: "KLINGKIT_SPENDING" });
});

test("a price that follows an input counts at its highest, and one that nobody knows is refused", async () => {
  const service = answering(created);
  const request = {
    motion: {
      image: "https://example.com/a.png",
      videoUrl: "https://example.com/v.mp4",
      orientation: "video",
    },
  } as const;
  const kling = createKling({ apiKey: API_KEY, fetch: service.fetch, maxUnits: 26 });
  await expect(kling.videos.create(request)).rejects.toMatchObject({ refusedBy: "maxUnits" });
  await createKling({ apiKey: API_KEY, fetch: service.fetch, maxUnits: 27 }).videos.create(request);
  expect(service.requests).toHaveLength(1);
});

test.each([-1, Number.NaN])("maxUnits is no %d", (maxUnits) => {
  expect(() => createKling({ apiKey: API_KEY, maxUnits })).toThrow(/maxUnits/);
});

test("misspelt options are refused, with the one that was meant", async () => {
  const service = answering();
  const kling = createKling({ apiKey: API_KEY, fetch: service.fetch });
  const untyped: object = { modle: "kling-2.5-turbo" };
  await expect(kling.videos.create(FIVE_SECONDS, untyped)).rejects.toThrow(/modle.*Did you mean model\?/);
  const clientOptions: object = { apiKey: API_KEY, maxUnit: 3 };
  expect(() => createKling(clientOptions)).toThrow(/maxUnit is not an option.*Did you mean maxUnits\?/);
  expect(service.requests).toEqual([]);
});

test.each([
  [{ maxUnits: "5" }, 'maxUnits is "5"; it must be a number of 0 or more.'],
  [{ maxUnits: -1 }, "maxUnits is -1; it must be a number of 0 or more."],
  [{ readRetries: 9 }, "readRetries is 9; it must be a number between 0 and 5."],
])("options %j are refused with what is wrong with them", (options, message) => {
  expect(() => createKling({ apiKey: API_KEY, ...(options as object) })).toThrow(message);
});
