import { type Price, selectRoutes } from "@klingkit/spec";
import { createKling } from "klingkit";
import { expect, it } from "vitest";
import { createKlingProvider } from "../provider/kling-provider.ts";
import { sealPlan } from "./make-plan.ts";
import { planJob } from "./plan-job.ts";
import { type OperationRequest, planOperation, wireOperation } from "./plan-operation.ts";
import { findStaleness, formatPlan, readPlan } from "./saved-plan.ts";

const noImages = () => Promise.reject(new Error("no test uses images"));
const context = { loadImage: noImages };

const images = { prompt: "a fox", n: 3, aspect_ratio: "1:1" };
const speech = { text: "Hello", voice_id: "oversea_male1", voice_language: "en" };

const plan = (operation: string, body: OperationRequest["body"], more: Partial<OperationRequest> = {}) =>
  planOperation({ name: "fox", operation, body, ...more }, context);

const { poolOf, recoveryOf } = createKlingProvider({
  kling: createKling({ apiKey: "api-key-kling-plans", baseUrl: "http://127.0.0.1:1" }),
  hasApiKey: true,
});

it("prices images in their own unit, and holds a slot for each", async () => {
  const job = await plan("v1/images/generations", images);
  expect(job).toMatchObject({
    service: "kling",
    operation: "v1/images/generations",
    unit: "image",
    issues: [],
    payload: images,
    output: "fox.png",
    estimate: { isKnown: true, unit: "image" },
  });
  expect(poolOf(job)).toEqual({ pool: "kling-3.0/image", weight: 3 });
  expect(sealPlan("teaser", [job]).totals).toMatchObject({ jobs: 1, unit: "image", unpricedJobs: 0 });
});

it("fills the kind and the extension of the first result into the path", async () => {
  const job = await plan("v1/audio/tts", speech, { output: "{kind}/{name}-{index}.{ext}" });
  expect(job.output).toBe("audio/fox-1.mp3");
});

it("finds nothing that leads to a lost response of an operation without a key", () => {
  expect(recoveryOf?.("v1/audio/tts")).toBe("none");
  expect(recoveryOf?.("v1/images/generations")).toBe("lookup");
  expect(recoveryOf?.("v1/text2video:kling-v3")).toBe("lookup");
  expect(recoveryOf?.("adopted:any")).toBe("lookup");
});

it("lists what is wrong with a body", async () => {
  const { issues } = await plan("v1/images/generations", { n: 30 });
  expect(issues.map(({ path }) => path)).toEqual(expect.arrayContaining(["prompt"]));
});

it("refuses an operation that does not exist", async () => {
  await expect(plan("v1/images/paintings", {})).rejects.toMatchObject({ code: "plan_invalid" });
});

it("keeps the totals of two packs apart", async () => {
  const jobs = [await plan("v1/images/generations", images), await plan("v1/audio/tts", speech)];
  const { totals } = sealPlan("teaser", jobs);
  const [ofImages, ofSpeech] = jobs.map(({ estimate }) => estimate.isKnown && estimate.units);
  expect(totals).toMatchObject({ jobs: 1, unit: "image", units: ofImages, unpricedJobs: 0 });
  expect(totals.others).toMatchObject([{ jobs: 1, units: ofSpeech, unpricedJobs: 0 }]);
});

it("puts the key where the operation takes one, and nowhere else", async () => {
  const ids = { externalTaskId: "key-1", callbackUrl: "https://app.example/cb" };
  const job = await plan("v1/images/generations", images);
  expect(await wireOperation(job, ids, context)).toEqual({
    ...images,
    external_task_id: "key-1",
    callback_url: "https://app.example/cb",
  });
  expect(await wireOperation(await plan("v1/audio/tts", speech), ids, context)).toEqual(speech);
});

it("keeps files out of the plan, and sends exactly those that were approved", async () => {
  let sha256 = "aa";
  const loadFile = (input: string) =>
    Promise.resolve({ value: `BYTES-${sha256}`, manifest: { name: input, kind: "file" as const, sha256 } });
  const withFiles = { ...context, loadFile };
  const body = { prompt: "a fox", image: "./fox.png" };
  const job = await planOperation({ name: "fox", operation: "v1/images/generations", body }, withFiles);
  expect(job).toMatchObject({
    payload: { prompt: "a fox", image: "media:sha256:aa" },
    media: [{ input: "./fox.png", sha256: "aa" }],
  });
  const ids = { externalTaskId: "key-1" };
  expect(await wireOperation(job, ids, withFiles)).toMatchObject({ image: "BYTES-aa" });
  sha256 = "bb";
  await expect(wireOperation(job, ids, withFiles)).rejects.toMatchObject({ code: "plan_stale" });
});

it("saves and reads plans of operations, which still hold", async () => {
  const sealed = sealPlan("teaser", [await plan("v1/images/generations", images)]);
  const read = readPlan(formatPlan(sealed));
  expect(read).toEqual(sealed);
  expect(await findStaleness(read, context)).toEqual([]);
});

it("still accepts a saved plan from before operations and units were named", async () => {
  const [route] = selectRoutes({ capability: "text-to-video", model: "kling-v2-5-turbo" });
  if (!route) throw new Error("no route");
  const { service, operation, ...job } = await planJob(
    { name: "fox", index: 1, request: { prompt: "a fox" }, route },
    context,
  );
  const { unit, ...estimate }: Partial<Price> & typeof job.estimate = job.estimate;
  const old = sealPlan("teaser", [{ ...job, estimate: estimate as typeof job.estimate }]);
  expect(JSON.stringify(old)).not.toContain('"unit"');
  expect(await findStaleness(readPlan(formatPlan(old)), context)).toEqual([]);
});
