import { createHash } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";
import { makePng } from "../../testing/make-png.ts";

const png = makePng(640, 640);
const sha256 = createHash("sha256").update(png).digest("hex");
const image = ["call", "v1/images/generations", "--prompt", "a fox"];

let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
  await writeFile(join(bench.folder, "fox.png"), png);
});

afterEach(() => bench.close());

/** Parsed bodies of every POST to the emulator. */
function recordBodies(): Readonly<Record<string, unknown>>[] {
  const bodies: Readonly<Record<string, unknown>>[] = [];
  bench.intercept(async (request) => {
    if (request.method === "POST") bodies.push(JSON.parse(await request.clone().text()));
    return undefined;
  });
  return bodies;
}

test("shows a local file as name, size and hash in a dry run, and sends nothing", async () => {
  const { json } = await bench.run([...image, "--image", "./fox.png", "--dry-run"]);
  expect(json["payload"]).toEqual({
    prompt: "a fox",
    image: {
      name: join(bench.folder, "fox.png"),
      bytes: png.length,
      sha256,
      format: "png",
      width: 640,
      height: 640,
    },
  });
  expect(bench.requests).toEqual([]);
});

test("sends the bytes of a local file as base64", async () => {
  const bodies = recordBodies();
  const { json, stderr } = await bench.run([...image, "--image", "fox.png"]);
  expect(stderr).toBe("");
  expect(json).toMatchObject({ success: true, status: "submitted" });
  expect(bodies).toMatchObject([{ prompt: "a fox", image: png.toString("base64") }]);
});

test("sends base64, a data URL and a link without looking for a file", async () => {
  const bodies = recordBodies();
  const base64 = png.toString("base64");
  for (const value of [base64, `data:image/png;base64,${base64}`, "https://example.com/fox.png"])
    await bench.run([...image, "--image", value]);
  expect(bodies.map(({ image: value }) => value)).toEqual([base64, base64, "https://example.com/fox.png"]);
});

test("reads files inside lists of a body", async () => {
  const bodies = recordBodies();
  const contents = JSON.stringify([
    { type: "prompt", text: "a fox" },
    { type: "first_frame", url: "fox.png" },
  ]);
  const { stderr } = await bench.run(["call", "image-to-video/kling-3.0", "--contents", contents]);
  expect(stderr).toBe("");
  expect(bodies).toMatchObject([{ contents: [{ type: "prompt" }, { url: png.toString("base64") }] }]);
});

test("approves a saved plan only while its file is the same", async () => {
  await bench.run([...image, "--image", "fox.png", "--save-plan", "plan.json"]);
  expect((await bench.run("plan plan.json")).json).toMatchObject({
    jobs: [{ media: [{ input: join(bench.folder, "fox.png"), sha256 }] }],
  });
  await writeFile(join(bench.folder, "fox.png"), makePng(320, 320));
  const { exitCode, error } = await bench.run("approve plan.json");
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code: "plan_stale" });
});

test("sends nothing for a job whose file is gone", async () => {
  await bench.run([...image, "--image", "fox.png", "--save-plan", "plan.json"]);
  await bench.run("run plan.json --detach");
  await rm(join(bench.folder, "fox.png"));
  const { exitCode } = await bench.run("resume");
  expect(exitCode).not.toBe(0);
  expect(bench.requests.filter((line) => line.startsWith("POST"))).toEqual([]);
});

test.each([
  ["missing.png", "image_not_found", /^image: there is no file .*missing\.png\..*Nothing was sent\.$/],
  ["folder", "image_not_found", /^image: .*folder is not a file\./],
  ["text.png", "image_read_error", /^image: .*text\.png .*Nothing was sent\.$/],
  ["tiny.png", "image_read_error", /^image: .*tiny\.png .*300.*Nothing was sent\.$/],
])("refuses %s with %s", async (name, code, message) => {
  await mkdir(join(bench.folder, "folder"));
  await writeFile(join(bench.folder, "text.png"), "no image");
  await writeFile(join(bench.folder, "tiny.png"), makePng(16, 16));
  const { exitCode, error } = await bench.run([...image, "--image", name]);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code });
  expect(error["message"]).toMatch(message);
  expect(bench.requests).toEqual([]);
});

test("refuses a local video, which the service takes by URL only", async () => {
  await writeFile(join(bench.folder, "fox.mp4"), "video");
  const { error } = await bench.run("call v1/audio/video-to-audio --video_url fox.mp4");
  expect(error).toMatchObject({ code: "invalid_video", message: expect.stringMatching(/^video_url: /) });
});
