import { expect, it } from "vitest";
import type { PlanContext } from "../context/media-loader.ts";
import { parseBatch } from "./batch-file.ts";
import { planOffers } from "./judge-items.ts";
import { mediaLabelOf } from "./load-inputs.ts";
import { makePlan } from "./make-plan.ts";
import type { PlanError } from "./plan-error.ts";

const context: PlanContext = {
  loadImage: () => Promise.reject(new Error("no images")),
  loadFile: (name) =>
    Promise.resolve({ value: mediaLabelOf("ab"), manifest: { name, kind: "file", sha256: "ab" } }),
  readFile: () => Promise.reject(new Error("nothing is read for a plan")),
};

const plan = (requests: readonly object[], choice: Parameters<typeof makePlan>[3] = {}) =>
  makePlan(parseBatch(JSON.stringify({ requests })), context, {}, choice);

it("plans one batch for two services, with totals of each unit", async () => {
  const { jobs, totals } = await plan([
    { prompt: "a fox", model: "kling-2.6" },
    { prompt: "a fox", model: "kling-2.6", service: "higgsfield", audio: "native" },
  ]);
  expect(jobs.map(({ service, routeId, unit }) => ({ service, routeId, unit }))).toEqual([
    { service: "kling", routeId: "text-to-video:kling-2.6", unit: undefined },
    { service: "higgsfield", routeId: "kling-video/v2.6/pro/text-to-video", unit: "usd" },
  ]);
  expect(jobs[1]?.payload).toEqual({ prompt: "a fox", sound: "on" });
  expect(totals.others).toMatchObject([{ unit: "usd", units: 0.7, jobs: 1 }]);
});

it("names the fields of the request where the service refuses something", async () => {
  const { jobs } = await plan([
    { prompt: "a fox", model: "kling-2.6", service: "higgsfield", negativePrompt: "blur" },
  ]);
  expect(jobs[0]?.issues).toMatchObject([{ field: "negativePrompt" }]);
  expect(jobs[0]?.estimate).toMatchObject({ isKnown: false });
});

it("says which models the service has for such a request", async () => {
  await expect(plan([{ prompt: "a fox", model: "kling-v1-6", service: "higgsfield" }])).rejects.toMatchObject(
    {
      code: "batch_invalid",
      message: expect.stringContaining("kling-3.0-turbo"),
    },
  );
});

it.each(["kling-v1", "kling-v1-6"])(
  "says of %s when it was retired, and does not take it for a typo",
  async (model) => {
    const [mistake, ...others] = await plan([{ prompt: "a fox", model }]).then(
      () => [],
      (error: PlanError) => error.mistakes,
    );
    expect(others).toEqual([]);
    expect(mistake?.message).toMatch(/^"kling-v1(-6)?" was retired on 2026-09-15\. Use /);
    expect(mistake).not.toHaveProperty("suggestion");
  },
);

it("lists a local file as a medium that is given to the service first", async () => {
  const { jobs } = await plan([
    { prompt: "it moves", firstFrame: "fox.png", model: "kling-2.6", service: "higgsfield" },
  ]);
  expect(jobs[0]).toMatchObject({
    issues: [],
    payload: { image_url: "media:sha256:ab" },
    media: [{ input: "fox.png", sha256: "ab" }],
  });
});

it("takes the cheapest route of all services that honours the whole request, unless one is named", async () => {
  const request = { prompt: "a fox", aspectRatio: "9:16", durationSeconds: 5 } as const;
  const choice = { isCheapest: true };
  const [cheapest, named] = (
    await plan([request, { ...request, service: "kling", model: "kling-3.0" }], choice)
  ).jobs;
  const item = { ...request, name: "01", request: 0 };
  const offers = await planOffers({ item, batch: {}, index: 1, context });
  const prices = offers.flatMap(({ issues, estimate }) =>
    issues.length === 0 && estimate.isKnown ? [estimate.usd] : [],
  );
  expect(cheapest?.estimate).toMatchObject({ usd: Math.min(...prices) });
  expect(cheapest?.issues).toEqual([]);
  expect(named?.routeId).toBe("text-to-video:kling-3.0");
  expect(new Set(offers.map(({ service }) => service))).toEqual(new Set(["kling", "higgsfield"]));
});

it.each([
  [
    "kling",
    { model: "kling-2.6", audio: "native" },
    /only at 1080p\. kling-video\/v2\.6\/pro\/text-to-video takes it for US\$ 0\.70 .*`service: higgsfield` and `model: kling-2\.6`/,
  ],
  [
    "higgsfield",
    { model: "kling-2.6", negativePrompt: "blur" },
    /no place for it.* v1\/text2video:kling-v2-6 takes it .*`service: kling` and `model: kling-v2-6`/,
  ],
])("names the other service where %s refuses what that one takes", async (service, fields, advice) => {
  const { jobs } = await plan([{ prompt: "a fox", service, ...fields }]);
  expect(jobs[0]).toMatchObject({ service });
  expect(jobs[0]?.issues.map(({ message }) => message)).toEqual([expect.stringMatching(advice)]);
});

it("names no other service where a name in the prompt is misspelt: it would be sent as plain text", async () => {
  const references = [{ image: "https://example.com/a.png", name: "lake" }];
  const requests = [{ prompt: "@nobody walks", references, aspectRatio: "16:9" }];
  const loadImage: PlanContext["loadImage"] = (name) =>
    Promise.resolve({ value: name, manifest: { name, kind: "file", sha256: "ab" } });
  const { jobs } = await makePlan(parseBatch(JSON.stringify({ requests })), { ...context, loadImage });
  const [issue, ...others] = jobs[0]?.issues ?? [];
  expect(issue?.message).toMatch(/`@nobody` names no input/);
  expect([issue?.message, others]).toEqual([expect.not.stringContaining("takes it"), []]);
});

it("names no other service for what no service takes", async () => {
  const { jobs } = await plan([{ prompt: "a fox", model: "kling-2.6", durationSeconds: 99 }]);
  expect(jobs[0]?.issues.map(({ message }) => message)).toEqual([expect.not.stringContaining("takes it")]);
});

it("takes private addresses for the services that are on this machine", async () => {
  const requests = ["kling", "higgsfield"].map((service) => ({
    prompt: "it moves",
    model: "kling-2.6",
    service,
    firstFrame: "http://192.168.0.7/a.png",
  }));
  const local: PlanContext = {
    ...context,
    loadImage: (name) => Promise.resolve({ value: name, manifest: { name, kind: "url" } }),
    isLocalService: (service) => service === "kling",
  };
  const { jobs } = await makePlan(parseBatch(JSON.stringify({ requests })), local);
  expect(jobs.map(({ issues }) => issues.map(({ field }) => field))).toEqual([[], ["firstFrame"]]);
});
