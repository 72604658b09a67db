import { createHttpHandler } from "@klingkit/mcp";
import { expect, it } from "vitest";
import { call, createMcpWorld, POLICY, planOne } from "./support/mcp-world.ts";

const ERA = "2026-07-28";

it("lists models with durations and prices", async () => {
  await using world = await createMcpWorld();
  const client = await world.connectStdio({ era: ERA });
  const { data } = await call(client, "list_models", { capability: "text-to-video" });
  expect(data["models"]).toContainEqual(
    expect.objectContaining({
      model: "kling-3.0-turbo",
      capability: "text-to-video",
      usd_for_5_s: expect.any(Number),
    }),
  );
});

it("names every mistake of the requests at once, and spends nothing", async () => {
  await using world = await createMcpWorld();
  const client = await world.connectStdio({ era: ERA });
  const requests = [{ prompt: "a fox", model: "kling-9" }, { promt: "a fox" }];
  const { isError, data } = await call(client, "plan_videos", { requests });
  expect(isError).toBe(true);
  expect(data["error"]).toMatchObject({ code: "plan_invalid", may_have_charged: "no" });
  expect(JSON.stringify(data)).toContain("kling-9");
  expect(JSON.stringify(data)).toContain("promt");
});

it("reads no file outside its folder", async () => {
  await using world = await createMcpWorld();
  const client = await world.connectStdio({ era: ERA });
  const requests = [{ prompt: "a fox", firstFrame: "../../etc/passwd", model: "kling-3.0-turbo" }];
  const { data } = await call(client, "plan_videos", { requests });
  expect(data).toMatchObject({ error: { code: "file_outside_folder" } });
});

it("names the folder of the server where a file is missing", async () => {
  await using world = await createMcpWorld();
  const client = await world.connectStdio({ era: ERA });
  const requests = [{ prompt: "a fox", firstFrame: "none.png", model: "kling-3.0-turbo" }];
  const { data } = await call(client, "plan_videos", { requests });
  const message = expect.stringMatching(/^(.+)\/none\.png does not exist\. .* relative paths start at \1\.$/);
  expect(data["error"]).toMatchObject({ mistakes: [{ field: "firstFrame", message }] });
});

it("shows jobs, spend, plans and files, by tools and by the links of their results", async () => {
  await using world = await createMcpWorld({ engine: { policy: POLICY } });
  const client = await world.connectStdio({ era: ERA });
  const plan_hash = await planOne(client);
  await call(client, "run_plan", { plan_hash });
  await world.finish();

  const status = await client.callTool({ name: "job_status", arguments: { plan_hash } });
  const listed = await call(client, "list_jobs", { state: "collected", purpose: "teaser" });
  const spend = await call(client, "spend");
  const uris = status.content.flatMap((part) => (part.type === "resource_link" ? [part.uri] : []));
  const texts = [];
  for (const uri of [...uris, `kling://plans/${plan_hash}`, "kling://spend"]) {
    const { contents } = await client.readResource({ uri });
    texts.push(contents.map((content) => ("text" in content ? content.text : "")).join());
  }

  expect(listed.data["jobs"]).toMatchObject([{ units: 1.5, settled_units: 1.5, unit: "video" }]);
  expect(spend.data["spend"]).toMatchObject([{ unit: "video", total: { spent: 1.5, reserved: 0 } }]);
  expect(texts).toHaveLength(4);
  expect(texts.every((text) => text.startsWith("{"))).toBe(true);
  expect(texts[1]).toContain("01.mp4");
  await expect(client.readResource({ uri: "kling://jobs/none" })).rejects.toThrow("kling://jobs/none");
});

it("cancels a job that was not sent, and says why it cannot cancel another", async () => {
  await using world = await createMcpWorld({ engine: { policy: POLICY } });
  const client = await world.connectStdio({ era: ERA });
  const plan_hash = await planOne(client);
  const run = await call(client, "run_plan", { plan_hash });
  const [job] = run.data["jobs"] as { job_id: string }[];

  const canceled = await call(client, "cancel_job", { job_id: job?.job_id });
  const again = await call(client, "cancel_job", { job_id: job?.job_id });
  const other = await planOne(client, "an owl");
  const second = await call(client, "run_plan", { plan_hash: other });
  await world.finish();
  const [done] = second.data["jobs"] as { job_id: string }[];
  const late = await call(client, "cancel_job", { job_id: done?.job_id });

  expect(canceled.data).toMatchObject({ state: "done", jobs: [{ state: "canceled" }] });
  expect(again.isError).toBe(false);
  expect(late.data).toMatchObject({ error: { code: "not_canceled" } });
  expect(world.creates()).toBe(1);
});

