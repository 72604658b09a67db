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

/** A batch whose element was deleted at the service afterwards, and a second one that wants to use it. */
async function useDeleted(world: World) {
  const { engine } = await run(world, batch("first", "<<<element_1>>> walks"));
  const entry = (await engine.jobs()).find(({ name }) => name === "Mia")?.id ?? "";
  await deleteElement(world, String((await engine.job(entry)).assets[0]?.result_id));
  const { made } = await run(world, batch("second", "<<<element_1>>> runs"), engine);
  return { engine, entry, refused: made.jobIds[0] ?? "" };
}

it("forgets an element that was deleted at the service, and makes it again with the next batch", async () => {
  await using world = await createWorld();
  const { engine, entry, refused } = await useDeleted(world);
  expect(await engine.job(refused)).toMatchObject({ state: "rejected" });
  expect(await engine.job(entry)).toMatchObject({
    state: "expired",
    error: { code: "entry_gone", message: expect.stringContaining(`kling jobs retry ${entry}`) },
  });
  const { creates } = world.journal();
  const third = await run(world, batch("third", "<<<element_1>>> sleeps"), engine);
  expect(await engine.job(third.made.jobIds[0] ?? "")).toMatchObject({ state: "collected" });
  // The element and the video; the voice is still there.
  expect(world.journal().creates - creates).toBe(2);
});

it("makes a deleted element again with the next batch of the same purpose, and not for one that nothing is left to buy of", async () => {
  await using world = await createWorld();
  const { engine, entry, refused } = await useDeleted(world);
  expect((await engine.job(refused)).error).toMatchObject({
    code: "entry_gone",
    message: expect.stringMatching(
      new RegExp(`not found.* That is Mia \\(${entry}\\), which was deleted`, "i"),
    ),
  });
  const bought: number[] = [];
  // In order: the refused one again, a changed one, and that one again.
  for (const prompt of ["runs", "sleeps", "sleeps"]) {
    const { creates } = world.journal();
    await run(world, batch("second", `<<<element_1>>> ${prompt}`), engine);
    bought.push(world.journal().creates - creates);
  }
  // The element and the video; the voice is still there.
  expect(bought).toEqual([0, 2, 0]);
  const states = (await engine.jobs()).map(({ name, state }) => `${name} ${state}`);
  expect(states.filter((line) => line === "walk collected")).toHaveLength(2);
});

it("makes a deleted element again by a retry, which the request that needs it then uses", async () => {
  await using world = await createWorld();
  const { engine, entry, refused } = await useDeleted(world);
  for (const id of [entry, refused]) {
    expect(await world.clock.drive(engine.retry(id, {}))).toMatchObject({ kind: "accepted" });
    await world.run(engine);
  }
  const states = (await engine.jobs()).map(({ name, state }) => `${name} ${state}`);
  expect(states.filter((line) => line === "Mia collected")).toHaveLength(1);
  expect(states.filter((line) => line === "walk collected")).toHaveLength(2);
});

async function deleteElement({ emulator, apiKey }: World, id: string): Promise<void> {
  const response = await emulator.fetch(
    new Request(`${emulator.baseUrl}/v1/general/delete-elements`, {
      method: "POST",
      headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
      body: JSON.stringify({ element_id: id }),
    }),
  );
  expect(response.status).toBe(200);
}
