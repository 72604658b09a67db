import { mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, extname } from "node:path";
import {
  type ApprovalPolicy,
  type Collector,
  type Engine,
  type Provider,
  planOperation,
  type SubmitAnswer,
  sealPlan,
  type TaskView,
} from "@klingkit/engine";
import type { JsonObject } from "@klingkit/spec";
import { createKling } from "klingkit";
import { expect, it } from "vitest";
import { createWorld, type World } from "./support/world.ts";

const DAY_MS = 86_400_000;
const IMAGES = { operation: "v1/images/generations", body: { prompt: "a fox", n: 3 } };
const SPEECH = {
  operation: "v1/audio/tts",
  body: { text: "Hello", voice_id: "oversea_male1", voice_language: "en" },
};

interface Told {
  readonly submit: () => SubmitAnswer;
  readonly task?: TaskView;
  readonly recovery?: "lookup" | "none";
}

/** A service that answers as it is told, for results that are no videos. */
const serviceOf = ({ submit, task, recovery = "lookup" }: Told): Provider => ({
  name: "kling",
  account: "a",
  spendsMoney: true,
  readBatchSize: 1,
  retentionMs: 30 * DAY_MS,
  goneMessage: "gone",
  settleMs: 1000,
  poolOf: () => ({ pool: "p", weight: 1 }),
  expectedMs: () => 1000,
  recoveryOf: () => recovery,
  submit: async () => submit(),
  lookup: async () => ({ kind: "absent" }),
  read: async (refs) => refs.map(() => (task ? { kind: "found", task } : { kind: "absent" })),
});

const taskOf = (files: TaskView["files"], units: number): TaskView => ({
  taskId: "t1",
  status: "succeeded",
  rawStatus: "succeed",
  message: "",
  units,
  ...(files ? { files } : {}),
});

/** Keeps the link as the file. */
const linkFiles: Collector = async ({ url, filePath }) => {
  await mkdir(dirname(filePath), { recursive: true });
  await writeFile(filePath, url);
  return { filePath, sizeBytes: url.length, sha256: url };
};

const planOne = async ({ operation, body }: typeof IMAGES | typeof SPEECH) =>
  sealPlan("teaser", [
    await planOperation(
      { name: "fox", operation, body },
      { loadImage: () => Promise.reject(new Error("none")) },
    ),
  ]);

async function engineWith(
  world: World,
  told: Told,
  {
    wanted,
    collector = linkFiles,
    policy,
  }: {
    readonly wanted: typeof IMAGES | typeof SPEECH;
    readonly collector?: Collector;
    readonly policy?: ApprovalPolicy;
  },
): Promise<Engine> {
  const engine = await world.openEngine({
    provider: serviceOf(told),
    collector,
    requiresApproval: false,
    ...(policy ? { policy } : {}),
  });
  const made = await world.clock.drive(engine.enqueue(await planOne(wanted)));
  if (made.kind !== "accepted") throw new Error(made.reasons.join());
  return engine;
}

const three = ["a", "b", "c"].map((name) => ({
  kind: "image" as const,
  url: `https://files.example/${name}.png`,
}));

it("collects every result of a task, and pays in its unit", async () => {
  await using world = await createWorld();
  const engine = await engineWith(
    world,
    { submit: () => ({ kind: "accepted", taskId: "t1" }), task: taskOf(three, 24) },
    { wanted: IMAGES },
  );
  await world.run(engine);
  const [job] = await engine.jobs();
  const { assets, ledger } = await engine.job(job?.id ?? "");
  expect(job?.state).toBe("collected");
  expect(assets).toMatchObject([
    { number: 0, kind: "image", sha256: "https://files.example/a.png" },
    { number: 1, kind: "image", sha256: "https://files.example/b.png" },
    { number: 2, kind: "image", sha256: "https://files.example/c.png" },
  ]);
  expect((await readdir(world.folder.file("out"))).toSorted()).toEqual(["fox.2.png", "fox.3.png", "fox.png"]);
  expect(new Set(ledger.map(({ unit, provider }) => `${provider} ${unit}`))).toEqual(
    new Set(["kling image"]),
  );
  // Amounts of different units are never added.
  expect((await engine.budget()).total).toMatchObject({ settled: 0 });
});

