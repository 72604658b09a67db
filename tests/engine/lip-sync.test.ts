import { makePlan, parseBatch } from "@klingkit/engine";
import { expect, it } from "vitest";
import { createWorld, type World } from "./support/world.ts";

const HOUR_MS = 3_600_000;

/** A face of a video is found, and speaks: two jobs, the second with the session of the first. */
const speech = (sound: string, face = "{ from: faces }") => `
purpose: speech
requests:
  - name: faces
    operation: lip-sync identify
    body: { video_url: https://example.com/in.mp4 }
    inputVideoSeconds: 5
  - name: speech
    operation: lip-sync create
    body:
      session_id: { from: faces }
      face_choose:
        - face_id: ${face}
          sound_file: https://example.com/${sound}.mp3
          sound_start_time: 0
          sound_end_time: 3000
          sound_insert_time: 0
`;

const planOf = (source: string) =>
  makePlan(parseBatch(source), {
    isLocalService: true,
    loadImage: () => Promise.reject(new Error("no test uses images")),
  });

const worldWith = (facesPerVideo: number, answersNoFaces = false) =>
  createWorld({ emulator: { switches: { facesPerVideo, answersNoFaces } } });

const identifications = (world: World): number =>
  world.journal().entries.filter(({ path }) => path === "/v1/videos/identify-face").length;

it("lets the only face of a video speak, in the session that found it", async () => {
  await using world = await worldWith(1);
  const plan = await planOf(speech("a"));
  expect(plan.totals).toMatchObject({ jobs: 2, units: 0.55 });
  const engine = await world.openEngine();
  await world.clock.drive(engine.enqueue(plan));
  expect((await world.run(engine)).counts).toEqual({ collected: 2 });
  expect(world.errors).toEqual([]);
});

it("buys no speech where several faces are found and none is named", async () => {
  await using world = await worldWith(2);
  const engine = await world.openEngine();
  await world.clock.drive(engine.enqueue(await planOf(speech("a"))));
  expect((await world.run(engine)).counts).toEqual({ collected: 1, rejected: 1 });
  const job = (await engine.jobs()).find(({ name }) => name === "speech");
  expect(job?.error).toMatchObject({
    code: "result_ambiguous",
    message:
      "faces found 2 (result 1 has the ID 0, result 2 has the ID 1), and the request does not say which, such as { from: faces, result: 1 }; nothing was sent",
  });
  expect(world.journal()).toMatchObject({ creates: 1 });
});

it("lets a face speak that is named, by its number among the results or its id", async () => {
  await using world = await worldWith(2);
  const engine = await world.openEngine();
  await world.clock.drive(engine.enqueue(await planOf(speech("a", "{ from: faces, result: 2 }"))));
  await world.clock.drive(engine.enqueue(await planOf(speech("b", '"0"'))));
  expect((await world.run(engine)).counts).toEqual({ collected: 3 });
});

it("says that no face was found, and buys nothing more", async () => {
  await using world = await worldWith(0, true);
  const engine = await world.openEngine();
  await world.clock.drive(engine.enqueue(await planOf(speech("a"))));
  await world.run(engine);
  const job = (await engine.jobs()).find(({ name }) => name === "speech");
  expect(job).toMatchObject({ state: "rejected", error: { code: "result_missing" } });
  expect(world.journal()).toMatchObject({ creates: 1 });
});

it("opens no second session while the first one lives, and one where it has ended", async () => {
  await using world = await worldWith(1);
  const engine = await world.openEngine();
  const buy = async (sound: string) => {
    await world.clock.drive(engine.enqueue(await planOf(speech(sound))));
    await world.run(engine);
  };
  await buy("a");
  await buy("b");
  expect(identifications(world)).toBe(1);
  await world.clock.drive(world.clock.sleep(24 * HOUR_MS));
  await buy("c");
  expect(identifications(world)).toBe(2);
  const states = (await engine.jobs()).map(({ name, state }) => `${name} ${state}`).toSorted();
  expect(states).toEqual([
    "faces collected",
    "faces collected",
    "speech collected",
    "speech collected",
    "speech collected",
  ]);
});

it("keeps a chain whose speech is there, however old its session is", async () => {
  await using world = await worldWith(1);
  const engine = await world.openEngine();
  const plan = await planOf(speech("a"));
  await world.clock.drive(engine.enqueue(plan, { continues: true }));
  await world.run(engine);
  await world.clock.drive(world.clock.sleep(48 * HOUR_MS));
  const again = await engine.preview(plan, { continues: true });
  expect(again.toBuy.jobs).toEqual([]);
});
