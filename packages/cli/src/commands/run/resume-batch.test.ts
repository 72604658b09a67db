import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

const batchOf = (purpose: string) =>
  `{ purpose: ${purpose}, requests: [{ name: ${purpose}, model: kling-v3, prompt: ${purpose} }] }`;

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
  for (const name of ["fox", "hare"]) {
    await writeFile(join(bench.folder, `${name}.yaml`), batchOf(name));
    await bench.run(`run ${name}.yaml --detach`);
  }
});
afterEach(() => bench.close());

async function statesOf(): Promise<Readonly<Record<string, string>>> {
  const { json } = await bench.run("jobs");
  const jobs: readonly Readonly<Record<string, string>>[] = Object(json["jobs"]);
  return Object.fromEntries(jobs.map(({ name, state }) => [name, state]));
}

test.each(["fox", "fox.yaml"])("resumes only the batch that is named as %s", async (name) => {
  const { exitCode, stdout } = await bench.run(["resume", name]);
  expect({ exitCode, states: await statesOf() }).toEqual({
    exitCode: 0,
    states: { fox: "collected", hare: "approved" },
  });
  expect(stdout).toContain('"counts":{"collected":1}');
  expect(bench.emulator.control.journal()).toMatchObject({ creates: 1 });
});

test("keeps to the slots that other batches hold, and reads their tasks to get one", async () => {
  const stop = new AbortController();
  bench.intercept(async ({ method }) => {
    if (method === "POST") stop.abort();
    return undefined;
  });
  await bench.run("resume hare --quota 1", { signal: stop.signal });
  bench.intercept(undefined);
  expect(await statesOf()).toEqual({ fox: "approved", hare: "running" });
  await bench.run("resume fox --quota 1");
  expect((await statesOf())["fox"]).toBe("collected");
  expect((await statesOf())["hare"]).not.toBe("collected");
  expect(bench.emulator.control.journal()).toMatchObject({ creates: 2, refused: 0 });
});

test("says that a batch has nothing left, and which batches there are", async () => {
  await bench.run("resume fox");
  const again = await bench.run("resume fox", { isTty: true });
  expect(again.stdout).toContain("all jobs of this batch are at rest");
  const { exitCode, error } = await bench.run("resume foz");
  expect({ exitCode, error }).toMatchObject({
    exitCode: 2,
    error: { code: "batch_not_found", nearest: "fox" },
  });
});

test("names the batch in the command that continues", async () => {
  const stop = new AbortController();
  bench.intercept(async () => {
    stop.abort();
    return undefined;
  });
  const { error } = await bench.run("resume fox.yaml", { signal: stop.signal });
  expect(error["resume"]).toBe("kling resume fox.yaml");
});
