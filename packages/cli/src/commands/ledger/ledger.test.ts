import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createSameClip } from "@klingkit/testkit";
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

test("board, summary and report show what a video cost by its length, and count it as billed once", async () => {
  await bench.close();
  bench = await createBench({ renderer: await createSameClip({ durationSeconds: 5 }) });
  const env = {
    HIGGSFIELD_BASE_URL: bench.emulator.baseUrl,
    HF_CREDENTIALS: "emulator:emulator",
    NO_COLOR: "1",
  };
  const video = { url: "https://example.com/a.mp4", use: "base" };
  const request = { name: "night", prompt: "night", service: "higgsfield", model: "kling-o1", video };
  await writeFile(join(bench.folder, "edit.json"), JSON.stringify({ requests: [request] }));
  const { stdout } = await bench.run("run edit.json --report page.html", { isTty: true, columns: 120, env });
  const board = stdout.slice(stdout.lastIndexOf("NAME"));
  expect(board).toContain("US$ 0.63");
  expect(board).not.toMatch(/night .*US\$ 1\.26/);
  const page = (await readFile(join(bench.folder, "page.html"), "utf8")).replaceAll(/<[^>]*>/g, " ");
  expect(page).toMatch(/Billed once\s+1 of 1/);
  expect(page).toContain("US$ 0.63 at the end, at list price.");
});
