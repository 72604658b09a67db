import { createHttpHandler } from "@klingkit/mcp";
import { isCreateTaskResultV2, isDetailedTaskV2 } from "@modelcontextprotocol/ext-tasks/core/v2";
import { expect, it } from "vitest";
import { createMcpWorld, POLICY } from "./support/mcp-world.ts";
import { createRawClient } from "./support/raw-client.ts";

const FOLLOWS_TASKS = { extensions: { "io.modelcontextprotocol/tasks": {} } };

async function createTaskWorld() {
  const world = await createMcpWorld({ engine: { policy: POLICY } });
  const client = createRawClient(createHttpHandler(world.serverOptions), { capabilities: FOLLOWS_TASKS });
  const requests = [{ prompt: "a fox", model: "kling-2.5-turbo" }];
  const planned = await client({ name: "plan_videos", arguments: { purpose: "teaser", requests } });
  const given = { plan_hash: planned.result?.structuredContent?.["plan_hash"] };
  return { ...world, client, run: { name: "run_plan", arguments: given } };
}

it("gives a task to a program that follows tasks, and its result at the end, also from another process", async () => {
  await using world = await createTaskWorld();
  const started = await world.client(world.run);
  const { taskId } = started.result as { taskId: string };
  const working = await world.client.request("tasks/get", { taskId });
  await world.finish();
  const other = createRawClient(createHttpHandler(world.serverOptions), { capabilities: FOLLOWS_TASKS });
  const done = await other.request("tasks/get", { taskId });
  const again = await other(world.run);

  expect(isCreateTaskResultV2(started.result)).toBe(true);
  expect(isDetailedTaskV2(working.result)).toBe(true);
  expect(working.result).toMatchObject({ status: "working", statusMessage: "0 of 1 jobs ended" });
  expect(isDetailedTaskV2(done.result)).toBe(true);
  expect(done.result).toMatchObject({
    status: "completed",
    result: { structuredContent: { state: "done", jobs: [{ state: "collected" }] } },
  });
  expect(again.result).toMatchObject({ structuredContent: { state: "done" } });
  expect(world.creates()).toBe(1);
});

it("takes back what was not sent where a task is canceled, and knows no other tasks", async () => {
  await using world = await createTaskWorld();
  const { result } = await world.client(world.run);
  const { taskId } = result as { taskId: string };
  await world.client.request("tasks/cancel", { taskId });
  await world.finish();
  const unknown = await world.client.request("tasks/get", { taskId: "sha256:00" });

  expect(world.creates()).toBe(0);
  expect((await world.jobClient.jobs())[0]).toMatchObject({ state: "canceled" });
  expect(unknown.error?.message).toContain("sha256:00");
});
