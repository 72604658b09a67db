import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

const write = (name: string, requests: readonly object[]) =>
  writeFile(join(bench.folder, name), JSON.stringify({ defaults: { model: "kling-v3" }, requests }));
const FOX = { name: "fox", prompt: "a fox" };

test("shows what differs from an earlier plan: requests, fields and price", async () => {
  await write("old.json", [FOX, { name: "cat", prompt: "a cat" }]);
  await bench.run("plan old.json -o plan.json");
  await write("new.json", [
    { ...FOX, prompt: "a red fox", durationSeconds: 10 },
    { name: "owl", prompt: "an owl" },
  ]);
  const { json, exitCode } = await bench.run("plan new.json --diff plan.json");
  expect(exitCode).toBe(0);
  expect(json).toMatchObject({
    is_same: false,
    added: [{ name: "owl", units: 3 }],
    removed: [{ name: "cat", units: 3 }],
    changed: [
      {
        name: "fox",
        changes: [
          { field: "prompt", before: "a fox", after: "a red fox" },
          { field: "units", before: 3, after: 6 },
          { field: "durationSeconds", before: null, after: 10 },
        ],
      },
    ],
    totals: { before: { units: 6 }, after: { units: 9 } },
  });
  const { stdout } = await bench.run("plan new.json --diff plan.json", { isTty: true });
  expect(stdout).toContain("prompt: a fox → a red fox");
  expect((await bench.run("plan new.json --diff plan.json --detailed-exitcode")).exitCode).toBe(20);
});

test("shows what differs in the body of an operation, and in what takes its result", async () => {
  const still = (aspect_ratio: string) => [
    { name: "still", operation: "image create", body: { prompt: "a fox", aspect_ratio } },
    { ...FOX, firstFrame: { from: "still" } },
  ];
  await write("old.json", still("1:1"));
  await write("new.json", still("16:9"));
  const { json } = await bench.run("plan new.json --diff old.json");
  expect(json).toMatchObject({
    is_same: false,
    changed: [
      { name: "still", changes: [{ field: "aspect_ratio", before: "1:1", after: "16:9" }] },
      { name: "fox", changes: [{ field: "takes" }] },
    ],
  });
  const { stdout } = await bench.run("plan new.json --diff old.json", { isTty: true });
  expect(stdout).toContain("takes: the result of still, which is another now\n");
});

test("says that nothing differs, also from a batch", async () => {
  await write("a.json", [FOX]);
  await write("b.json", [FOX]);
  const { json, exitCode } = await bench.run("plan a.json --diff b.json --detailed-exitcode");
  expect({ exitCode, same: json["is_same"] }).toEqual({ exitCode: 0, same: true });
});

test("a plan that cannot be saved leaves the one that was there", async () => {
  await write("a.json", [FOX]);
  await bench.run("plan a.json -o plan.json");
  const before = await readFile(join(bench.folder, "plan.json"), "utf8");
  // The draft stands beside the plan; where a folder has its name, nothing can be written.
  await mkdir(join(bench.folder, `plan.json.${process.pid}.tmp`));
  const { error, exitCode } = await bench.run("plan a.json -o plan.json");
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 1, code: "write_error" });
  expect(await readFile(join(bench.folder, "plan.json"), "utf8")).toBe(before);
  await rm(join(bench.folder, `plan.json.${process.pid}.tmp`), { recursive: true, force: true });
});

test("an approval shows prompts' files and foreign callback addresses before it is given", async () => {
  await write("a.json", [{ ...FOX, output: "out/fox.mp4", callbackUrl: "https://evil.example/links" }]);
  const { stdout } = await bench.run("approve a.json", { isTty: true, answer: "n" });
  expect(stdout).toContain("out/fox.mp4");
  expect(stdout).toContain("https://evil.example/links");
  const { json } = await bench.run("approve a.json");
  expect(json).toMatchObject({ files: ["out/fox.mp4"], callbacks: ["https://evil.example/links"] });
});

test("long prompts are shown from a little before what differs", async () => {
  const prompt = `a very long prompt about ${"a red kettle on a snowy terrace, ".repeat(4)}`;
  await write("old.json", [{ ...FOX, prompt: `${prompt}at dawn` }]);
  await write("new.json", [{ ...FOX, prompt: `${prompt}at night` }]);
  const { stdout } = await bench.run("plan new.json --diff old.json", { isTty: true, columns: 200 });
  expect(stdout).toMatch(/prompt: ….*at dawn → ….*at night\n/);
});
