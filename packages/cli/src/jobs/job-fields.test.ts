import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Bench, createBench } from "../testing/kling-bench.ts";
import { JOB_FIELDS, LEDGER_FIELDS } from "./job-fields.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

it.each([
  ["jobs", "jobs", JOB_FIELDS],
  ["ledger", "entries", LEDGER_FIELDS],
])("the fields of kling %s are those of its schema", (name, list, fields) => {
  const url = new URL(`../../../../docs/reference/schemas/cli-${name}.schema.json`, import.meta.url);
  const { properties } = JSON.parse(readFileSync(url, "utf8"));
  expect(fields).toEqual(Object.keys(properties[list].items.properties));
});

it("--json with fields prints these alone, and an unknown one lists all", async () => {
  await writeFile(join(bench.folder, "b.yaml"), "requests: [{ name: fox, model: kling-v3, prompt: a fox }]");
  await bench.run("run b.yaml");
  expect((await bench.run("jobs --json name,state")).json).toEqual({
    success: true,
    jobs: [{ name: "fox", state: "collected" }],
    count: 1,
    has_more: false,
  });
  expect((await bench.run("ledger --json entry --limit 1")).json["entries"]).toEqual([{ entry: "settle" }]);
  const { error, exitCode } = await bench.run("jobs --json name,size");
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code: "invalid_field" });
  expect(error["message"]).toContain("no field 'size' here. Valid fields: job, name, state");
});
