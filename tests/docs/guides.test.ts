import { copyFile, cp, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createBench } from "../../packages/cli/src/testing/kling-bench.ts";
import { walkPage } from "./support/walk-page.ts";

const ROOT = new URL("../../", import.meta.url);
const EXAMPLES = new URL("examples", ROOT);
const LAKE = new URL("examples/lake.png", ROOT);

/** Guides whose every file, command and output is tried, with the creates that a reader of the page buys. */
const GUIDES = [
  ["batch-recipes", 5],
  ["create-images-and-audio", 10],
  ["create-videos", 14],
  ["pipelines", 10],
  ["run-a-batch", 5],
  ["use-two-services", 2],
] as const;

it.for(GUIDES)("every file, command and output of %s is as the page says", async ([name, billed]) => {
  const page = await readFile(new URL(`docs/guides/${name}.md`, ROOT), "utf8");
  const bench = await createBench();
  try {
    await mkdir(join(bench.folder, "photos"));
    for (const copy of ["lake.png", "photos/lake.png", "photos/shore.png", "mia.png", "mia-side.png"]) {
      await copyFile(LAKE, join(bench.folder, copy));
    }
    await cp(EXAMPLES, join(bench.folder, "examples"), { recursive: true });
    await walkPage(bench, page);
    expect(bench.emulator.control.journal()).toMatchObject({ billed, refused: 0 });
  } finally {
    await bench.close();
  }
});
