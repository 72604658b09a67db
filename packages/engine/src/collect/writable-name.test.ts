import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { createTempDir } from "@klingkit/testkit";
import { DownloadError } from "klingkit/node";
import { expect, it } from "vitest";
import { createCollector } from "./collector.ts";
import { underWritableName } from "./writable-name.ts";

const CLIP = Buffer.concat([Buffer.from("\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "latin1"), Buffer.alloc(64)]);
const collector = createCollector({
  fetch: () => Promise.resolve(new Response(CLIP, { headers: { "content-length": String(CLIP.length) } })),
  allowedOrigins: ["https://results.example"],
});
const url = "https://results.example/a.mp4";

it.each([
  ["a name that is too long", (folder: string) => join(folder, `${"x".repeat(300)}.mp4`)],
  ["a folder whose name is too long", (folder: string) => join(folder, "y".repeat(300), "a.mp4")],
  ["a folder in its place", (folder: string) => join(folder, "folder")],
])("a paid file is written under a plain name where there is %s", async (_, place) => {
  await using folder = await createTempDir("klingkit-names-");
  await mkdir(folder.file("folder"));
  const file = await underWritableName({ filePath: place(folder.path), plainName: "j1.mp4" }, (filePath) =>
    collector({ url, refresh: () => Promise.resolve(url), filePath, resumeKey: "j1" }),
  );
  expect(file).toMatchObject({
    filePath: folder.file("j1.mp4"),
    warning: expect.stringMatching(/plain one/),
  });
  expect(await readFile(file.filePath)).toEqual(CLIP);
  await rm(file.filePath);
});

it("a failure that may pass is left to the next try", async () => {
  const failure = new DownloadError({ code: "KLINGKIT_DOWNLOAD_DISK_FULL", message: "full" });
  const tried: string[] = [];
  const fetchTo = (path: string) => {
    tried.push(path);
    return Promise.reject(failure);
  };
  await expect(underWritableName({ filePath: "/v/a.mp4", plainName: "j1.mp4" }, fetchTo)).rejects.toBe(
    failure,
  );
  expect(tried).toEqual(["/v/a.mp4"]);
});
