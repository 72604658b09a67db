import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

const NOTE = "Higgsfield reports no charges: what is booked in US$ is estimated by its price list.";

test.each([
  ["kling", "kling-v3", false],
  ["higgsfield", "kling-2.6", true],
])("the ledger says of amounts of %s whether they are estimates", async (service, model, isEstimate) => {
  const env = {
    HIGGSFIELD_BASE_URL: bench.emulator.baseUrl,
    HF_CREDENTIALS: "emulator:emulator",
    NO_COLOR: "1",
  };
  const request = { name: "fox", prompt: "a fox", service, model };
  await writeFile(join(bench.folder, "fox.json"), JSON.stringify({ requests: [request] }));
  expect(await bench.run("run fox.json", { env })).toMatchObject({ exitCode: 0 });
  const people = { isTty: true, columns: 140, env };
  const { stdout } = await bench.run("ledger", people);
  expect(stdout).toContain("settle");
  expect(stdout.includes(NOTE)).toBe(isEstimate);
});
