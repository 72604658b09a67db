import { describe, expect, it } from "vitest";
import { FrameError } from "../frames/frame-error.ts";
import { parseBatch } from "./batch-file.ts";
import { makePlan } from "./make-plan.ts";
import { needLabelOf } from "./needs.ts";
import type { Plan, PlannedJob } from "./plan.ts";
import { PlanError } from "./plan-error.ts";
import { lastFrameOf, parseResultText, resultOf, withPlace } from "./result-text.ts";

const context = {
  loadImage: (input: string) =>
    Promise.resolve({ value: input, manifest: { name: input, kind: "url" as const } }),
  frames: { check: async () => {}, lastFrame: async () => new Uint8Array() },
};

const STILL = { name: "still", operation: "image create", body: { prompt: "a fox", n: 2 } };
const video = (firstFrame: unknown, more: object = {}) => ({
  name: "video",
  model: "kling-v3",
  prompt: "it runs",
  firstFrame,
  ...more,
});

const planOf = (requests: readonly object[], more: object = {}): Promise<Plan> =>
  makePlan(parseBatch(JSON.stringify({ requests, ...more }), "b.yaml"), context);

async function mistakesOf(requests: readonly object[], more: object = {}): Promise<readonly string[]> {
  try {
    await planOf(requests, more);
  } catch (error) {
    if (error instanceof PlanError) return error.mistakes.map(({ field, message }) => `${field}: ${message}`);
    throw error;
  }
  return [];
}

const jobOf = ({ jobs }: Plan, name: string): PlannedJob => {
  const job = jobs.find((one) => one.name === name);
  if (!job) throw new Error(`no job ${name}`);
  return job;
};

it("keeps the texts of references apart from all others", () => {
  expect(parseResultText(resultOf("a: b\nc", 3))).toEqual({ job: "a: b\nc", take: "result", number: 3 });
  expect(parseResultText(lastFrameOf("hero"))).toEqual({ job: "hero", take: "last-frame", number: 1 });
  for (const text of [
    "fox.png",
    "klingkit:result:0:fox",
    "klingkit:result:1:",
    "https://a.example/klingkit:result:1:fox",
  ])
    expect(parseResultText(text)).toBeUndefined();
});

it("plans and prices a chain whole, in the order of the file", async () => {
  const plan = await planOf([video({ from: "still", result: 2 }), STILL]);
  const still = jobOf(plan, "still");
  expect(plan.jobs.map(({ name }) => name)).toEqual(["video", "still"]);
  expect(plan).toMatchObject({ verdict: "needs-approval", totals: { unpricedJobs: 0 } });
  const need = {
    input: withPlace(resultOf("still", 2), "file-image"),
    job: "still",
    hash: still.hash,
    form: "link",
    kind: "image",
    number: 2,
  } as const;
  expect(jobOf(plan, "video")).toMatchObject({
    needs: [need],
    media: [],
    payload: { image: needLabelOf(need) },
  });
});

it("gives a job another hash when the one that it needs asks for something else", async () => {
  const hashOf = async (prompt: string) =>
    jobOf(await planOf([{ ...STILL, body: { prompt } }, video({ from: "still" })]), "video").hash;
  expect(await hashOf("a fox")).not.toBe(await hashOf("a hare"));
});

it("tells equal requests apart that others need", async () => {
  const plan = await planOf([
    { ...STILL, name: "a" },
    { ...STILL, name: "b" },
    video({ from: "a" }, { name: "of a" }),
    video({ from: "b" }, { name: "of b" }),
  ]);
  expect(jobOf(plan, "a").hash).toBe(jobOf(plan, "b").hash);
  expect(jobOf(plan, "of a").hash).not.toBe(jobOf(plan, "of b").hash);
});

it("tells apart what several fields take of one job", async () => {
  const plan = await planOf([
    { name: "clip", model: "kling-v3", prompt: "a fox" },
    {
      name: "sound",
      operation: "video add-sound",
      // One too many, which is an issue of the job, and no mistake of the references.
      body: { video_id: { from: "clip" }, video_url: { from: "clip" } },
    },
  ]);
  expect(jobOf(plan, "sound").payload).toMatchObject({
    video_id: expect.stringMatching(/^result:.*:video:1:id$/),
    video_url: expect.stringMatching(/^result:.*:video:1:link$/),
  });
});

it("prices what follows an input video by the length of the one that it needs", async () => {
  const plan = await planOf([
    { name: "clip", model: "kling-v3", prompt: "a fox", durationSeconds: 7 },
    {
      name: "edit",
      model: "kling-v3-omni",
      prompt: "<<<video_1>>> at night",
      video: { url: { from: "clip" }, use: "base" },
    },
  ]);
  expect(jobOf(plan, "edit")).toMatchObject({ inputVideoSeconds: 7, estimate: { isKnown: true } });
});

it("plans long chains, and calls each by its name or number", async () => {
  const links = Array.from({ length: 400 }, (_, at) =>
    at === 0
      ? STILL
      : { operation: "image create", body: { prompt: "again", image: { from: at === 1 ? "still" : at } } },
  );
  const plan = await planOf(links.map((link, at) => (at === 0 ? STILL : { ...link, name: String(at + 1) })));
  expect(plan.jobs.at(-1)?.needs?.[0]?.job).toBe("399");
});

