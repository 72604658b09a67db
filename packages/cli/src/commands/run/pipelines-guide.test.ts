import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

const ROOT = new URL("../../../../../", import.meta.url);
const BLOCK = /<!-- (file|run)(?:: (\S+)|, ([^>]*?))? -->\n```\w+\n([\s\S]*?)```/g;

let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
  await mkdir(join(bench.folder, "examples"));
  await copyFile(new URL("examples/speech.yaml", ROOT), join(bench.folder, "examples", "speech.yaml"));
});
afterEach(() => bench.close());

interface JobLine {
  readonly job: string;
  readonly name: string;
  readonly state: string;
}

/** Newest first. */
async function listJobs(): Promise<readonly JobLine[]> {
  const { json } = await bench.run("jobs");
  return json["jobs"] as readonly JobLine[];
}

async function withJobIds(line: string): Promise<string> {
  const [, name] = /JOB_OF_(\w+)/.exec(line) ?? [];
  if (name === undefined) return line;
  const job = (await listJobs()).find((one) => one.name === name);
  return line.replace(/JOB_OF_\w+/, job?.job ?? "no job");
}

/** Runs the lines of a block; the exit code of the first is the one that the page names. */
async function runBlock(text: string, how: string): Promise<void> {
  const path = /while (\S+) fails/.exec(how)?.[1];
  const wanted = Number(/exit (\d+)/.exec(how)?.[1] ?? 0);
  bench.emulator.control.setFaults(
    path === undefined
      ? []
      : [{ match: { path }, action: { type: "fail-task", message: "The service failed." } }],
  );
  for (const [at, line] of text.trim().split("\n").entries()) {
    const command = await withJobIds(line.replace(/^npx kling /, ""));
    const { exitCode, stderr } = await bench.run(command);
    expect({ command, exitCode, stderr: at === 0 && wanted > 0 ? "" : stderr }).toEqual({
      command,
      exitCode: at === 0 ? wanted : 0,
      stderr: "",
    });
  }
}

test("every file and command of the guide to pipelines works, in the order of the page", async () => {
  const page = await readFile(new URL("docs/guides/pipelines.md", ROOT), "utf8");
  const blocks = [...page.matchAll(BLOCK)];
  // All but the one that breaks the emulator for a reader, as the test does it itself.
  expect(blocks.length).toBe((page.split("```").length >> 1) - 1);
  expect(page).toContain('-d \'[{"match":{"path":"/v1/images/generations"}');
  for (const [, kind, file = "", how = "", text = ""] of blocks) {
    if (kind === "file") await writeFile(join(bench.folder, file), text);
    else await runBlock(text, how);
  }
  const states = Map.groupBy(await listJobs(), ({ state }) => state);
  expect([...states].map(([state, jobs]) => [state, jobs.length])).toEqual(
    expect.arrayContaining([
      ["collected", 10],
      ["failed", 1],
      ["canceled", 2],
    ]),
  );
  expect(bench.emulator.control.journal()).toMatchObject({ refused: 0 });
});

test("the plan of the guide's chain costs what the page says", async () => {
  const page = await readFile(new URL("docs/guides/pipelines.md", ROOT), "utf8");
  const story = [...page.matchAll(BLOCK)].find(([, , file]) => file === "story.yaml")?.[4] ?? "";
  await writeFile(join(bench.folder, "story.yaml"), story);
  const { json } = await bench.run("plan story.yaml");
  const { units, unit, other_units } = json["totals"] as Record<string, unknown>;
  expect({ units, unit }).toEqual({ units: 8, unit: "image" });
  expect(other_units).toMatchObject([{ units: 3.25 }]);
  expect(page).toContain("8 image units (US$ 0.03) and 3.25 video units (US$ 0.46)");
});
