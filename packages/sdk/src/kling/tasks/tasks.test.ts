import { expect, test } from "vitest";
import { createKling } from "../../create-kling.ts";
import { API_KEY, accepted, answering, type Reply } from "../../testing/service-double.ts";

function clientOf(...replies: readonly Reply[]) {
  const service = answering(...replies);
  return { service, kling: createKling({ apiKey: API_KEY, fetch: service.fetch }) };
}
const record = (id: string) => ({ id, status: "processing" });

test("get asks for at most 20 ids at a time and for each id once", async () => {
  const ids = Array.from({ length: 21 }, (_, at) => String(at));
  const { service, kling } = clientOf(accepted(ids.slice(0, 20).map(record)), accepted([]));
  const tasks = await kling.tasks.get({ taskIds: [...ids, "0"] });
  expect(tasks.map(({ taskId }) => taskId)).toEqual(ids.slice(0, 20));
  expect(service.requests.map(({ line }) => decodeURIComponent(line))).toEqual([
    `GET /tasks?task_ids=${ids.slice(0, 20).join(",")}`,
    "GET /tasks?task_ids=20",
  ]);
});

test("get reads by the caller's ids", async () => {
  const { service, kling } = clientOf(accepted([{ ...record("1"), external_id: "job 42" }]));
  expect(await kling.tasks.get({ externalTaskIds: ["job 42"] })).toMatchObject([
    { externalTaskId: "job 42" },
  ]);
  expect(service.requests[0]?.line).toBe("GET /tasks?external_task_ids=job+42");
});

test("get of nothing asks nothing, and an id that would ask for two is refused", async () => {
  const { kling } = clientOf();
  expect(await kling.tasks.get({ taskIds: [] })).toEqual([]);
  await expect(kling.tasks.get({ taskIds: ["1,2"] })).rejects.toMatchObject({ code: "KLINGKIT_CONFIG" });
});

test("list writes the documented body and reads the cursor", async () => {
  const { service, kling } = clientOf(
    accepted({ result: [record("1")], count: 1, next_cursor: "c2", has_more: true }),
  );
  const page = await kling.tasks.list({
    startTimeMs: 1,
    endTimeMs: 2,
    limit: 5,
    statuses: ["succeeded", "failed"],
    productTypes: ["video"],
  });
  expect(page).toMatchObject({
    tasks: [{ taskId: "1", family: "standard", product: "unknown" }],
    nextCursor: "c2",
    hasMore: true,
  });
  expect(service.requests[0]?.line).toBe("POST /tasks");
  expect(JSON.parse(service.requests[0]?.text ?? "")).toEqual({
    start_time: 1,
    end_time: 2,
    limit: 5,
    filters: [
      { key: "status", values: ["succeeded", "failed"] },
      { key: "product_type", values: ["video"] },
    ],
  });
});

test("list of an empty account has neither result nor cursor", async () => {
  const { service, kling } = clientOf(accepted({ count: 0, has_more: false }));
  expect(await kling.tasks.list()).toEqual({ tasks: [], hasMore: false });
  expect(service.requests[0]?.text).toBe("{}");
});

test("iterate walks all pages and repeats the filters", async () => {
  const { service, kling } = clientOf(
    accepted({ result: [record("1"), record("2")], next_cursor: "c2", has_more: true }),
    accepted({ result: [record("3")], has_more: false }),
  );
  const ids: string[] = [];
  for await (const { taskId } of kling.tasks.iterate({ statuses: ["processing"] })) ids.push(taskId);
  expect(ids).toEqual(["1", "2", "3"]);
  expect(JSON.parse(service.requests[1]?.text ?? "")).toEqual({
    cursor: "c2",
    filters: [{ key: "status", values: ["processing"] }],
  });
});

test("iterate ends when the cursor stands still", async () => {
  const same = accepted({ result: [record("1")], next_cursor: "c", has_more: true });
  const { kling } = clientOf(same, same);
  const ids: string[] = [];
  for await (const { taskId } of kling.tasks.iterate()) ids.push(taskId);
  expect(ids).toEqual(["1", "1"]);
});

test("a scan is a read: it may be tried again", async () => {
  const service = answering({ status: 502, body: "<html>" }, accepted({ count: 0, has_more: false }));
  const clock = { nowMs: () => 0, sleep: async () => undefined };
  const kling = createKling({ apiKey: API_KEY, fetch: service.fetch, clock });
  expect(await kling.tasks.list()).toMatchObject({ tasks: [] });
});
