import { createHttpHandler } from "@klingkit/mcp";
import { expect, it } from "vitest";
import { createMcpWorld, errorIn } from "./support/mcp-world.ts";
import { createRawClient, type RawClient } from "./support/raw-client.ts";

const SHOWS_APPS = {
  extensions: { "io.modelcontextprotocol/ui": { mimeTypes: ["text/html;profile=mcp-app"] } },
};

async function createAppWorld() {
  const world = await createMcpWorld();
  const handler = createHttpHandler(world.serverOptions);
  const connect = (name: string) => createRawClient(handler, { name, capabilities: SHOWS_APPS });
  const client = connect("host");
  const requests = [{ prompt: "a fox", model: "kling-2.5-turbo" }];
  const planned = await client({ name: "plan_videos", arguments: { purpose: "teaser", requests } });
  const run = {
    name: "run_plan",
    arguments: { plan_hash: planned.result?.structuredContent?.["plan_hash"] },
  };
  return { ...world, client, connect, run };
}

/** What the page does: its key, from reading it, and the question, from the result that it is shown. */
async function readPage(client: RawClient): Promise<{ readonly text: string; readonly key: string }> {
  const { result } = await client.request("resources/read", { uri: "ui://klingkit/approve" });
  const { contents } = result as unknown as { contents: { text: string; mimeType: string }[] };
  const text = contents[0]?.text ?? "";
  return { text, key: JSON.parse(/const key = (".*?");/.exec(text)?.[1] ?? '""') };
}

async function press(client: RawClient, question: object, key: string, decision = "approve") {
  const { quote, ...named } = question as { quote: string };
  return client({ name: "approve_plan", arguments: { ...named, key, decision } });
}

const questionOf = (answer: Awaited<ReturnType<RawClient>>): object =>
  (answer.result?._meta?.["klingkit/approval"] ?? {}) as object;

it("buys what the button of the page approves, once, and records how", async () => {
  await using world = await createAppWorld();
  const shown = await world.client(world.run);
  const question = questionOf(shown);
  const { key, text } = await readPage(world.client);
  const pressed = await press(world.client, question, key);
  const again = await press(world.client, question, key);
  await world.finish();

  expect(shown.result?.structuredContent).toMatchObject({ state: "approval_required" });
  expect(JSON.stringify(shown.result?.structuredContent)).not.toContain("nonce");
  expect(question).toMatchObject({ quote: expect.stringContaining("US$ 0.21") });
  expect(text).not.toMatch(/https?:|src=/);
  expect(pressed.result?.structuredContent).toMatchObject({ state: "running" });
  expect(errorIn(again.result)).toMatchObject({ error: { code: "answer_refused" } });
  expect(await world.jobClient.allApprovals({ limit: 9 })).toMatchObject([
    { rung: "app", client: "host 1.0.0" },
  ]);
  expect(world.creates()).toBe(1);
});

it("refuses a press without the page, from another program, or for another question", async () => {
  await using world = await createAppWorld();
  const question = questionOf(await world.client(world.run));
  const { key } = await readPage(world.client);
  const other = world.connect("other");
  const answers = [
    await press(world.client, question, "v1.e30.AAAA"),
    await press(other, question, (await readPage(other)).key),
    await press(other, question, key),
    await press(world.client, { ...question, nonce: "x" }, key),
    await press(world.client, { ...question, argumentsHash: "sha256:00" }, key),
  ];
  await world.finish();

  expect(answers.map(({ result }) => result?.isError)).toEqual([true, true, true, true, true]);
  expect(world.creates()).toBe(0);
});

it("shows no button again after a decline", async () => {
  await using world = await createAppWorld();
  const question = questionOf(await world.client(world.run));
  await press(world.client, question, (await readPage(world.client)).key, "decline");
  const again = await world.client(world.run);

  expect(questionOf(again)).toEqual({});
  expect(again.result?.structuredContent).toMatchObject({ state: "approval_required" });
});
