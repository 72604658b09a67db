import { readdir, stat } from "node:fs/promises";
import {
  createKlingAI,
  type KlingAIVideoModelOptions,
  type KlingkitProviderSettings,
} from "@klingkit/ai-sdk";
import { experimental_generateVideo as generateVideo } from "ai";
import { describe, expect, it } from "vitest";
import { createPng } from "../support/create-png.ts";
import { caught } from "./support/caught.ts";
import { createVideoWorld } from "./support/video-world.ts";

Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });

const CAT = "https://example.com/cat.png";
const DOG = "https://example.com/dog.png";
const options = (klingai: KlingAIVideoModelOptions) => ({ providerOptions: { klingai } });
const POLL = { pollTimeoutMs: 600_000 };

type Call = Omit<Parameters<typeof generateVideo>[0], "model">;

/** What users of `@ai-sdk/klingai` write: model, call, and the body that is sent. */
const CALLS: readonly (readonly [string, string, Call, object])[] = [
  [
    "text",
    "kling-v2.6-t2v",
    { prompt: "A chicken", aspectRatio: "16:9", duration: 5, ...options({ mode: "std", ...POLL }) },
    { model_name: "kling-v2-6", prompt: "A chicken", aspect_ratio: "16:9", duration: "5", mode: "std" },
  ],
  [
    "text with audio",
    "kling-v3.0-t2v",
    { prompt: "A saxophone", duration: 5, generateAudio: true, ...options({ mode: "pro" }) },
    { model_name: "kling-v3", sound: "on", mode: "pro" },
  ],
  [
    "a storyboard",
    "kling-v3.0-t2v",
    {
      prompt: "",
      duration: 8,
      ...options({
        mode: "pro",
        multiShot: true,
        shotType: "customize",
        multiPrompt: [
          { index: 2, prompt: "It runs.", duration: "5" },
          { index: 1, prompt: "A fox wakes.", duration: "3" },
        ],
        sound: "on",
      }),
    },
    {
      multi_shot: true,
      shot_type: "customize",
      multi_prompt: [
        { index: 1, prompt: "A fox wakes.", duration: "3" },
        { index: 2, prompt: "It runs.", duration: "5" },
      ],
    },
  ],
  [
    "shots by the model",
    "kling-v3.0-t2v",
    { prompt: "A story", ...options({ multiShot: true, shotType: "intelligence" }) },
    { multi_shot: true, shot_type: "intelligence" },
  ],
  [
    "an image",
    "kling-v2.6-i2v",
    { prompt: { image: CAT, text: "It turns its head" }, duration: 5, ...options({ mode: "std" }) },
    { model_name: "kling-v2-6", image: CAT, prompt: "It turns its head" },
  ],
  [
    "a storyboard from an image",
    "kling-v3.0-i2v",
    {
      prompt: { image: CAT, text: "" },
      duration: 8,
      ...options({
        mode: "pro",
        multiShot: true,
        shotType: "customize",
        multiPrompt: [
          { index: 1, prompt: "It yawns.", duration: "4" },
          { index: 2, prompt: "It jumps.", duration: "4" },
        ],
        sound: "on",
      }),
    },
    { image: CAT, multi_shot: true },
  ],
  [
    "start and end frames by imageTail",
    "kling-v2.6-i2v",
    { prompt: { image: CAT, text: "A change" }, duration: 5, ...options({ mode: "pro", imageTail: DOG }) },
    { image: CAT, image_tail: DOG, mode: "pro" },
  ],
  [
    "start and end frames by frameImages",
    "kling-v3.0-i2v",
    {
      prompt: "A change",
      frameImages: [
        { image: CAT, frameType: "first_frame" },
        { image: DOG, frameType: "last_frame" },
      ],
      duration: 5,
      ...options({ mode: "pro" }),
    },
    { image: CAT, image_tail: DOG },
  ],
  [
    "motion control",
    "kling-v2.6-motion-control",
    {
      prompt: { image: CAT, text: "A dance" },
      ...options({
        videoUrl: "https://example.com/dance.mp4",
        characterOrientation: "video",
        mode: "pro",
        keepOriginalSound: "yes",
        watermarkEnabled: true,
      }),
    },
    {
      model_name: "kling-v2-6",
      image_url: CAT,
      video_url: "https://example.com/dance.mp4",
      character_orientation: "video",
      mode: "pro",
      keep_original_sound: "yes",
      watermark_info: { enabled: true },
    },
  ],
  [
    "motion control in 3.0",
    "kling-v3.0-motion-control",
    {
      prompt: { image: CAT, text: "It waves" },
      ...options({ videoUrl: "https://example.com/m.mp4", characterOrientation: "image", mode: "std" }),
    },
    { model_name: "kling-v3", character_orientation: "image", mode: "std" },
  ],
  [
    "own callback address",
    "kling-v2.6-t2v",
    { prompt: "A chicken", ...options({ callback_url: "https://example.com/hook" }) },
    { callback_url: "https://example.com/hook" },
  ],
];

async function dropInWorld(settings: KlingkitProviderSettings = {}) {
  const world = await createVideoWorld({ emulator: { isStrict: true } });
  const bodies: Record<string, unknown>[] = [];
  const own = await world.settingsOf(settings);
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    if (request.method === "POST") bodies.push(JSON.parse(await request.clone().text()));
    return (own.fetch ?? globalThis.fetch)(request);
  };
  const klingai = createKlingAI({ ...own, fetch });
  return { ...world, klingai, bodies };
}

