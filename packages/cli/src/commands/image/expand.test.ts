import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";
import { makePng } from "../../testing/make-png.ts";

let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
  await writeFile(join(bench.folder, "square.png"), makePng(400, 400));
});
afterEach(() => bench.close());

const SQUARE = ["image", "expand", "--image", "square.png"];

test("works out the four ratios for a shape from the image, and tells what it computed", async () => {
  const { json } = await bench.run([...SQUARE, "a forest", "--to", "16:9", "--area", "2", "--dry-run"]);
  // H = √(2·400·400·9/16) = 424.26, W = 754.25
  expect(json).toMatchObject({
    payload: {
      prompt: "a forest",
      up_expansion_ratio: 0.0303,
      down_expansion_ratio: 0.0303,
      left_expansion_ratio: 0.4428,
      right_expansion_ratio: 0.4428,
    },
    notes: [expect.stringContaining("400 × 400 px become about 754 × 424 px"), expect.any(String)],
  });
  expect(bench.requests).toEqual([]);
});

test("buys the expanded image", async () => {
  const { json } = await bench.run([...SQUARE, "--to", "16:9", "-o", "wide.png"]);
  expect(json).toMatchObject({ success: true, notes: [expect.stringContaining("--to 16:9")] });
  expect(await bench.files()).toContain("wide.png");
});

test("takes the four ratios as they are", async () => {
  const ratios = ["up", "down", "left", "right"].flatMap((side) => [`--${side}-expansion-ratio`, "0.1"]);
  const { json } = await bench.run([...SQUARE, ...ratios, "--dry-run"]);
  expect(json).toMatchObject({ payload: { up_expansion_ratio: 0.1, right_expansion_ratio: 0.1 } });
});

test.each([
  [["--to", "10:1"], "invalid_ratio"],
  [["--to", "wide"], "invalid_ratio"],
  [["--to", "16:9", "--area", "4"], "usage_error"],
  [["--to", "16:9", "--up-expansion-ratio", "1"], "conflicting_flags"],
  [["--area", "2"], "conflicting_flags"],
])("refuses %j before anything is sent", async (words, code) => {
  const { exitCode, error } = await bench.run([...SQUARE, ...words]);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code });
  expect(bench.requests).toEqual([]);
});

test.each([
  [[], "missing_image"],
  [["--image", "missing.png"], "image_not_found"],
  [["--image", "https://example.com/fox.png"], "invalid_image"],
])("needs an image of this machine for a shape: %j", async (words, code) => {
  const { exitCode, error } = await bench.run(["image", "expand", "--to", "16:9", ...words]);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code });
});
