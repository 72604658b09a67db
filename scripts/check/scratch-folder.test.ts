import { access, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { createScratchFolder } from "./scratch-folder.ts";

it("goes with everything in it", async () => {
  let file: string;
  {
    await using folder = await createScratchFolder();
    file = join(folder.path, "left behind");
    await writeFile(file, "x");
  }
  await expect(access(dirname(file))).rejects.toThrow("ENOENT");
});

it("is in the usual place where memory holds no files", async () => {
  await using folder = await createScratchFolder(join(tmpdir(), "there is no such place"));
  expect(dirname(folder.path)).toBe(tmpdir());
});
