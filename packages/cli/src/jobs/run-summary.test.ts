import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../testing/kling-bench.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

/** All that a person reads of the command, on the board, in the summary and in the error. */
async function readShown(line: string): Promise<string> {
  const { stdout, stderr } = await bench.run(line, { isTty: true, env: { NO_COLOR: "1" } });
  return stripVTControlCharacters(`${stdout}${stderr}`);
}

test("a mixed batch is counted in jobs from its board to its summary, also while it has no files", async () => {
  const batch = `requests:
  - { name: fox, prompt: a fox, model: kling-v3 }
  - { name: sea, operation: v1/audio/text-to-audio, body: { prompt: waves, duration: 5 } }`;
  await writeFile(join(bench.folder, "b.yaml"), batch);
  const outage = { type: "html-error", status: 502 } as const;
  bench.emulator.control.setFaults([{ match: { method: "GET" }, action: outage }]);
  const stopped = await readShown("run b.yaml --timeout 5");
  bench.emulator.control.setFaults([]);
  const resumed = await readShown("resume");
  expect(stopped).toContain("0 of 2 jobs");
  expect(resumed).toContain("2 of 2 jobs done");
  expect(`${stopped}${resumed}`).not.toMatch(/\d videos?\b/);
});

test("a batch of videos is counted in videos", async () => {
  await writeFile(join(bench.folder, "b.yaml"), "requests: [{ prompt: a fox, model: kling-v3 }]");
  expect(await readShown("run b.yaml")).toMatch(/1 of 1 video on disk/);
});

test("the sum of a run that was stopped names how many jobs it is of, apart from what is reserved", async () => {
  const batch =
    "requests: [{ name: fox, prompt: a fox, model: kling-v3 }, { name: owl, prompt: an owl, model: kling-v3 }]";
  const one = "requests: [{ name: fox, prompt: a fox, model: kling-v3 }]";
  await writeFile(join(bench.folder, "b.yaml"), one);
  await bench.run("run b.yaml");
  await writeFile(join(bench.folder, "b.yaml"), batch);
  const shown = await readShown("run b.yaml --timeout 5");
  expect(shown).toContain("At list price: 3 units (US$ 0.42) for 1 of these 2 videos");
  expect(shown).toMatch(/reserved +about 3 units \(US\$ 0\.42\), until the outcome is known/);
});
