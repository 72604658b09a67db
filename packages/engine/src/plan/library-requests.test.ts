import { expect, it } from "vitest";
import { readBatch } from "./batch-file.ts";
import { locateBatch } from "./locate-batch.ts";
import { makePlan } from "./make-plan.ts";
import { PlanError } from "./plan-error.ts";

const context = {
  loadImage: (input: string) =>
    Promise.resolve({ value: input, manifest: { name: input, kind: "url" as const } }),
};

const BATCH = `
elements:
  Mia:
    element_description: a girl
    reference_type: image_refer
    element_image_list: { frontal_image: "https://a.example/mia.png", refer_images: [{ image_url: "https://a.example/side.png" }] }
requests:
  - { model: kling-v3-omni, prompt: "<<<element_1>>> walks", aspectRatio: "16:9", elements: [{ elementId: { from: Mia } }] }
matrix:
  durationSeconds: [5, 10]
`;

async function planOf(source: string) {
  const { batch, mistakes, placeOf, numbering } = readBatch(source, "b.yaml");
  if (!batch) throw new Error(JSON.stringify(mistakes));
  return makePlan(batch, context, { mistakes, placeOf, numbering });
}

it("asks for an element once, however many jobs a matrix makes of the requests", async () => {
  const plan = await planOf(BATCH);
  expect(plan.jobs.map(({ name, needs = [] }) => [name, needs.map(({ job }) => job)])).toEqual([
    ["01", ["Mia"]],
    ["02", ["Mia"]],
    ["Mia", []],
  ]);
  expect(plan.jobs[2]).toMatchObject({ operation: "v1/general/advanced-custom-elements", issues: [] });
  expect(plan.jobs[2]?.payload).toMatchObject({ element_name: "Mia" });
});

it("names the line of a mistake in an element", async () => {
  const source = BATCH.replace("image_refer\n", "image_refer\n    element_voice_id: { from: Nobody }\n");
  const error: unknown = await planOf(source).catch((caught: unknown) => caught);
  if (!(error instanceof PlanError)) throw new Error(`no PlanError: ${String(error)}`);
  expect(error.mistakes).toMatchObject([
    { file: "b.yaml", line: 6, request: "Mia", message: expect.stringContaining("Nobody") },
  ]);
});

it("finds its files beside the batch", () => {
  const { batch } = readBatch(BATCH.replaceAll("https://a.example/", ""), "b.yaml");
  const located = batch && locateBatch(batch, (input) => `folder/${input}`);
  expect(located?.elements?.["Mia"]).toMatchObject({
    element_image_list: {
      frontal_image: "folder/mia.png",
      refer_images: [{ image_url: "folder/side.png" }],
    },
  });
});