it("fetches only what is missing after a download failed", async () => {
  await using world = await createWorld();
  const fetched: string[] = [];
  const collector: Collector = async (request) => {
    fetched.push(request.url);
    if (fetched.length === 2) throw new Error("the connection broke");
    return linkFiles(request);
  };
  const engine = await engineWith(
    world,
    { submit: () => ({ kind: "accepted", taskId: "t1" }), task: taskOf(three, 24) },
    { wanted: IMAGES, collector },
  );
  await world.run(engine);
  expect(await engine.jobs()).toMatchObject([{ state: "collected" }]);
  expect(fetched.map((url) => url.at(-5))).toEqual(["a", "b", "b", "c"]);
});

it("records the result that came with the answer, and never reads the task", async () => {
  await using world = await createWorld();
  const files = [{ kind: "audio" as const, format: "mp3" as const, url: "https://files.example/hello.mp3" }];
  const engine = await engineWith(
    world,
    { submit: () => ({ kind: "accepted", taskId: "t1", task: taskOf(files, 0.05) }), recovery: "none" },
    { wanted: SPEECH },
  );
  await world.run(engine);
  const [job] = await engine.jobs();
  expect(job).toMatchObject({ state: "collected", taskId: "t1" });
  expect((await engine.job(job?.id ?? "")).sums).toMatchObject({ settled: 0.05, held: 0 });
  expect(await readdir(world.folder.file("out"))).toEqual(["fox.mp3"]);
});

it("sends a create without a key once, and leaves a lost answer to a person", async () => {
  await using world = await createWorld();
  let sends = 0;
  const submit = (): SubmitAnswer => {
    sends += 1;
    return { kind: "unclear", message: "the connection was reset" };
  };
  const engine = await engineWith(world, { submit, recovery: "none" }, { wanted: SPEECH });
  await world.run(engine);
  expect(sends).toBe(1);
  const [job] = await engine.jobs();
  expect(job).toMatchObject({
    state: "unknown",
    error: { message: expect.stringContaining("You may have been charged.") },
  });
  expect((await engine.job(job?.id ?? "")).sums).toMatchObject({ held: 0.05 });
});

it.each([
  ["pays for it once more where a policy allows that amount", { video: 0.05 }, 2, "collected", 0.1, 0],
  ["pays nothing again beyond the amount of the policy", { video: 0.04 }, 1, "unknown", 0, 0.05],
  ["pays nothing again in another unit", { image: 9 }, 1, "unknown", 0, 0.05],
] as const)(
  "after the response of a call without a key was lost, %s",
  async (_, payAgain, sent, state, settled, held) => {
    await using world = await createWorld();
    const files = [
      { kind: "audio" as const, format: "mp3" as const, url: "https://files.example/hello.mp3" },
    ];
    let sends = 0;
    const submit = (): SubmitAnswer => {
      sends += 1;
      if (sends === 1) return { kind: "unclear", message: "the connection was reset" };
      return { kind: "accepted", taskId: "t1", task: taskOf(files, 0.05) };
    };
    const policy = { kind: "klingkit.policy", version: 1, writtenBy: "ada", payAgain } as const;
    const engine = await engineWith(world, { submit, recovery: "none" }, { wanted: SPEECH, policy });
    await world.run(engine);
    const [job] = await engine.jobs();
    expect({ sends, state: job?.state }).toEqual({ sends: sent, state });
    expect((await engine.job(job?.id ?? "")).sums).toMatchObject({ settled, held });
  },
);

it("leaves a call without a key to a person whose response was lost twice, although a policy would pay again", async () => {
  await using world = await createWorld();
  let sends = 0;
  const submit = (): SubmitAnswer => {
    sends += 1;
    return { kind: "unclear", message: "the connection was reset" };
  };
  const policy = { kind: "klingkit.policy", version: 1, writtenBy: "ada", payAgain: { video: 1 } } as const;
  const engine = await engineWith(world, { submit, recovery: "none" }, { wanted: SPEECH, policy });
  await world.run(engine);
  expect(sends).toBe(2);
  const [job] = await engine.jobs();
  expect(job?.state).toBe("unknown");
  expect((await engine.job(job?.id ?? "")).sums).toMatchObject({ settled: 0.05, held: 0.05 });
});

