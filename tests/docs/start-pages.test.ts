import { cp, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createBench } from "../../packages/cli/src/testing/kling-bench.ts";
import { walkPage } from "./support/walk-page.ts";

const ROOT = new URL("../../", import.meta.url);

/** The first pages that a stranger follows, in a fresh folder: the creates that they buy, and the videos that they promise. */
const PAGES = [
  ["quickstart", 11, { ".": 1, out: 10 }],
  ["go-live", 1, { ".": 1 }],
] as const;

it.for(PAGES)("every command of %s works, in order", async ([name, billed, videos]) => {
  const page = await readFile(new URL(`docs/start/${name}.md`, ROOT), "utf8");
  const bench = await createBench();
  try {
    await cp(new URL("examples", ROOT), join(bench.folder, "examples"), { recursive: true });
    await walkPage(bench, page);
    expect(bench.emulator.control.journal()).toMatchObject({ billed, delivered: billed });
    for (const [folder, count] of Object.entries(videos)) {
      const names = await readdir(join(bench.folder, folder));
      expect(names.filter((file) => file.endsWith(".mp4"))).toHaveLength(count);
    }
  } finally {
    await bench.close();
  }
});