it("tells of a plan what is bought, what is still to be paid, and what is not tried again", async () => {
  await using world = await createMcpWorld({ engine: { policy: POLICY } });
  const client = await world.connectStdio({ era: ERA });
  const runOne = async (prompt: string) => {
    const { data } = await call(client, "run_plan", { plan_hash: await planOne(client, prompt) });
    const [job] = data["jobs"] as { job_id: string }[];
    return job?.job_id;
  };
  await runOne("a fox");
  await world.finish();
  await runOne("an owl");
  const canceled = await runOne("an elk");
  await call(client, "cancel_job", { job_id: canceled });
  const requests = ["a fox", "an owl", "an elk", "a hare"].map((prompt) => ({
    prompt,
    model: "kling-2.5-turbo",
  }));
  const { data } = await call(client, "plan_videos", { requests, purpose: "teaser" });
  expect(data).toMatchObject({
    to_buy: [{ jobs: 1 }],
    already_bought: 1,
    approved_and_not_sent: 1,
    not_tried_again: { count: 1, jobs: [{ job_id: canceled, state: "canceled" }] },
  });
});

it("waits for the end as long as it was asked to", async () => {
  await using world = await createMcpWorld({ engine: { policy: POLICY } });
  const client = await world.connectStdio({ era: ERA });
  const plan_hash = await planOne(client);
  const waiting = call(client, "run_plan", { plan_hash, wait_seconds: 20 });
  const [run] = await world.clock.drive(Promise.all([waiting, world.engine.run({ until: "rest" })]));
  expect(["running", "done"]).toContain(run.data["state"]);
  await expect(call(client, "job_status", { plan_hash, wait_seconds: 60 })).resolves.toMatchObject({
    isError: true,
  });
});

it("leaves a job whose response was lost to a person, and attaches the task that is named", async () => {
  await using world = await createMcpWorld({ engine: { policy: POLICY } });
  const client = await world.connectStdio({ era: ERA });
  const { data } = await call(client, "review_unknown");
  expect(data).toEqual({ jobs: [] });
  const missing = await call(client, "review_unknown", { job_id: "j0" });
  expect(missing.data).toMatchObject({ error: { code: "job_not_found" } });
});

it.each([
  ["a page of another origin", { host: "localhost", origin: "https://evil.example" }, 403],
  ["no token", { host: "localhost" }, 401],
  ["another token", { host: "localhost", authorization: "Bearer wrong" }, 401],
])("refuses requests over HTTP with %s", async (_, headers, status) => {
  await using world = await createMcpWorld();
  const { fetch } = createHttpHandler({ ...world.serverOptions, token: "right" });
  const response = await fetch(new Request("http://localhost/mcp", { method: "POST", headers, body: "{}" }));
  expect(response.status).toBe(status);
});

it("filters by the words that are shown and by the names of states, and refuses what is neither", async () => {
  await using world = await createMcpWorld({ engine: { policy: POLICY } });
  const client = await world.connectStdio({ era: ERA });
  const plan_hash = await planOne(client);
  await call(client, "run_plan", { plan_hash });
  await world.finish();
  for (const state of ["done", "collected", "waiting,Done"])
    expect((await call(client, "list_jobs", { state })).data["jobs"]).toHaveLength(1);
  expect((await call(client, "list_jobs", { state: "not saved" })).data["jobs"]).toHaveLength(0);
  expect((await call(client, "list_jobs", { state: "finishd" })).data).toMatchObject({
    error: { code: "invalid_state", allowed: expect.arrayContaining(["done", "collected"]) },
  });
  expect((await call(client, "list_models", { capability: "text-to-vid" })).data).toMatchObject({
    error: {
      code: "invalid_capability",
      message: expect.stringContaining("Did you mean text-to-video?"),
      allowed: expect.arrayContaining(["image-to-video"]),
    },
  });
});

it("shows what a person must know before a plan is bought, with the plan and in the question", async () => {
  const asked: string[] = [];
  const warning = "The account one has bought 1 request of this plan before.";
  const server = { warningsOf: () => [warning] };
  const answerForm = (message: string) => {
    asked.push(message);
    return { action: "decline" as const };
  };
  await using world = await createMcpWorld();
  const client = await world.connectStdio({ era: ERA, server, answerForm });
  const requests = [{ prompt: "a fox", model: "kling-2.5-turbo" }];
  const { data } = await call(client, "plan_videos", { requests });
  expect(data["warnings"]).toEqual([warning]);
  const { data: refused } = await call(client, "run_plan", { plan_hash: data["plan_hash"] });
  expect(refused).toMatchObject({ state: "approval_required", warnings: [warning] });
  expect(asked).toEqual([expect.stringContaining(warning)]);
});

it("lists jobs that need a person where the server knows them, and names the word only then", async () => {
  const server = { jobsForPerson: () => Promise.resolve([]) };
  await using world = await createMcpWorld({ engine: { policy: POLICY } });
  const client = await world.connectStdio({ era: ERA, server });
  await call(client, "run_plan", { plan_hash: await planOne(client) });
  expect((await call(client, "list_jobs")).data["jobs"]).toHaveLength(1);
  expect((await call(client, "list_jobs", { state: "Needs-You" })).data["jobs"]).toHaveLength(0);
  const without = await world.connectStdio({ era: ERA });
  const { data } = await call(without, "list_jobs", { state: "needs-you" });
  expect(data["error"]).toMatchObject({
    code: "invalid_state",
    allowed: expect.not.arrayContaining(["needs-you"]),
  });
});
