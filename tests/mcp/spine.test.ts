import { stat } from "node:fs/promises";
import { expect, it } from "vitest";
import { call, createMcpWorld, ERAS, POLICY, planOne } from "./support/mcp-world.ts";

it.each(ERAS)("makes a video under a policy for a client of %s", async (era) => {
  await using world = await createMcpWorld({ engine: { policy: POLICY } });
  const client = await world.connectStdio({ era });
  const plan_hash = await planOne(client);

  const run = await call(client, "run_plan", { plan_hash });
  await world.finish();
  const status = await call(client, "job_status", { plan_hash });

  expect(run.data).toMatchObject({ state: "running", jobs: [{ state: "approved" }] });
  expect(status.data).toMatchObject({ state: "done", jobs: [{ state: "collected" }] });
  expect((await stat(status.files[0] ?? "")).size).toBeGreaterThan(1000);
  expect(world.creates()).toBe(1);
});
