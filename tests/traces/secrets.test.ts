import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { makePlan, type Provider, parseBatch, type SubmitAnswer, type TaskView } from "@klingkit/engine";
import { createSeededRandom } from "@klingkit/testkit";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import { expect, it } from "vitest";
import { createSpanRecorder, type SpanRecorder } from "../engine/support/span-recorder.ts";
import { CALLBACK_URL, createWorld } from "../engine/support/world.ts";

const JOBS = 200;
const MARK = createHash("sha256").update("prompt").digest("hex");
/** Signed, as links to results are. */
const LINK = "https://cdn.example/v.mp4?sign=1";
/** What must never be in a span: prompts, names, keys, links, and the callback address, whose path is a credential. */
const SECRETS = [
  MARK.slice(0, 20),
  "api-key-kling-engine-tests",
  "/callbacks/of-tests",
  "http://",
  "https://",
];

const loadImage = () => Promise.reject(new Error("no test uses images"));

/** A batch whose prompts and names are marked. */
function markedPlan(jobs: number) {
  const requests = Array.from({ length: jobs }, (_, at) => ({
    name: `${MARK.slice(0, 20)}-${at}`,
    prompt: `${MARK} take ${at}`,
    model: "kling-2.5-turbo",
  }));
  return makePlan(parseBatch(JSON.stringify({ requests })), { loadImage });
}

/** A service whose responses are drawn by lot, and quote in every text what was sent. */
function createQuotingService(random: () => number): Provider {
  const message = `${MARK} Bearer api-key-kling-engine-tests ${CALLBACK_URL} ${LINK}`;
  const pick = <Item>(items: readonly [Item, ...Item[]]): Item =>
    items[Math.floor(random() * items.length)] ?? items[0];
  const tasks = new Map<string, string>();
  const idOf = (key: string) => {
    const id = tasks.get(key) ?? `t${tasks.size + 1}`;
    tasks.set(key, id);
    return id;
  };
  const refused = (remedy: "later" | "slot" | "rate" | "never", serviceCode: number | string) =>
    ({ kind: "refused", remedy, code: "refused_by_service", serviceCode, message }) as const;
  const viewOf = (taskId: string): TaskView => ({
    taskId,
    status: pick(["waiting", "succeeded", "succeeded", "failed"]),
    rawStatus: "processing",
    message,
    units: 1.5,
    url: LINK,
  });

  function submit(key: string): SubmitAnswer {
    const taken = { kind: "accepted", taskId: idOf(key) } as const;
    const lost = { kind: "unclear", message } as const;
    return pick<SubmitAnswer>([
      taken,
      taken,
      taken,
      lost,
      refused("later", 5000),
      refused("slot", 1303),
      refused("rate", 1302),
      refused("never", message),
      { kind: "mismatch", message },
    ]);
  }

  return {
    name: "kling",
    account: "a",
    spendsMoney: false,
    readBatchSize: 20,
    retentionMs: 30 * 86_400_000,
    goneMessage: message,
    settleMs: 1000,
    poolOf: () => ({ pool: "p", weight: 1 }),
    expectedMs: () => 1000,
    submit: async ({ externalId }) => submit(externalId),
    async lookup({ externalId }) {
      const taskId = tasks.get(externalId);
      if (taskId === undefined) return { kind: "absent" };
      return random() < 0.3 ? { kind: "error", message } : { kind: "found", task: viewOf(taskId) };
    },
    read: async (refs) =>
      refs.map(({ taskId = "" }) =>
        random() < 0.1 ? { kind: "error", message } : { kind: "found", task: viewOf(taskId) },
      ),
  };
}

/** All that an exporter would send. */
const textOf = ({ name, attributes, events, links, status }: ReadableSpan): string =>
  JSON.stringify({ name, attributes, events, links, status });

const findLeaks = ({ spans }: SpanRecorder): readonly string[] =>
  spans()
    .map(textOf)
    .filter((text) => SECRETS.some((secret) => text.includes(secret)));

const errorTypes = ({ spans }: SpanRecorder) =>
  new Set(spans().map(({ attributes }) => attributes["error.type"]));

it("has no prompt, name, key or link in any span, whatever the service says", async () => {
  await using world = await createWorld();
  const recorder = createSpanRecorder();
  const random = createSeededRandom(11);
  const engine = await world.openEngine({
    telemetry: recorder.telemetry,
    provider: createQuotingService(random),
    callbackUrl: CALLBACK_URL,
    collector: ({ filePath, url }) =>
      random() < 0.05
        ? Promise.reject(new Error(`${url} is gone`))
        : Promise.resolve({ filePath, sizeBytes: 1, sha256: "none" }),
    slots: { quota: 100 },
  });
  await world.clock.drive(engine.enqueue(await markedPlan(JOBS)));
  await world.run(engine);
  expect(findLeaks(recorder)).toEqual([]);
  const names = new Set(recorder.spans().map(({ name }) => name));
  expect([...names]).toEqual(
    expect.arrayContaining(["klingkit.adopt", "klingkit.settle", "klingkit.collect"]),
  );
  expect(errorTypes(recorder).size).toBeGreaterThan(4);
});

it("has none of a service that is cut off and quotes what was sent", async () => {
  await using world = await createWorld({ hangMs: 20 });
  const recorder = createSpanRecorder();
  const engine = await world.openEngine({ telemetry: recorder.telemetry, callbackUrl: CALLBACK_URL });
  const message = `${MARK} Bearer ${world.apiKey} ${CALLBACK_URL} ${LINK}`;
  const answer = (status: number, code: number) => ({
    kind: "answer-before" as const,
    status,
    body: JSON.stringify({ code, message, request_id: "r" }),
  });
  world.faults.setRules(
    [
      answer(429, 1303),
      answer(400, 1201),
      answer(500, 5000),
      { kind: "answer-after" as const, status: 502, body: message },
      { kind: "reset-after" as const },
      { kind: "truncate" as const },
    ].map((fault) => ({ method: "POST", path: /./, fault, times: 1 })),
  );
  await world.clock.drive(engine.enqueue(await markedPlan(8)));
  await world.run(engine);
  expect(findLeaks(recorder)).toEqual([]);
  // Codes that the reference has, also of answers that do not tell whether a task was made.
  const codes = [...errorTypes(recorder)].filter((type) => type !== undefined);
  expect(codes).toEqual(expect.arrayContaining(["KLINGKIT_CONNECTION", "KLINGKIT_SERVER"]));
  const page = readFileSync("docs/reference/exit-and-error-codes.md", "utf8");
  expect(codes.filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
});

it("reports prompts where it is asked to, and nowhere but with the create", async () => {
  await using world = await createWorld();
  const recorder = createSpanRecorder({ recordsPrompts: true });
  const engine = await world.openEngine({ telemetry: recorder.telemetry });
  await world.clock.drive(engine.enqueue(await markedPlan(1)));
  await world.run(engine);
  const told = recorder.spans().filter((span) => textOf(span).includes(MARK));
  expect(told.map(({ attributes }) => attributes["gen_ai.input.messages"])).toEqual([
    `[{"role":"user","parts":[{"type":"text","content":"${MARK} take 0"}]}]`,
  ]);
});