describe("what users of @ai-sdk/klingai write, with one import changed", () => {
  it.each(CALLS)("makes a video from %s", async (_, id, call, body) => {
    await using world = await dropInWorld();
    const { klingai, bodies } = world;
    const result = await world.drive(generateVideo({ model: klingai.video(id), ...call }));
    expect(bodies).toMatchObject([body]);
    expect(result.video.uint8Array.byteLength).toBeGreaterThan(1000);
    const { taskId, videos } = result.providerMetadata["klingai"] ?? {};
    expect(taskId).toMatch(/^\d+$/);
    expect(videos).toMatchObject([{ id: expect.any(String), url: expect.stringContaining("http") }]);
    expect(world.journal()).toMatchObject({ creates: 1, billed: 1, delivered: 1 });
  });

  it("makes one from images that are bytes", async () => {
    await using world = await dropInWorld();
    const png = createPng(400, 400);
    const call = { prompt: { image: new Uint8Array(png), text: "It moves" }, duration: 5 };
    await world.drive(generateVideo({ model: world.klingai.video("kling-v2.6-i2v"), ...call }));
    expect(world.bodies).toMatchObject([{ image: png.toString("base64") }]);
    // Kept for a process that continues the job, and in no folder that nobody named.
    expect(await readdir(world.folder.file("out/inputs"))).toEqual([
      expect.stringMatching(/^[0-9a-f]{64}\.png$/),
    ]);
    // Only the inputs are private: the folder with videos is as open as the process makes it.
    const modes = ["out", "out/inputs"].map(
      async (name) => (await stat(world.folder.file(name))).mode & 0o777,
    );
    expect(await Promise.all(modes)).toEqual([0o777 & ~process.umask(), 0o700]);
  });

  it("takes a living model in the place of a retired one, with a warning and the price", async () => {
    await using world = await dropInWorld();
    const result = await world.drive(
      generateVideo({
        model: world.klingai.video("kling-v1.6-i2v"),
        prompt: "The two meet",
        inputReferences: [CAT, DOG],
        aspectRatio: "16:9",
        duration: 5,
        ...options({ mode: "std" }),
      }),
    );
    expect(world.bodies).toMatchObject([
      { model_name: "kling-v3-omni", image_list: [{ image_url: CAT }, { image_url: DOG }] },
    ]);
    expect(result.warnings).toContainEqual({
      type: "compatibility",
      feature: "model",
      details: expect.stringMatching(/kling-v3-omni is used instead. It costs [\d.]+ units \(US\$ [\d.]+\)/),
    });
  });

  it("polls where a webhook is given, and does not call it", async () => {
    await using world = await dropInWorld();
    const result = await world.drive(
      generateVideo({
        model: world.klingai.video("kling-v2.6-t2v"),
        prompt: "A chicken",
        duration: 5,
        webhook: () => Promise.reject(new Error("nobody may call it")),
        poll: { delay: (ms) => world.clock.sleep(ms) },
      }),
    );
    expect(result.videos).toHaveLength(1);
    expect(result.warnings).toContainEqual(
      expect.objectContaining({ type: "unsupported", feature: "webhook" }),
    );
  });
});

describe("what cannot be honoured", () => {
  it.each([
    [{ negativePromt: "rain" }, "negativePromt is no option of a video. Did you mean negativePrompt?"],
    [{ elementList: [{ element_id: Number("829836802793406551") }] }, "Pass it as text"],
    [{ mode: "ultra" }, "resolution"],
    [{ cameraControl: { type: "simple", config: { zoom: 1, pan: null } } }, "camera"],
  ])("is refused by name: %j", async (klingai, words) => {
    await using world = await dropInWorld();
    const error = await caught(
      world.drive(
        generateVideo({
          model: world.klingai.video("kling-v3.0-t2v"),
          prompt: "A chicken",
          providerOptions: { klingai: klingai as never },
        }),
      ),
    );
    expect(error).toMatchObject({ code: "request_invalid", mayHaveCharged: "no" });
    expect(error.message).toContain(words);
    expect(world.bodies).toEqual([]);
  });

  it.each([
    ["kling-v2.6-t2v", { prompt: { image: CAT, text: "It moves" } }, "request_invalid", "-i2v"],
    ["kling-v2.6-i2v", { prompt: "A chicken" }, "request_invalid", "-t2v"],
    ["kling-v2.6-motion-control", { prompt: "A dance" }, "request_invalid", "videoUrl"],
    ["kling-v9-t2v", { prompt: "A chicken" }, "model_unknown", "no video model"],
    ["kling-3.0-trubo", { prompt: "A chicken" }, "model_unknown", "Did you mean kling-3.0-turbo?"],
  ])("%s with %j is refused", async (id, call, code, words) => {
    await using world = await dropInWorld();
    const error = await caught(world.drive(generateVideo({ model: world.klingai.video(id), ...call })));
    expect(error).toMatchObject({ code, mayHaveCharged: "no" });
    expect(error.message).toContain(words);
  });

  it("a retired model is refused where the settings say so, and a living one is named", async () => {
    await using world = await dropInWorld({ retiredModels: "refuse" });
    const model = world.klingai.video("kling-v2.1-master-t2v");
    const error = await caught(world.drive(generateVideo({ model, prompt: "A chicken" })));
    expect(error).toMatchObject({ code: "model_retired", message: expect.stringContaining("Use kling-v3") });
  });

  it("fps, seed and sizes in between are told in warnings", async () => {
    await using world = await dropInWorld();
    const result = await world.drive(
      generateVideo({
        model: world.klingai.video("kling-v2.6-i2v"),
        prompt: { image: CAT, text: "It moves" },
        aspectRatio: "16:9",
        resolution: "1080x1080",
        fps: 30,
        seed: 7,
        duration: 5,
      }),
    );
    const features = result.warnings.flatMap((warning) => ("feature" in warning ? [warning.feature] : []));
    expect(features).toEqual(["resolution", "fps", "seed", "aspectRatio"]);
  });
});
