import { execFileSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { encodeRgbPng } from "@klingkit/emulator/pictures";
import { createTempDir } from "@klingkit/testkit";
import { afterEach, beforeEach, expect, it } from "vitest";
import { markPng, markWebp, PAGE_MARK, requirePlanPlace, requireReplaceable } from "./written-by-klingkit.ts";

let folder: Awaited<ReturnType<typeof createTempDir>>;
beforeEach(async () => {
  folder = await createTempDir();
});
afterEach(() => folder[Symbol.asyncDispose]());

const SIZE = { widthPx: 300, heightPx: 2 };
const png = encodeRgbPng({ ...SIZE, rgb: new Uint8Array(300 * 2 * 3) });
/** A simple WebP as far as its chunks go. */
const webp = Buffer.from("RIFF\x0e\0\0\0WEBPVP8 \x02\0\0\0ab", "latin1");

it.for([
  ["page.html", `<!doctype html>${PAGE_MARK}`, true],
  ["own.html", "<!doctype html><p>klingkit</p>", false],
  ["notes.txt", PAGE_MARK, false],
  ["sheet.png", markPng(png), true],
  ["own.png", png, false],
  ["sheet.webp", markWebp(webp, SIZE), true],
  ["own.webp", webp, false],
] as const)("%s may be replaced: %s", async ([name, content, mayBeReplaced]) => {
  const path = folder.file(name);
  await writeFile(path, content);
  const result = requireReplaceable({ path, flag: "--output" });
  if (mayBeReplaced) return expect(result).resolves.toBeUndefined();
  await expect(result).rejects.toMatchObject({ code: "file_exists" });
  await requireReplaceable({ path, flag: "--output", isForced: true });
  expect(await readFile(path)).toEqual(Buffer.from(content));
});

it("a folder is nothing to replace, and a free name is free", async () => {
  await mkdir(folder.file("folder"));
  await expect(requireReplaceable({ path: folder.file("folder"), flag: "--report" })).rejects.toMatchObject({
    code: "file_exists",
  });
  await requireReplaceable({ path: folder.file("none.html"), flag: "--report" });
});

it("writes the size of the picture into a WebP that names the program", () => {
  const marked = Buffer.from(markWebp(webp, SIZE));
  expect(marked.readUInt32LE(4)).toBe(marked.length - 8);
  expect(marked.toString("latin1", 12, 16)).toBe("VP8X");
  expect([marked.readUIntLE(24, 3) + 1, marked.readUIntLE(27, 3) + 1]).toEqual([300, 2]);
});

it.for([
  ["plan.json", '{\n  "kind": "klingkit.plan",\n', true],
  ["batch.json", '{ "requests": [{ "prompt": "a fox" }] }', false],
  ["empty", "", false],
  ["video.mp4", new Uint8Array([0, 0, 0, 24]), false],
  ["page.html", `<!doctype html>${PAGE_MARK}`, false],
] as const)("a plan may take the place of %s: %s", async ([name, content, mayBeReplaced]) => {
  const path = folder.file(name);
  await writeFile(path, content);
  const result = requirePlanPlace({ path, flag: "--save-plan" });
  if (mayBeReplaced) return expect(result).resolves.toBeUndefined();
  await expect(result).rejects.toMatchObject({ code: "file_exists", message: expect.stringContaining(path) });
});

it("a pipe has nothing to replace, and is not waited for", async () => {
  const path = folder.file("pipe");
  execFileSync("mkfifo", [path]);
  await requirePlanPlace({ path, flag: "--output" });
  await requireReplaceable({ path, flag: "--output" });
});
