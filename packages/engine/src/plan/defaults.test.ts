import { expect, it } from "vitest";
import type { PlanContext } from "../context/media-loader.ts";
import { readBatch } from "./batch-file.ts";
import { expandBatch } from "./expand-batch.ts";
import { planOffers } from "./judge-items.ts";
import { makePlan } from "./make-plan.ts";

const context: PlanContext = {
  loadImage: (input) => Promise.resolve({ value: input, manifest: { name: input, kind: "url" } }),
};

const MOTION = {
  motion: {
    image: "https://a.example/a.png",
    videoUrl: "https://a.example/a.mp4",
    orientation: "image",
  },
} as const;
const FRAME = { prompt: "it moves", firstFrame: "https://a.example/a.png" } as const;

function read(batch: object) {
  const { batch: found, mistakes, ...origin } = readBatch(JSON.stringify(batch), "b.json");
  if (!found || mistakes.length > 0) throw new Error(JSON.stringify(mistakes));
  return { batch: found, origin };
}

async function planOf(batch: object) {
  const { batch: found, origin } = read(batch);
  return makePlan(found, context, origin);
}

const issuesOf = async (batch: object) => (await planOf(batch)).jobs.flatMap(({ issues }) => issues);

it.each(["kling", "higgsfield"])(
  "leaves out the length and ratio that a motion decides, and plans what it would without them: %s",
  async (service) => {
    const request = { name: "dance", service, ...MOTION };
    const defaults = { durationSeconds: 5, aspectRatio: "16:9" };
    const plan = await planOf({ defaults, requests: [request] });
    expect(plan).toEqual(await planOf({ requests: [request] }));
    expect(plan.verdict).toBe("needs-approval");
  },
);

it("leaves out a ratio that the first frame decides", async () => {
  const requests = [{ ...FRAME, model: "kling-3.0" }];
  expect(await planOf({ defaults: { aspectRatio: "1:1" }, requests })).toEqual(await planOf({ requests }));
});

it("keeps what the operation has, so that a payload of an earlier version is found again", async () => {
  const batch = {
    defaults: { aspectRatio: "1:1" },
    requests: [{ ...FRAME, model: "kling-v3" }],
    strict: true,
  };
  const { jobs, verdict } = await planOf(batch);
  expect(jobs[0]?.payload).toMatchObject({ aspect_ratio: "1:1" });
  expect([jobs[0]?.warnings, verdict]).toEqual([[], "needs-approval"]);
});

it.each([
  ["a motion", { ...MOTION, durationSeconds: 5 }, "durationSeconds"],
  ["a frame", { ...FRAME, model: "kling-3.0", aspectRatio: "1:1" }, "aspectRatio"],
])("refuses the same field where %s has it itself", async (_, request, field) => {
  expect(await issuesOf({ requests: [request] })).toMatchObject([{ rule: "unsupported-field", field }]);
});

it("remarks on a field without effect that the request has itself", async () => {
  const { jobs } = await planOf({ requests: [{ ...FRAME, model: "kling-v3", aspectRatio: "1:1" }] });
  expect(jobs[0]?.warnings).toMatchObject([{ rule: "aspect-ratio-ignored" }]);
});

it("refuses a default without which another video would be bought, and says how to go without it", async () => {
  const defaults = { negativePrompt: "blur" };
  const request = { prompt: "an owl", model: "kling-3.0" };
  const [issue] = await issuesOf({ defaults, requests: [request] });
  expect(issue).toMatchObject({
    rule: "unsupported-field",
    message: expect.stringMatching(/ To go without the default here, set `negativePrompt: null`\.$/),
  });
  expect(await planOf({ defaults, requests: [{ ...request, negativePrompt: null }] })).toEqual(
    await planOf({ requests: [request] }),
  );
});

it("takes null for every field of a request but its name and body, and refuses it elsewhere", () => {
  const request = { prompt: "a fox", firstFrame: null, shots: null, output: null, model: null };
  const { batch } = read({ defaults: { output: "a.mp4", model: "kling-v3" }, requests: [request] });
  expect(expandBatch(batch)).toEqual([{ prompt: "a fox", name: "01", request: 0 }]);
  const fault = (wrong: object) => readBatch(JSON.stringify(wrong), "b.json").mistakes[0]?.message;
  expect(fault({ requests: [{ prompt: "a fox", name: null }] })).toBe("must be text.");
  expect(fault({ defaults: { durationSeconds: null }, requests: [request] })).toBe("must be a number.");
});

it("compares routes as they would be planned", async () => {
  const { batch } = read({ defaults: { aspectRatio: "1:1" }, requests: [FRAME] });
  const [item] = expandBatch(batch);
  if (!item) throw new Error("no item");
  const offers = await planOffers({ item, batch, index: 1, context });
  const standard = offers.find(({ routeId }) => routeId === "image-to-video:kling-3.0");
  expect(standard?.issues).toEqual([]);
});
