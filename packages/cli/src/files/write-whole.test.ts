import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { lstat, mkdir, readFile, symlink } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { createTempDir } from "@klingkit/testkit";
import { afterEach, beforeEach, expect, it } from "vitest";
import { writeWhole } from "./write-whole.ts";

let folder: Awaited<ReturnType<typeof createTempDir>>;
beforeEach(async () => {
  folder = await createTempDir();
});
afterEach(() => folder[Symbol.asyncDispose]());

it.each([
  ["a file", "there.json"],
  ["a file that is not there yet", "later/new.json"],
  ["a link of another folder", "../there.json"],
])("keeps a link to %s, and writes what it leads to", async (_, target) => {
  await mkdir(folder.file("links"));
  await mkdir(folder.file("links/later"));
  await writeWhole(folder.file("there.json"), "old");
  const link = folder.file("links/link.json");
  await symlink(target, link);
  await writeWhole(link, "new");
  expect((await lstat(link)).isSymbolicLink()).toBe(true);
  expect(await readFile(link, "utf8")).toBe("new");
});

it("writes to a pipe, and leaves it there", async () => {
  const pipe = folder.file("pipe");
  execFileSync("mkfifo", [pipe]);
  const reader = createReadStream(pipe);
  const [content] = await Promise.all([text(reader), writeWhole(pipe, "all of it")]);
  expect(content).toBe("all of it");
  expect((await lstat(pipe)).isFIFO()).toBe(true);
  if (!reader.closed) await once(reader, "close");
});
