import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { COMMANDS } from "../commands/registry.ts";
import { type Bench, createBench } from "../testing/kling-bench.ts";

/** Examples that are followed by a line of what they print, as words and the line. */
const SHOWN = COMMANDS.flatMap(({ help = "" }) =>
  [...help.matchAll(/^ {2}kling (.+)\n {2}# (.+)$/gm)].map(
    ([, line = "", output = ""]) => [line, output] as const,
  ),
);

let bench: Bench;
beforeAll(async () => {
  bench = await createBench();
  const source = new URL("../../../../examples/", import.meta.url);
  const text = await readFile(new URL("batch.yaml", source), "utf8");
  await writeFile(join(bench.folder, "batch.yaml"), text);
  for (const [file] of text.matchAll(/[\w-]+\.(?:png|jpg)/g))
    await writeFile(join(bench.folder, file), await readFile(new URL(file, source)));
});
afterAll(() => bench.close());

const plain = (text: string): string => text.replaceAll(/\s+/g, " ");

test("has examples with what they print", () => {
  expect(SHOWN.length).toBeGreaterThanOrEqual(2);
});

test.each(SHOWN)("kling %s prints: %s", async (line, output) => {
  const words = (line.match(/"[^"]*"|\S+/g) ?? []).map((word) =>
    word.replaceAll('"', "").replace(/^examples\//, ""),
  );
  const { stdout, stderr } = await bench.run(words, {
    isTty: true,
    columns: 200,
    env: { NO_COLOR: "1", KLING_BASE_URL: "http://192.0.2.1:9" },
  });
  expect(plain(stdout + stderr)).toContain(output);
});
