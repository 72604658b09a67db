import type { ElicitResult } from "@modelcontextprotocol/client";
import { describe, expect, it } from "vitest";
import { type AnswerForm, call, createMcpWorld, ERAS, planOne, TRANSPORTS } from "./support/mcp-world.ts";

const approve: AnswerForm = () => ({ action: "accept", content: { decision: "approve" } });
const declines: readonly (readonly [string, ElicitResult])[] = [
  ["declines by itself", { action: "decline" }],
  ["cancels", { action: "cancel" }],
  ["accepts with the decision to decline", { action: "accept", content: { decision: "decline" } }],
  ["accepts without a decision", { action: "accept", content: {} }],
];

const rows = ERAS.flatMap((era) => TRANSPORTS.map((transport) => ({ era, transport })));

describe.each(rows)("a client of $era over $transport", ({ era, transport }) => {
  // A server without sessions cannot ask a client of 2025 anything over HTTP.
  const canAsk = !(era === "2025-11-25" && transport === "http");

  it("that shows forms buys what its person approves, and is shown the price", async () => {
    await using world = await createMcpWorld();
    const shown: string[] = [];
    const client = await world.connect(transport, {
      era,
      answerForm: (message) => {
        shown.push(message);
        return approve(message);
      },
    });
    const plan_hash = await planOne(client);

    const run = await call(client, "run_plan", { plan_hash });
    await world.finish();

    expect(world.creates()).toBe(canAsk ? 1 : 0);
    if (!canAsk) {
      expect(run.data).toMatchObject({
        state: "approval_required",
        approve_with: [`kling approve ${plan_hash}`],
      });
      return;
    }
    expect(shown).toEqual([expect.stringContaining("1.5 video units (US$ 0.21)")]);
    const [approval] = await world.jobClient.allApprovals({ limit: 9 });
    expect(approval).toMatchObject({
      via: "mcp",
      rung: "elicitation",
      client: "test-client 1.0.0",
      planHash: plan_hash,
    });
  });

  it.each(declines)("that %s buys nothing, and is not asked again", async (_, answer) => {
    await using world = await createMcpWorld();
    let asked = 0;
    const answerForm = () => {
      asked += 1;
      return answer;
    };
    const client = await world.connect(transport, { era, answerForm });
    const plan_hash = await planOne(client);

    const first = await call(client, "run_plan", { plan_hash });
    const second = await call(client, "run_plan", { plan_hash });
    // A program that starts its server again is the same program.
    const reconnected = await world.connect(transport, { era, answerForm });
    const third = await call(reconnected, "run_plan", { plan_hash });
    await world.finish();

    expect(first.data).toMatchObject({ state: "approval_required", plan_hash });
    expect(second.data).toMatchObject({ state: "approval_required" });
    expect(third.data).toMatchObject({ state: "approval_required" });
    expect(asked).toBe(canAsk ? 1 : 0);
    expect(world.creates()).toBe(0);
  });

  it("that cannot ask is told what a person can run, and continues once that happened", async () => {
    await using world = await createMcpWorld();
    const client = await world.connect(transport, { era });
    const plan_hash = await planOne(client);

    const before = await call(client, "run_plan", { plan_hash });
    const plan = await world.jobClient.plan(plan_hash);
    if (plan) await world.jobClient.approve(plan, { approvedBy: "ada", via: "terminal" });
    const after = await call(client, "run_plan", { plan_hash });
    const again = await call(client, "run_plan", { plan_hash });
    await world.finish();

    expect(before.data).toMatchObject({
      state: "approval_required",
      approve_with: [`kling approve ${plan_hash}`],
    });
    expect(before.isError).toBe(false);
    expect(after.data).toMatchObject({ state: "running" });
    expect(again.data).toMatchObject({ state: "running" });
    expect(world.creates()).toBe(1);
  });

  it("reads every tool, and what they say costs at most 6 kB", async () => {
    await using world = await createMcpWorld();
    const client = await world.connect(transport, { era });

    const { tools } = await client.listTools();

    expect(JSON.stringify({ tools }).length).toBeLessThanOrEqual(6000);
    for (const tool of tools) {
      expect(tool).toMatchObject({
        title: expect.any(String),
        description: expect.any(String),
        annotations: expect.any(Object),
      });
      expect(tool.outputSchema).toMatchObject({ type: "object" });
    }
    expect(tools.filter(({ annotations }) => annotations?.destructiveHint).map(({ name }) => name)).toEqual([
      "run_plan",
      "cancel_job",
      "approve_plan",
    ]);
  });
});
