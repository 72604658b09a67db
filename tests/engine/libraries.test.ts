import {
  type Engine,
  makePlan,
  type Plan,
  type Provider,
  parseBatch,
  type Submission,
} from "@klingkit/engine";
import { MEDIA_RULES } from "@klingkit/spec";
import { loadImage } from "klingkit/node";
import { expect, it } from "vitest";
import { createWorld, type World } from "./support/world.ts";

const load = (input: string) => loadImage(input, MEDIA_RULES.legacyImage, {});
const planOf = (source: string): Promise<Plan> =>
  makePlan(parseBatch(source), { isLocalService: true, loadImage: load });

const batch = (purpose: string, prompt: string, description = "a girl in a red raincoat") => `
purpose: ${purpose}
voices:
  Ann: { voice_url: "https://example.com/ann.mp3" }
elements:
  Mia:
    element_description: ${description}
    reference_type: image_refer
    element_image_list:
      frontal_image: https://example.com/front.png
      refer_images: [{ image_url: https://example.com/side.png }]
    element_voice_id: { from: Ann }
requests:
  - name: walk
    model: kling-v3-omni
    prompt: ${prompt}
    aspectRatio: "16:9"
    elements: [{ elementId: { from: Mia } }]
`;

/** Runs a batch to its end; gives what was sent for it. */
async function run(world: World, source: string, engine?: Engine) {
  const sent: Submission[] = [];
  const own = world.createProvider();
  const submit: Provider["submit"] = (submission, context) => {
    sent.push(submission);
    return own.submit(submission, context);
  };
  const open = engine ?? (await world.openEngine({ provider: { ...own, submit }, loadImage: load }));
  const made = await world.clock.drive(open.enqueue(await planOf(source), { continues: true }));
  if (made.kind !== "accepted") throw new Error(`not accepted: ${JSON.stringify(made)}`);
  await world.run(open);
  expect(world.errors).toEqual([]);
  return { engine: open, made, sent };
}

const operationsOf = (sent: readonly Submission[]) => sent.map(({ routeId }) => routeId);

it("makes the voice and the element of a batch before the video that uses them, and fills their ids in", async () => {
  await using world = await createWorld();
  const { engine, sent } = await run(world, batch("first", "<<<element_1>>> walks in the rain"));
  expect(operationsOf(sent)).toMatchObject([
    "v1/general/custom-voices",
    "v1/general/advanced-custom-elements",
    expect.stringContaining("omni"),
  ]);
  const jobs = await engine.jobs();
  const [mia] = await Promise.all(jobs.filter(({ name }) => name === "Mia").map(({ id }) => engine.job(id)));
  const id = mia?.assets[0]?.result_id;
  expect(mia).toMatchObject({ state: "collected", filePath: "", assets: [{ kind: "element", name: "Mia" }] });
  expect(JSON.stringify(sent.at(-1)?.body)).toContain(`"${id}"`);
});

it("uses them again for another purpose, and makes new ones where they are asked for in other words", async () => {
  await using world = await createWorld();
  await run(world, batch("first", "<<<element_1>>> walks in the rain"));
  const second = await run(world, batch("second", "<<<element_1>>> sings"));
  expect(operationsOf(second.sent)).toMatchObject([expect.stringContaining("omni")]);
  const other = await run(world, batch("third", "<<<element_1>>> sings", "a boy in a blue raincoat"));
  expect(operationsOf(other.sent)).toMatchObject([
    "v1/general/advanced-custom-elements",
    expect.stringContaining("omni"),
  ]);
  expect(world.journal()).toMatchObject({ creates: 6, refused: 0 });
});

it("buys nothing of a batch that was run before", async () => {
  await using world = await createWorld();
  const source = batch("first", "<<<element_1>>> walks in the rain");
  await run(world, source);
  const again = await run(world, source);
  expect(again.sent).toEqual([]);
});