it("extends what an extension made", async () => {
  const extend = (name: string, video_id: unknown) => ({
    name,
    operation: "video extend",
    body: { video_id },
  });
  const plan = await planOf([extend("longer", "956007037485036678"), extend("longest", { from: "longer" })]);
  expect(plan.verdict).toBe("needs-approval");
});

describe("refuses before anything is paid", () => {
  const frame = { lastFrameOf: "still" };
  it.each<[string, readonly object[], string]>([
    [
      "a name that nothing has",
      [STILL, video({ from: "stil" })],
      'firstFrame: no request is named "stil". Did you mean still?',
    ],
    [
      "the request itself",
      [video({ from: "video" })],
      'firstFrame: "video" is the request itself; a result can only be that of another.',
    ],
    [
      "a name that two have",
      [STILL, STILL, video("https://a.example/a.png")],
      'name: "still" is also the name of request 1. Give each a name of its own.',
    ],
    [
      "a result of another kind",
      [video("https://a.example/a.png", { name: "one" }), video({ from: "one" })],
      "firstFrame: takes an image, and one makes a video. Use { lastFrameOf: NAME } for its last frame.",
    ],
    [
      "a result too many",
      [STILL, video({ from: "still", result: 3 })],
      "firstFrame: still makes 2 of its kind, so there is no result 3.",
    ],
    [
      "the last frame of an image",
      [STILL, video(frame)],
      "firstFrame: still makes an image, which has no last frame.",
    ],
    [
      "a last frame where an id is taken",
      [
        video("https://a.example/a.png", { name: "still" }),
        { operation: "video add-sound", body: { video_id: frame } },
      ],
      "video_id: takes no image, and the last frame of still is one.",
    ],
    [
      "an id of another service",
      [
        { name: "hf", service: "higgsfield", model: "kling-2.6", prompt: "a fox" },
        { operation: "video add-sound", body: { video_id: { from: "hf" } } },
      ],
      "video_id: hf is made by higgsfield, whose ids mean nothing to kling.",
    ],
    [
      "a video that the service cannot extend",
      [
        video("https://a.example/a.png", { name: "one" }),
        { name: "two", operation: "video extend", body: { video_id: { from: "one" } } },
      ],
      "video_id: Kling cannot extend the video of one: its model is kling-v3, and only videos of kling-v1, kling-v1-5, kling-v1-6 can be extended. Start a second video from its last frame instead: firstFrame: { lastFrameOf: one }.",
    ],
    [
      "fields beside an operation",
      [{ ...STILL, aspectRatio: "1:1" }],
      "aspectRatio: is not used beside `operation`. What is sent stands in `body`.",
    ],
    [
      "an operation that is none",
      [{ ...STILL, operation: "image creat" }],
      'operation: "image creat" is not an operation that creates something. `kling operations` lists the operations.',
    ],
    [
      "an unfinished reference",
      [STILL, video({ from: "still", result: 0 })],
      "firstFrame: `result` is a number from 1. Write { from: NAME }, { from: NAME, result: 2 } or { lastFrameOf: NAME }.",
    ],
    [
      "both at once",
      [STILL, video({ from: "still", lastFrameOf: "still" })],
      "firstFrame: has both `from` and `lastFrameOf`. Write { from: NAME }, { from: NAME, result: 2 } or { lastFrameOf: NAME }.",
    ],
    [
      "a reference with more",
      [STILL, video({ from: "still", frame: 1 })],
      "firstFrame: frame is not a field of a reference. Write { from: NAME }, { from: NAME, result: 2 } or { lastFrameOf: NAME }.",
    ],
    ["a reference in a prompt", [STILL, { name: "x", prompt: { from: "still" } }], "prompt: must be text."],
  ])("%s", async (_, requests, mistake) => {
    expect(await mistakesOf(requests)).toEqual([mistake]);
  });

  it("a circle, named once", async () => {
    const edit = (name: string, from: string) => ({
      name,
      operation: "image create",
      body: { prompt: "x", image: { from } },
    });
    expect(await mistakesOf([edit("a", "c"), edit("b", "a"), edit("c", "b"), edit("d", "a")])).toEqual([
      "image: the requests need each other in a circle: a needs c needs b needs a. Break it at one of them.",
    ]);
  });

  it("a job that the matrix multiplies", async () => {
    const requests = [
      video("https://a.example/a.png", { name: "one" }),
      { name: "two", operation: "video add-sound", body: { video_id: { from: "one" } } },
    ];
    expect(await mistakesOf(requests, { matrix: { durationSeconds: [5, 10] } })).toContain(
      'video_id: "one" becomes 2 jobs by the matrix; name one of them, such as one-1.',
    );
  });

  it("last frames where no decoder is there", async () => {
    const missing = () => Promise.reject(new FrameError("frame_decoder_missing", "Install ffmpeg."));
    const requests = [video("https://a.example/a.png", { name: "one" }), video({ lastFrameOf: "one" })];
    const plan = makePlan(parseBatch(JSON.stringify({ requests })), {
      ...context,
      frames: { ...context.frames, check: missing },
    });
    await expect(plan).rejects.toMatchObject({
      code: "batch_invalid",
      message: expect.stringContaining("Install ffmpeg."),
    });
  });
});
