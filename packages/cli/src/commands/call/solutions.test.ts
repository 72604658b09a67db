import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

const U = "https://example.com/a.png";
const V = "https://example.com/a.mp4";
let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

const bodyOf = async (words: readonly string[]) => {
  const { json, error } = await bench.run([...words, "--dry-run"]);
  return json["payload"] ?? error;
};

test("takes each kind of entry as a flag of its own, or by its first word where that is enough", async () => {
  const contents = [
    { type: "product_image", url: U },
    { type: "person_image", url: V.replace("mp4", "png") },
  ];
  const long = ["solution", "try-on", "--product-image", U, "--person-image", U];
  const short = ["solution", "try-on", "--product", U, "--person", U];
  expect(await bodyOf(long)).toEqual({ contents });
  expect(await bodyOf(short)).toEqual({ contents });
});

test("adds entries in the order of the flags, and settings beside them", async () => {
  const agent = ["solution", "talking-agent", "--avatar-id", "avatar_mia_female", "--ref", U, "--ref", U];
  const words = [...agent, "--goods-title", "An umbrella", "--speech-script", "x".repeat(60)];
  expect(await bodyOf(words)).toMatchObject({
    contents: [
      { type: "avatar_id", text: "avatar_mia_female" },
      { type: "ref_image", url: U },
      { type: "ref_image", url: U },
      { type: "goods_title", text: "An umbrella" },
      { type: "speech_script" },
    ],
  });
  const voice = [
    "--product-info",
    "A shirt",
    "--source-video",
    V,
    "--product-image",
    U,
    "--voice",
    "calm_sales_man",
  ];
  expect(await bodyOf(["solution", "replicate-apparel", ...voice])).toMatchObject({
    contents: [{}, {}, {}, { type: "voice", voice_id: "calm_sales_man" }],
  });
});

test("takes entries of several fields as JSON", async () => {
  const term = { source: "宋棠", target: "Song Tang" };
  const words = [
    "solution",
    "subtitle",
    "--source",
    V,
    "--glossary",
    JSON.stringify(term),
    "--target-cps",
    "17",
  ];
  expect(await bodyOf(words)).toEqual({
    contents: [
      { type: "source_video", url: V },
      { type: "glossary", ...term },
    ],
    settings: { target_cps: 17 },
  });
  expect(await bodyOf(["solution", "subtitle", "--glossary", "a=b"])).toMatchObject({
    code: "invalid_field",
  });
});

test("names the kinds of entries for a flag that is none, and in the help", async () => {
  const { error } = await bench.run("solution try-on --shirt a.png");
  expect(error["message"]).toContain("product_image, person_image");
  const { stdout } = await bench.run("solution try-on --help");
  expect(stdout).toMatch(/--product-image +string, an entry of contents/);
});

test("works for bodies of videos with contents, too", async () => {
  const words = ["call", "image-to-video/kling-3.0", "--prompt", "a fox", "--first-frame", U];
  expect(await bodyOf(words)).toMatchObject({
    contents: [
      { type: "prompt", text: "a fox" },
      { type: "first_frame", url: U },
    ],
  });
});
