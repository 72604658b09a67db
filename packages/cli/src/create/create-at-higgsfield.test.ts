import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../testing/kling-bench.ts";
import { makePng } from "../testing/make-png.ts";

const env = { HF_CREDENTIALS: "key-id-of-tests:key-secret-of-tests" };

let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

const at = (line: string) => `${line} --service higgsfield`;
const posts = () => bench.requests.filter((line) => line.startsWith("POST ") && !line.includes("/estimate/"));

test("makes a video with the flags of the command, at the service that is named", async () => {
  const { json, stderr } = await bench.run(
    at("video create-from-text fox -m kling-2.6 -d 5 -r 9:16 --sound -o fox.mp4"),
    { env },
  );
  expect(stderr).toBe("");
  expect(json).toMatchObject({ success: true, status: "succeed", estimate: { unit: "usd", usd: 0.7 } });
  expect(posts()).toEqual(["POST /kling-video/v2.6/pro/text-to-video"]);
  expect((await readFile(join(bench.folder, "fox.mp4"))).length).toBeGreaterThan(1000);
});

test("gives frames to the service before the create, and takes the cheapest endpoint that honours all", async () => {
  await writeFile(join(bench.folder, "fox.png"), makePng(640, 640));
  const { json } = await bench.run(at("video create-from-image fox -i fox.png --wait"), { env });
  expect(json).toMatchObject({ success: true });
  expect(posts()).toEqual([
    "POST /files/generate-upload-url",
    expect.stringMatching(/^POST \/kling-video\/.*image-to-video$/),
  ]);
});

test("needs no key for a dry run, and sends nothing", async () => {
  const { json } = await bench.run(at("video create fox -d 7 --dry-run"));
  expect(json).toMatchObject({
    dry_run: true,
    payload: { prompt: "fox", duration: 7 },
    notes: [expect.stringContaining("Idempotency-Key")],
  });
  expect(bench.requests).toEqual([]);
});

test("shows the price of a second in the currency of the service", async () => {
  const options = { isTty: true, env: { NO_COLOR: "1" } };
  const dry = "video create-from-text fox -m kling-v3 --dry-run";
  expect((await bench.run(at(dry), options)).stdout).toMatch(
    /cost +US\$ 0\.42 \(US\$ 0\.084 a second × 5 s\)$/m,
  );
  expect((await bench.run(dry, options)).stdout).toMatch(
    /cost +3 units \(US\$ 0\.42; 0\.6 units a second × 5 s\)$/m,
  );
});

test("refuses what no endpoint honours, and names the route of Kling that does", async () => {
  const { exitCode, error } = await bench.run(at("video create-from-text fox -m kling-2.6 --negative blur"), {
    env,
  });
  expect(exitCode).toBe(2);
  expect(error["message"]).toMatch(/^--negative: .*Kling's \S+ takes it: to use it, leave --service out/);
  expect(bench.requests).toEqual([]);
});

test.each([
  ["video create fox --service kuaishou", "invalid_service"],
  ["video create-from-text fox -m kling-v1-6 --service higgsfield", "invalid_model"],
  ["video create-from-image fox -i none.png --service higgsfield", "image_not_found"],
  ["video create fox --service higgsfield --external-id mine", "usage_error"],
  ["video create fox --service higgsfield -o fox.txt", "invalid_format"],
])("refuses `kling %s` as %s", async (line, code) => {
  const { exitCode, error } = await bench.run(line, { env });
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code });
  expect(bench.requests).toEqual([]);
});
