import { expect, test } from "vitest";
import { createKling } from "../create-kling.ts";
import { accepted, answering, steppingClock } from "../testing/service-double.ts";

const pair = { accessKey: "ak", secretKey: "sk" };

test("costs reads the packs out of the double envelope with a key pair", async () => {
  const pack = {
    resource_pack_name: "Trial-Video-100Units-5Con-1Months",
    total_quantity: 200.0,
    remaining_quantity: 118.0,
    status: "online",
  };
  const service = answering(accepted({ code: 0, msg: "success", resource_pack_subscribe_infos: [pack] }));
  const { account } = createKling({ ...pair, fetch: service.fetch });
  const costs = await account.costs({ startTimeMs: 1, endTimeMs: 2, resourcePackName: "Trial" });
  expect(costs.resource_pack_subscribe_infos).toEqual([pack]);
  expect(service.requests[0]?.line).toBe(
    "GET /account/costs?start_time=1&end_time=2&resource_pack_name=Trial",
  );
});

test("costs of an account without packs has no list", async () => {
  const service = answering(accepted({ code: 0, msg: "success" }));
  const { account } = createKling({ ...pair, fetch: service.fetch });
  expect(await account.costs({ startTimeMs: 1, endTimeMs: 2 })).toEqual({ code: 0, msg: "success" });
});

test("costs notices a refusal in the inner envelope", async () => {
  const service = answering(accepted({ code: 7, msg: "no" }));
  const { account } = createKling({ ...pair, fetch: service.fetch });
  await expect(account.costs({ startTimeMs: 1, endTimeMs: 2 })).rejects.toThrow(/inner code 7: no/);
});

test("units.iterate follows the cursor with the filters of the first page, and stops where it does not move", async () => {
  const page = (id: string, next?: string) =>
    accepted({
      result: { detail: [{ task_id: id, deduction_amount: 1.8 }], count: 1 },
      next_cursor: next,
      has_more: next !== undefined,
    });
  const service = answering(page("1", "a"), page("2", "b"), page("3", "b"));
  const { account } = createKling({ ...pair, fetch: service.fetch });
  const query = { startTimeMs: 1, endTimeMs: 2, limit: 1, apiKeyNames: ["ci"], packageIds: [] };
  const ids: unknown[] = [];
  for await (const entry of account.units.iterate(query)) ids.push(entry.task_id);
  expect(ids).toEqual(["1", "2", "3"]);
  const filters = [{ key: "api_key_name", values: ["ci"] }];
  expect(service.requests.map(({ text }) => JSON.parse(text))).toEqual([
    { start_time: 1, end_time: 2, limit: 1, filters },
    { start_time: 1, end_time: 2, cursor: "a", limit: 1, filters },
    { start_time: 1, end_time: 2, cursor: "b", limit: 1, filters },
  ]);
});

test("units and cash of an empty account have no entries", async () => {
  const service = answering(accepted({ has_more: false }), accepted({ result: null }));
  const { account } = createKling({ ...pair, fetch: service.fetch });
  const query = { startTimeMs: 1, endTimeMs: 2 };
  expect(await account.units.list(query)).toEqual({ entries: [], hasMore: false });
  expect(await account.cash.list(query)).toEqual({ entries: [], hasMore: false });
});

test("cash.list repeats a read that failed on the way, because it charges nothing", async () => {
  const service = answering({ error: new TypeError("fetch failed") }, accepted({ has_more: false }));
  const { account } = createKling({ ...pair, fetch: service.fetch, clock: steppingClock() });
  await account.cash.list({ startTimeMs: 1, endTimeMs: 2 });
  expect(service.requests).toHaveLength(2);
});

test("units.list refuses names and ids of packs together, and a response that is no page", async () => {
  const service = answering(accepted({ result: "none" }));
  const { account } = createKling({ ...pair, fetch: service.fetch });
  const query = { startTimeMs: 1, endTimeMs: 2 };
  await expect(account.units.list({ ...query, packageNames: ["a"], packageIds: ["b"] })).rejects.toThrow(
    "exclude each other",
  );
  await expect(account.units.list(query)).rejects.toThrow("is not a page of a ledger");
});
