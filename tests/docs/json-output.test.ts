import { globSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { type Bench, createBench } from "../../packages/cli/src/testing/kling-bench.ts";
import { JSON_DOCUMENTS } from "../../scripts/gen/cli-json/documents.ts";
import { runLines } from "../../scripts/gen/cli-json/run-lines.ts";
import { EVENT_TEXTS } from "../../scripts/gen/event-schemas.ts";
import { taskEvent } from "../../scripts/gen/task-event-schema.ts";

const BATCH = "requests:\n  - { name: fox, prompt: a fox }\n  - { name: lake, prompt: a lake }\n";

let bench: Bench;
beforeAll(async () => {
  bench = await createBench();
  await writeFile(join(bench.folder, "batch.yaml"), BATCH);
});
afterAll(() => bench.close());

/** What of real output the schema does not describe: a field that is missing, of another type, or not documented. */
function problemsOf(id: string, output: unknown): unknown {
  const schema = JSON_DOCUMENTS.find((document) => document.id === id)?.schema;
  if (!schema) throw new Error(`no document ${id}`);
  const parsed = schema.safeParse(output);
  if (!parsed.success) return z.prettifyError(parsed.error);
  // Fields that the schema lacks are dropped by reading it.
  expect(parsed.data).toEqual(output);
  return undefined;
}

const lines = (text: string): unknown[] =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

describe("documented JSON output", () => {
  it("describes a plan, the lines of its run, and what the store has of it", async () => {
    const plan = await bench.run("plan batch.yaml --json");
    expect(problemsOf("plan", plan.json)).toBeUndefined();

    const run = await bench.run("run batch.yaml --approve --by ana --json");
    const printed = lines(run.stdout);
    expect(printed.at(-1)).toMatchObject({ event: "summary", counts: { collected: 2 } });
    expect(printed.map((line) => problemsOf("run-lines", line)).filter(Boolean)).toEqual([]);

    for (const id of ["jobs", "approvals", "budget", "ledger"]) {
      const { json } = await bench.run(`${id} --json`);
      expect([id, problemsOf(id, json)]).toEqual([id, undefined]);
    }
    const ofBatch = await bench.run("ledger --batch batch.yaml --json");
    expect(ofBatch.json).toHaveProperty("totals");
    expect(problemsOf("ledger", ofBatch.json)).toBeUndefined();
    const { json } = await bench.run("jobs --json");
    const [{ job }] = z.tuple([z.object({ job: z.string() })], z.unknown()).parse(json["jobs"]);
    const shown = await bench.run(`jobs show ${job} --json`);
    expect(problemsOf("job", shown.json)).toBeUndefined();
  });

  it("describes the warnings of a run, and has a row for each event that a line can be of, and no other", async () => {
    const body = { prompt: "elk", aspect_ratio: "auto" };
    const request = { name: "elk", operation: "v1/images/omni-image", body };
    await writeFile(join(bench.folder, "warned.json"), JSON.stringify({ requests: [request] }));
    const run = await bench.run("run warned.json --approve --by ana --json");
    const printed = lines(run.stdout);
    expect(printed[0]).toMatchObject({ event: "warning", name: "elk", rule: "aspect-ratio-default" });
    expect(printed.map((line) => problemsOf("run-lines", line)).filter(Boolean)).toEqual([]);

    const sources = globSync("packages/cli/src/**/*.ts").filter((path) => !path.endsWith(".test.ts"));
    const written = sources.flatMap((path) =>
      [...readFileSync(path, "utf8").matchAll(/\bevent: "([\w-]+)"/g)].map(([, event]) => event),
    );
    const described = runLines.options.flatMap(({ shape: { event } }): readonly unknown[] =>
      event instanceof z.ZodLiteral ? [...event.values] : event.options,
    );
    expect(described.toSorted()).toEqual([...new Set([...written, ...Object.keys(EVENT_TEXTS)])].sort());
  });

  it("describes the mistakes of a batch, with numbers as numbers", async () => {
    const long = "{ prompt: a fox, model: kling-v3, durationSeconds: 99 }";
    const wide = "{ prompt: a fox, model: kling-v3, ratio: '9:16' }";
    await writeFile(join(bench.folder, "bad.yaml"), `requests: [${long}, ${wide}]\n`);
    const { error } = await bench.run("plan bad.yaml --json");
    expect(problemsOf("error", { success: false, error })).toBeUndefined();
    expect(error["mistakes"]).toContainEqual(
      expect.objectContaining({
        field: "durationSeconds",
        value: 99,
        allowed: expect.arrayContaining([3, 15]),
      }),
    );
  });

  it("describes the lines of a worker, and of its trouble on stderr", async () => {
    const worked = await bench.run("worker --until-idle --json");
    expect(lines(worked.stdout).map((line) => problemsOf("run-lines", line))).toEqual([undefined, undefined]);

    const stop = new AbortController();
    setTimeout(() => stop.abort(), 300);
    const env = { KLING_STORE: "postgres:///videos?host=/no/such/folder" };
    const { stderr } = await bench.run("worker --json", { env, signal: stop.signal });
    expect(lines(stderr)[0]).toMatchObject({ event: "worker-trouble" });
    expect(problemsOf("run-lines", lines(stderr)[0])).toBeUndefined();
  });

  it("describes jobs for a worker, all routes of a plan and what changed since another one", async () => {
    await writeFile(join(bench.folder, "later.yaml"), "requests:\n  - { name: fox, prompt: a fox asleep }\n");
    const outputs = {
      detached: await bench.run("run later.yaml --detach --approve --by ana --json"),
      "plan-compare": await bench.run("plan batch.yaml --compare --json"),
      "plan-diff": await bench.run("plan later.yaml --diff batch.yaml --json"),
    };
    const planned = await bench.run("plan later.yaml --output later.json --json");
    expect(problemsOf("plan", planned.json)).toBeUndefined();
    expect(planned.json).toMatchObject({ already_there: [{ name: "fox" }] });
    for (const [id, { json, stderr }] of Object.entries(outputs))
      expect([id, problemsOf(id, json), stderr]).toEqual([id, undefined, ""]);
    expect(outputs["plan-diff"].json).toMatchObject({
      removed: [{ name: "lake" }],
      changed: [{ name: "fox" }],
    });
  });

  it("describes the warning that an earlier run for the purpose is not finished", async () => {
    const batchOf = (prompt: string) =>
      `purpose: autumn\nrequests:\n  - { name: fox, prompt: a fox ${prompt} }\n`;
    await writeFile(join(bench.folder, "first.yaml"), batchOf("at dawn"));
    await writeFile(join(bench.folder, "second.yaml"), batchOf("at night"));
    const flags = "--approve --by ana --store autumn.sqlite --json";
    await bench.run(`run first.yaml --detach ${flags}`);
    const detached = await bench.run(`run second.yaml --detach ${flags}`);
    expect(detached.json["warnings"]).toEqual([{ message: expect.stringContaining("is not finished: fox") }]);
    expect(problemsOf("detached", detached.json)).toBeUndefined();
    const run = lines((await bench.run(`run second.yaml ${flags}`)).stdout);
    expect(run[0]).toMatchObject({ event: "warning" });
    expect(run.map((line) => problemsOf("run-lines", line)).filter(Boolean)).toEqual([]);
  });

  it("describes a dry run, a create request, its task and the list of tasks", async () => {
    const dry = await bench.run("video create-from-text owl --dry-run --json");
    expect(problemsOf("dry-run", dry.json)).toBeUndefined();

    const made = await bench.run("video create-from-text owl --approve --output owl.mp4 --json");
    expect(problemsOf("created", made.json)).toBeUndefined();

    const status = await bench.run(`video status ${String(made.json["task_id"])} --verbose --json`);
    expect(problemsOf("task", status.json)).toBeUndefined();

    const list = await bench.run("video list --json");
    expect(problemsOf("tasks", list.json)).toBeUndefined();
  });

  it("describes an approval, waits, downloads, free calls, decisions on a job, and a store that is not there", async () => {
    await writeFile(join(bench.folder, "new.yaml"), "requests:\n  - { name: elk, prompt: an elk }\n");
    const approved = await bench.run("approve new.yaml --by ana --json");
    expect(problemsOf("approve", approved.json)).toBeUndefined();

    const made = await bench.run("video create-from-text elk --approve --wait --json");
    const [task, job] = [String(made.json["task_id"]), String(made.json["job"])];
    const waited = await bench.run(`wait ${task} --json`);
    expect(problemsOf("wait", waited.json)).toBeUndefined();
    await bench.run("resume");
    const collected = await bench.run(`wait ${job} --json`);
    expect(problemsOf("wait", collected.json)).toBeUndefined();
    const several = await bench.run(`wait ${job} ${task} 12 --timeout 1 --json`);
    expect(problemsOf("wait-several", several.json)).toBeUndefined();

    const file = await bench.run(`video download ${task} -o copy.mp4 --json`);
    expect(problemsOf("download", file.json)).toBeUndefined();
    const image = await bench.run("image create elk --approve --wait --json");
    const all = await bench.run(`image download ${String(image.json["task_id"])} --all -o copies --json`);
    expect(problemsOf("download", all.json)).toBeUndefined();

    const presets = await bench.run("voice presets --json");
    expect(problemsOf("call", presets.json)).toBeUndefined();
    const dry = await bench.run("voice delete 1 --dry-run --json");
    expect(problemsOf("call", dry.json)).toBeUndefined();

    const detached = await bench.run("run new.yaml --detach --approve --json");
    const [waiting] = z.array(z.looseObject({ job: z.string() })).parse(detached.json["jobs"]);
    const canceled = await bench.run(`jobs cancel ${waiting?.job ?? ""} --json`);
    expect(problemsOf("job-decision", canceled.json)).toBeUndefined();
    const pair = "requests: [{ name: ibis, prompt: an ibis }, { name: kite, prompt: a kite }]";
    await writeFile(join(bench.folder, "pair.yaml"), pair);
    const two = await bench.run("run pair.yaml --detach --approve --json");
    const waits = z.array(z.looseObject({ job: z.string() })).parse(two.json["jobs"]);
    const both = await bench.run(`jobs cancel ${waits.map(({ job }) => job).join(" ")} --json`);
    expect(both.json["count"]).toBe(2);
    expect(problemsOf("jobs-canceled", both.json)).toBeUndefined();

    for (const id of ["jobs", "approvals", "budget", "ledger"]) {
      const { json } = await bench.run(`${id} --store none.sqlite --json`);
      expect(json).toHaveProperty("missing_store");
      expect([id, problemsOf(id, json)]).toEqual([id, undefined]);
    }
  });

  it("describes an error", async () => {
    const { stderr } = await bench.run("video status 1 --json");

    expect(problemsOf("error", JSON.parse(stderr))).toBeUndefined();
  });

  it("describes what the store keeps of each event, and what receivers get of it", async () => {
    await bench.run("run batch.yaml --approve --by ana --json");
    const { json } = await bench.run("jobs --state done --json");
    const [{ job }] = z.tuple([z.object({ job: z.string() })], z.unknown()).parse(json["jobs"]);
    const shown = await bench.run(`jobs show ${job} --all --json`);
    const events = z.array(z.object({ kind: z.string(), data: z.unknown() })).parse(shown.json["events"]);
    const kinds: Readonly<Record<string, (typeof EVENT_TEXTS)["job-planned"]>> = EVENT_TEXTS;
    for (const { kind, data } of events) {
      const parsed = kinds[kind]?.data.safeParse(data);
      expect([kind, parsed?.success, parsed?.error]).toEqual([kind, true, undefined]);
    }
    expect(events.map(({ kind }) => kind)).toContain("job-collected");

    const listed = await bench.run("events list --json");
    const [first] = z.array(z.looseObject({ id: z.string() })).parse(listed.json["events"]);
    const event = await bench.run(`events show ${first?.id ?? ""} --json`);
    expect(taskEvent.safeParse(event.json["event"]).error).toBeUndefined();
  });

  it("has a schema file for each document, which accepts fields of later versions", () => {
    for (const { id } of JSON_DOCUMENTS) {
      const file = `docs/reference/schemas/cli-${id}.schema.json`;
      const schema: unknown = JSON.parse(readFileSync(file, "utf8"));
      expect(schema).not.toMatchObject({ additionalProperties: false });
    }
  });
});
