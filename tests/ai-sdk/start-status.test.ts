import { createKlingkit, type KlingkitVideoModel } from "@klingkit/ai-sdk";
import type { Store } from "@klingkit/engine";
import {
  experimental_generateVideo as generateVideo,
  experimental_getVideoStatus as getVideoStatus,
  experimental_startVideo as startVideo,
} from "ai";
import { describe, expect, it } from "vitest";
import { callMetadata } from "./support/call-metadata.ts";
import { caught } from "./support/caught.ts";
import { createVideoWorld } from "./support/video-world.ts";

Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });

const MODEL = "kling-2.5-turbo";
const FOX = { prompt: "A fox in the snow", duration: 5 } as const;
const STEP_KEY = "aisdk_workflow_video_step_1";

it("starts in one process and ends in another, at which nothing is bought again", async () => {
  await using world = await createVideoWorld();
  const [first, second] = [await world.createProvider(), await world.createProvider()];
  const { operation } = await world.drive(startVideo({ model: first.video(MODEL), ...FOX }));
  const passed: typeof operation = JSON.parse(JSON.stringify(operation));
  const seen: string[] = [];
  for (;;) {
    const status = await world.drive(getVideoStatus(second.video(MODEL), { operation: passed }));
    seen.push(status.status);
    if (status.status !== "pending") break;
    await world.clock.pass(10_000);
  }
  expect(seen).toContain("pending");
  expect(seen.at(-1)).toBe("completed");
  expect(world.journal()).toMatchObject({ creates: 1, billed: 1, delivered: 1 });
});

it("polls, sends what waited for a slot, and delivers all", async () => {
  await using world = await createVideoWorld({ emulator: { concurrency: 2 } });
  const klingkit = await world.createProvider({ concurrency: 2, engine: { slots: {} } });
  const poll = { delay: (ms: number) => world.clock.sleep(ms), timeoutMs: 3_000_000 };
  const result = await world.drive(generateVideo({ model: klingkit.video(MODEL), ...FOX, n: 5, poll }));
  expect(result.uploadedVideos).toBe(5);
  expect(callMetadata(result.providerMetadata).key).toMatch(/^aisdk_vid_/);
  expect(world.journal()).toMatchObject({ creates: 5, billed: 5, delivered: 5 });
});

describe("a call that its caller splits under one key", () => {
  const WITH_KEY = {
    option: { providerOptions: { klingkit: { key: "fox-1" } } },
    header: { headers: { "idempotency-key": "fox-1" } },
  };

  const REFUSED = { code: "request_invalid", mayHaveCharged: "no" };
  const SPLIT = { ...FOX, n: 2, maxVideosPerCall: 1 };
  const hook = (id: number) => ({ url: `https://app.example/${id}`, received: new Promise<never>(() => {}) });

  it.each(["option", "header"] as const)("is refused before it buys where it polls, by %s", async (by) => {
    await using world = await createVideoWorld();
    const model = (await world.createProvider()).video(MODEL);
    const poll = { delay: (ms: number) => world.clock.sleep(ms), timeoutMs: 3_000_000 };
    const call = generateVideo({ model, ...SPLIT, ...WITH_KEY[by], poll });
    expect(await caught(world.drive(call))).toMatchObject(REFUSED);
    expect(world.journal().creates).toBe(0);
  });

  it("is refused before it buys where it waits for webhooks", async () => {
    await using world = await createVideoWorld();
    const model = (await world.createProvider()).video(MODEL);
    let hooks = 0;
    const webhook = async () => {
      hooks += 1;
      return hook(hooks);
    };
    const call = generateVideo({ model, ...SPLIT, ...WITH_KEY.option, webhook });
    expect(await caught(world.drive(call))).toMatchObject(REFUSED);
    expect(world.journal().creates).toBe(0);
  });

  it("is made where each part has a key of its own", async () => {
    await using world = await createVideoWorld();
    const model = (await world.createProvider()).video(MODEL);
    const poll = { delay: (ms: number) => world.clock.sleep(ms), timeoutMs: 3_000_000 };
    expect((await world.drive(generateVideo({ model, ...SPLIT, poll }))).uploadedVideos).toBe(2);
    const again = () => world.drive(generateVideo({ model, ...FOX, ...WITH_KEY.option, poll }));
    expect((await again()).uploadedVideos).toBe(1);
    // A repeated call continues, as before.
    expect((await again()).uploadedVideos).toBe(1);
    expect(world.journal()).toMatchObject({ creates: 3, billed: 3 });
  });
});

it("throws its own error where a started video was not made", async () => {
  const faults = [{ action: { type: "fail-task" as const, message: "no luck" } }];
  await using world = await createVideoWorld({ emulator: { faults } });
  const klingkit = await world.createProvider();
  const poll = { delay: (ms: number) => world.clock.sleep(ms) };
  const error = await caught(world.drive(generateVideo({ model: klingkit.video(MODEL), ...FOX, poll })));
  expect(error).toMatchObject({ code: "failed", mayHaveCharged: "no" });
  expect(error.key).toMatch(/^aisdk_vid_/);
});

