import { createSameClip } from "@klingkit/testkit";
import { describe, expect, it } from "vitest";
import { enqueue, openEngine, planOf } from "./support/higgsfield.ts";
import { createWorld, noFiles } from "./support/world.ts";

const EDIT = {
  model: "kling-o1",
  prompt: "night",
  video: { url: "https://example.com/a.mp4", use: "base" },
} as const;
/** The emulator takes every input video for so long. */
const SERVED_SECONDS = 5;
/** Per second, 720p. */
const RATE = 0.126;
const SERVED_USD = 0.63;

const createServed = async () =>
  createWorld({ emulator: { renderer: await createSameClip({ durationSeconds: SERVED_SECONDS }) } });

describe("a request whose price follows the length of its result, at a service that reports no charge", () => {
  it.each([
    ["the length is unknown", {}, 1.26],
    ["a shorter length was stated", { inputVideoSeconds: 4 }, 0.504],
    ["a longer length was stated", { inputVideoSeconds: 8 }, 1.008],
    ["the length was stated", { inputVideoSeconds: 5 }, SERVED_USD],
  ])("is booked by the length of its file where %s", async (_, given, reserved) => {
    await using world = await createServed();
    const engine = await openEngine(world);
    const [id = ""] = await enqueue(world, engine, await planOf([{ ...EDIT, ...given }]));
    expect((await engine.job(id)).estimateUnits).toBe(reserved);
    expect((await world.run(engine)).counts).toEqual({ collected: 1 });

    const [task] = world.emulator.control.tasks();
    expect(task?.charges).toMatchObject([{ unit: "usd", units: SERVED_USD }]);
    const job = await engine.job(id);
    expect(job.sums).toMatchObject({ settled: SERVED_USD, held: 0 });
    expect((await engine.budget("usd")).total).toMatchObject({ settled: SERVED_USD, held: 0 });
    const [collected] = job.events.filter(({ kind }) => kind === "job-collected");
    expect(collected?.data).toMatchObject({ seconds: SERVED_SECONDS, units: SERVED_USD });
  });

  it("keeps the most that it can cost until its file is here, and where no file can be measured", async () => {
    await using world = await createWorld();
    const engine = await openEngine(world, { collector: noFiles });
    const [id = ""] = await enqueue(world, engine, await planOf([EDIT]));
    expect((await world.run(engine)).counts).toEqual({ collected: 1 });
    expect((await engine.job(id)).sums).toMatchObject({ settled: 1.26, held: 0 });
  });

  it("leaves alone what was priced before it was bought", async () => {
    await using world = await createServed();
    const engine = await openEngine(world);
    const [id = ""] = await enqueue(world, engine, await planOf([{ prompt: "a fox" }]));
    await world.run(engine);
    const { sums, events } = await engine.job(id);
    expect(sums).toMatchObject({ settled: 0.35, held: 0 });
    expect(events.find(({ kind }) => kind === "job-collected")?.data).not.toHaveProperty("units");
  });
});

describe("chargeOfLength of Higgsfield", () => {
  it.each([
    ["a whole second", 5, 5, 5],
    ["a little more, as encoders add", 5.041, 5, 6],
    ["a part of a second", 5.4, 6, 6],
    ["more than the input may have", 10.05, 10, 10],
    ["less than the input may have", 1, 3, 3],
  ])("rounds up %s", async (_, seconds, atLeast, atMost) => {
    await using world = await createWorld();
    const { chargeOfLength } = world.createSecondProvider();
    const payload = { mode: "std", video_urls: ["https://example.com/a.mp4"] };
    const planned = { routeId: "kling-video/omni/video-edit", model: "kling-o1", payload };
    const charge = chargeOfLength?.(planned, seconds);
    expect(charge?.atLeast).toBeCloseTo(atLeast * RATE, 6);
    expect(charge?.atMost).toBeCloseTo(atMost * RATE, 6);
  });
});
