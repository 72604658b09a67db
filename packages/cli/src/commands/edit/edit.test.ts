import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

const HOUR_MS = 3_600_000;
const VIDEO = "https://example.com/a.mp4";
let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

/** Without ffmpeg, so that every machine draws the same picture. */
const NO_FFMPEG = { env: { KLING_FFMPEG: "/nowhere/ffmpeg" } };

/** Pixels of a PNG of 1280 × 720 in RGBA without filters and with one IDAT. */
async function readPixels(path: string) {
  const file = await readFile(path);
  expect([file.toString("latin1", 1, 4), file.readUInt32BE(16), file.readUInt32BE(20)]).toEqual([
    "PNG",
    1280,
    720,
  ]);
  const name = file.indexOf("IDAT");
  const rows = inflateSync(file.subarray(name + 4, name + 4 + file.readUInt32BE(name - 4)));
  return (x: number, y: number) => {
    const at = y * (1280 * 4 + 1) + 1 + x * 4;
    return [...rows.subarray(at, at + 4)];
  };
}

test("opens a video, selects, shows, takes back, and buys the edit", async () => {
  expect((await bench.run(`edit init ${VIDEO}`)).json).toMatchObject({
    width: 1280,
    height: 720,
    frames: 120,
  });
  const { json } = await bench.run("edit select 0.5,0.25 --frame 3 --overlay mask.png", NO_FFMPEG);
  expect(json).toMatchObject({
    success: true,
    frame: 3,
    points: [{ x: 0.5, y: 0.25 }],
    overlay: join(bench.folder, "mask.png"),
    note: "The frame is not in the picture: install ffmpeg to see it.",
  });
  const pixel = await readPixels(join(bench.folder, "mask.png"));
  expect(pixel(640, 200)).toEqual([86, 175, 64, 255]);
  expect(pixel(640, 600)).toEqual([32, 32, 32, 255]);
  expect(pixel(640, 180)).toEqual([255, 0, 0, 255]);
  expect((await bench.run("edit preview")).json["video_url"]).toMatch(/\.mp4/);
  const apply = ["edit", "apply", "Delete it from <<<video_1>>>", "--edit-mode", "removal", "--approve"];
  const bought = await bench.run(apply);
  await bench.emulator.control.advance(HOUR_MS);
  expect((await bench.run(`edit status ${String(bought.json["task_id"])}`)).json).toMatchObject({
    status: "succeed",
  });
  expect((await bench.run("edit unselect 0.5,0.25 --frame 3", NO_FFMPEG)).json).toMatchObject({
    selected_share: 0,
  });
  await writeFile(join(bench.folder, "notes.txt"), "my notes");
  const refused = { exitCode: 2, error: { code: "file_exists" } };
  expect(await bench.run("edit select 0.5,0.25 --overlay notes.txt", NO_FFMPEG)).toMatchObject(refused);
  expect(await bench.run(`edit init ${VIDEO} --session notes.txt`)).toMatchObject(refused);
  expect(await readFile(join(bench.folder, "notes.txt"), "utf8")).toBe("my notes");
  expect((await bench.run("edit clear")).json).toMatchObject({ selections: [] });
});

test("says what to do without a session, and refuses what is no point", async () => {
  expect((await bench.run("edit preview")).error).toMatchObject({ code: "missing_session" });
  expect((await bench.run("edit select 2,1")).error).toMatchObject({ code: "invalid_point" });
  expect((await bench.run("edit select 0.1")).error).toMatchObject({ code: "invalid_point" });
  expect((await bench.run("edit select 0.1,0.1 --frame x")).error).toMatchObject({ code: "invalid_frame" });
  expect(bench.requests).toEqual([]);
});
