import { expect, test } from "vitest";
import { createKling } from "../create-kling.ts";
import { accepted, answering } from "../testing/service-double.ts";

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