it("waits for the callback at the caller's address, and confirms what it reports by a read", async () => {
  const arrived = Promise.withResolvers<{ headers: Record<string, string>; body: never }>();
  const addresses: string[] = [];
  await using world = await createVideoWorld({
    emulator: {
      fetch: async (input, init) => {
        const request = new Request(input, init);
        addresses.push(request.url);
        // The first callback reports that the task has begun, and comes long before the end.
        arrived.resolve({ headers: {}, body: (await request.json()) as never });
        return new Response("ok");
      },
    },
  });
  const klingkit = await world.createProvider();
  const url = "https://app.example/hooks/1";
  const webhook = () => Promise.resolve({ url, received: arrived.promise });
  const call = generateVideo({ model: klingkit.video(MODEL), ...FOX, webhook });
  // While the caller waits for a callback, only the service's time moves.
  await world.clock.pass(10_000);
  expect((await world.drive(call)).uploadedVideos).toBe(1);
  expect(new Set(addresses)).toEqual(new Set([url]));
  expect(world.journal()).toMatchObject({ creates: 1, billed: 1, delivered: 1 });
});

describe("a repeated call with a webhook, for which no callback may come any more", () => {
  const silent = { url: "https://app.example/hooks/1", received: new Promise<never>(() => {}) };
  const repeated = { ...FOX, providerOptions: { klingkit: { key: "fox-1" } } };

  it.each([
    ["has ended", 600_000],
    ["is under way", 1000],
  ])("returns the video of the first one, whose task %s", async (_, passedMs) => {
    await using world = await createVideoWorld();
    const model = (await world.createProvider()).video(MODEL);
    await world.drive(startVideo({ model, ...repeated }));
    await world.clock.pass(passedMs);
    const call = () => generateVideo({ model, ...repeated, webhook: () => Promise.resolve(silent) });
    const [one, other] = await world.drive(Promise.all([call(), world.clock.sleep(1).then(call)]));
    expect([one.uploadedVideos, other.uploadedVideos]).toEqual([1, 1]);
    expect(world.journal()).toMatchObject({ creates: 1, billed: 1, delivered: 1 });
  });
});

it("refuses an operation that is not its own", async () => {
  await using world = await createVideoWorld();
  const klingkit = await world.createProvider();
  const operation = { taskId: "1", endpointPath: "/v1/videos/text2video" };
  const error = await caught(klingkit.video(MODEL).doStatus({ operation }));
  expect(error).toMatchObject({ code: "request_invalid", mayHaveCharged: "unknown" });
});

type World = Awaited<ReturnType<typeof createVideoWorld>>;

/** A process that ends after so many requests: nothing of it goes on, and the answer of the last one is lost. */
async function dyingModel(world: World, requests: number) {
  const death = Promise.withResolvers<void>();
  const never = new Promise<never>(() => {});
  let left = requests;
  const settings = await world.settingsOf();
  const store = await world.openStore();
  const { fetch: send = fetch } = settings;
  const mortal: Store = {
    ...store,
    write: async (operation) => (left < 0 ? never : store.write(operation)),
  };
  const model = createKlingkit({
    ...settings,
    store: mortal,
    async fetch(input, init) {
      left -= 1;
      const response = await send(input, init);
      if (left >= 0) return response;
      death.resolve();
      return never;
    },
  }).video(MODEL);
  return { model, death: death.promise };
}

const callOf = (key: string): Parameters<KlingkitVideoModel["doStart"]>[0] => ({
  ...FOX,
  n: 1,
  aspectRatio: undefined,
  resolution: undefined,
  fps: undefined,
  seed: undefined,
  image: undefined,
  frameImages: undefined,
  inputReferences: undefined,
  generateAudio: undefined,
  providerOptions: {},
  headers: { "idempotency-key": key },
});

it("a workflow's start step that is killed twenty times buys one video", async () => {
  await using world = await createVideoWorld();
  for (let replay = 0; replay < 20; replay += 1) {
    // Dies at the question for the emulator, at the create, or at one of the reads behind it.
    const { model, death } = await dyingModel(world, replay % 4);
    const started = model.doStart(callOf(STEP_KEY)).then(
      () => {},
      () => {},
    );
    await world.drive(Promise.race([started, death]));
  }
  const model = (await world.createProvider()).video(MODEL);
  const { operation } = await world.drive(model.doStart(callOf(STEP_KEY)));
  for (;;) {
    const status = await world.drive(model.doStatus({ operation }));
    if (status.status === "completed") {
      // Steps of a workflow pass links.
      expect(status.videos).toMatchObject([{ type: "url", url: expect.stringContaining("http") }]);
      break;
    }
    await world.clock.pass(10_000);
  }
  expect(world.journal()).toMatchObject({ accepted: 1, billed: 1 });
});
