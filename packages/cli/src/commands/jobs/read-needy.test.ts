import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

const FOX = `purpose: launch
requests:
  - { name: fox, model: kling-v3, prompt: a fox }`;
const BATCH = `${FOX}
  - { name: owl, model: kling-v3, prompt: an owl }`;

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
  await writeFile(join(bench.folder, "b.yaml"), BATCH);
});
afterEach(() => bench.close());

type Rows = readonly { readonly job: string; readonly name: string; readonly state: string }[];

/** Jobs that the command lists, as `name state`. */
async function listed(flags: string): Promise<readonly string[]> {
  const { json } = await bench.run(`jobs ${flags}`);
  return (json["jobs"] as Rows).map(({ name, state }) => `${name} ${state}`);
}

const newestNamed = async (name: string) =>
  ((await bench.run("jobs")).json["jobs"] as Rows).find((job) => job.name === name)?.job ?? "";

/** Lets the next tasks fail. */
const failTasks = (times: number) =>
  bench.emulator.control.setFaults([{ match: { method: "POST" }, times, action: { type: "fail-task" } }]);

const RETRY = "--approve --max-units 100";

test("a job that failed needs nobody once a retry brought its result", async () => {
  failTasks(2);
  await bench.run("run b.yaml");
  expect(await listed("--state needs-you")).toEqual(["owl failed", "fox failed"]);
  await bench.run(`jobs retry ${await newestNamed("fox")} ${RETRY}`);
  expect(await listed("--state needs-you")).toEqual(["owl failed"]);
  expect(await listed("--state needs-you,done")).toEqual(["fox collected", "owl failed"]);
  expect(await listed("--state failed")).toEqual(["owl failed", "fox failed"]);
});

test("of takes that all failed the newest needs you, and in its own batch each", async () => {
  failTasks(1);
  await bench.run("run b.yaml");
  const first = (await bench.run("jobs --state needs-you")).json["jobs"] as readonly {
    readonly batch: string;
  }[];
  failTasks(1);
  await bench.run(`jobs retry ${await newestNamed("fox")} ${RETRY}`);
  expect(await listed("--state needs-you")).toEqual(["fox failed"]);
  expect(await listed(`--state needs-you --batch ${first[0]?.batch}`)).toEqual(["fox failed"]);
});

test("a job that may have been bought needs you, whatever was made in its place", async () => {
  bench.emulator.control.setFaults([
    { match: { method: "POST" }, nth: 1, times: 1, action: { type: "reset-after-accept" } },
    { match: { method: "GET" }, action: { type: "html-error", status: 502 } },
  ]);
  await writeFile(join(bench.folder, "b.yaml"), FOX);
  await bench.run("run b.yaml --timeout 7200");
  bench.emulator.control.setFaults([]);
  const { json } = await bench.run("jobs --state needs-you");
  const [{ state, batch }] = json["jobs"] as readonly [{ readonly state: string; readonly batch: string }];
  expect(state).toBe("unknown");
  await writeFile(join(bench.folder, "b.yaml"), FOX.replace("a fox", "a red fox"));
  await bench.run("run b.yaml");
  expect(await listed("--state done")).toEqual(["fox collected"]);
  expect(await listed("--state needs-you")).toEqual(["fox unknown"]);
  const page = await readFile(String((await bench.run(["report", batch])).json["report"]), "utf8");
  expect(page).toContain("Needs you (1)");
  expect(page).toContain("<b>Newer take: done</b>");
  expect(page).toContain("--not-bought");
});