it("limits each unit by itself", async () => {
  await using world = await createWorld();
  const provider = serviceOf({ submit: () => ({ kind: "accepted", taskId: "t1" }) });
  const open = (limits: Parameters<World["openEngine"]>[0]) =>
    world.openEngine({ provider, collector: linkFiles, requiresApproval: false, ...limits });
  const ofVideos = await open({ limits: { unitsPerRun: 1 } });
  const plan = await planOne(IMAGES);
  expect(await world.clock.drive(ofVideos.enqueue(plan))).toMatchObject({ kind: "accepted" });
  const ofImages = await open({ limits: { perUnit: { image: { unitsPerRun: 1 } } } });
  expect(await world.clock.drive(ofImages.enqueue(plan))).toMatchObject({ kind: "budget_exceeded" });
});

/** Buys one body at the emulator, after a video that it may need. */
async function runOnEmulator(
  world: World,
  wanted: { readonly operation: string; readonly body: JsonObject },
) {
  const engine = await world.openEngine();
  const job = await planOperation(
    { name: "fox", ...wanted },
    { loadImage: () => Promise.reject(new Error("none")) },
  );
  expect(job.issues).toEqual([]);
  const made = await world.clock.drive(engine.enqueue(sealPlan("proof", [job])));
  if (made.kind !== "accepted") throw new Error(made.reasons.join());
  await world.run(engine);
  const history = await engine.job(made.jobIds[0] ?? "");
  expect(history, JSON.stringify(history.error)).toMatchObject({ state: "collected" });
  return history;
}

it("buys images from the emulator", async () => {
  await using world = await createWorld();
  const { assets, sums, unit } = await runOnEmulator(world, IMAGES);
  expect(assets.map(({ kind }) => kind)).toEqual(["image", "image", "image"]);
  expect(unit).toBe("image");
  expect(sums).toMatchObject({ held: 0 });
  expect(sums.settled).toBeGreaterThan(0);
});

it("buys speech from the emulator, without a key", async () => {
  await using world = await createWorld();
  const { assets, sums } = await runOnEmulator(world, SPEECH);
  expect(assets.map(({ kind, file_path }) => `${kind} ${extname(file_path ?? "")}`)).toEqual(["audio .mp3"]);
  expect(sums).toMatchObject({ settled: 0.05, held: 0 });
});

it("adds sound to a video of the emulator: the video, and its sound as mp3 and wav", async () => {
  await using world = await createWorld();
  const video = await runOnEmulator(world, {
    operation: "v1/text2video",
    body: { model_name: "kling-v3", prompt: "a fox", duration: "5" },
  });
  const kling = createKling({
    apiKey: world.apiKey,
    baseUrl: world.emulator.baseUrl,
    fetch: (input, init) => world.emulator.fetch(new Request(input, init)),
  });
  const found = await kling.v1.text2video.get(video.taskId ?? "");
  expect(video.assets).toMatchObject([{ kind: "video", result_id: found.results[0]?.id }]);
  const { assets } = await runOnEmulator(world, {
    operation: "v1/audio/video-to-audio",
    body: { video_id: found.results[0]?.id ?? "", sound_effect_prompt: "wind" },
  });
  expect(assets.map(({ kind, file_path }) => `${kind} ${extname(file_path ?? "")}`)).toEqual([
    "video .mp4",
    "audio .mp3",
    "audio .wav",
  ]);
});

it("makes a voice with its sample, and an element that has no file but an id of all its digits", async () => {
  await using world = await createWorld();
  const voice = await runOnEmulator(world, {
    operation: "v1/general/custom-voices",
    body: { voice_name: "Ann", voice_url: "https://example.com/ann.mp3" },
  });
  expect(voice.assets).toMatchObject([
    { kind: "voice", name: "Ann", result_id: expect.stringMatching(/^\d{18}$/) },
  ]);
  expect(extname(voice.assets[0]?.file_path ?? "")).toBe(".mp3");
  expect(voice.sums).toMatchObject({ settled: 0.05, held: 0 });
  const element = await runOnEmulator(world, {
    operation: "v1/general/advanced-custom-elements",
    body: {
      element_name: "Mia",
      element_description: "A girl in red",
      reference_type: "image_refer",
      element_image_list: {
        frontal_image: "https://example.com/front.png",
        refer_images: [{ image_url: "https://example.com/side.png" }],
      },
      element_voice_id: voice.assets[0]?.result_id ?? "",
    },
  });
  const [made] = element.assets;
  expect(made).toMatchObject({ kind: "element", name: "Mia", file_path: null, size_bytes: null });
  expect(Number(made?.result_id)).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
  expect(element).toMatchObject({ filePath: "", sums: { settled: 0, held: 0 } });
});
