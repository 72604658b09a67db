import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

const HOUR_MS = 3_600_000;
const IMAGE = "https://example.com/cat.png";
const EFFECT = ["effects", "create", "pet_lion_pro", "--image", IMAGE, "-o", "lion.mp4"];
const TABLE = { isTty: true, env: { NO_COLOR: "1" } };
let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

test("lists scenes by a part of their name or by their kind, without a request", async () => {
  const { json } = await bench.run("effects list hug");
  expect(json["scenes"]).toMatchObject([
    { name: "hug_pro", kind: "dual", pictures: 2, launched_on: "2025-12-18", launch_is_derived: true },
    { name: "tiger_hug_pro", kind: "single", pictures: 1 },
  ]);
  expect((await bench.run("effects list --kind dual --json name")).json).toMatchObject({ count: 15 });
  expect((await bench.run("effects list")).json).toMatchObject({ count: 219 });
  expect((await bench.run("effects list kiss --withdrawn")).json["withdrawn"]).toEqual([
    { name: "kiss", withdrawn_on: "2026-01-30", withdrawal_is_derived: false, replaced_by: "kiss_pro" },
  ]);
  expect(bench.requests).toEqual([]);
});

test("refuses a kind that does not exist", async () => {
  expect((await bench.run("effects list --kind triple")).error).toMatchObject({ code: "invalid_kind" });
});

test("shows the scenes as a table to a person", async () => {
  const { stdout } = await bench.run("effects list hug", { isTty: true });
  expect(stdout).toContain("hug_pro");
  expect(stdout).toContain("2 scenes.");
});

test("does not call what an emulator counts for an effect a list price: the service lists none", async () => {
  const { stdout } = await bench.run(EFFECT, TABLE);
  expect(stdout).toContain("No charge (emulator). About, as not every price is listed: 2 units (US$ 0.28)");
  expect(stdout).not.toContain("At list price");
});

test("shows what an effect cost once that is settled, although no price was known before", async () => {
  await bench.run(EFFECT);
  const { json } = await bench.run("jobs --json");
  expect(json["jobs"]).toMatchObject([{ estimated_units: "unknown", settled_units: 2 }]);
  const { stdout } = await bench.run("jobs", TABLE);
  expect(stdout).toMatch(/lion +done +v1\/effects +2 /);
  const [{ job }] = json["jobs"] as [{ readonly job: string }];
  const shown = await bench.run(["jobs", "show", job], TABLE);
  expect(shown.stdout).toMatch(/^ +cost +unknown: .*\n.*\n +charged +2 units$/m);
  expect((await bench.run(["jobs", "show", job])).json).toMatchObject({ settled_units: 2 });
});

test("shows no charge of an effect before its task has ended", async () => {
  await bench.run([...EFFECT, "--timeout", "1"]);
  const { json } = await bench.run("jobs --json");
  expect(json["jobs"]).toMatchObject([{ state: "running", estimated_units: "unknown" }]);
  expect(JSON.stringify(json)).not.toContain("settled_units");
  expect((await bench.run("jobs", TABLE)).stdout).toMatch(/lion +running +v1\/effects +unknown /);
});

test.each([
  ["an effect alone", [], ["price unknown", "2 of ~2 units"]],
  [
    "an effect beside a video",
    ["{ name: fox, prompt: a fox, model: kling-v3 }"],
    ["0 of ~3 units and 1 job of unknown price", "5 of ~5 units"],
  ],
])(
  "the board of %s counts a job without a price by its charge",
  async (_, others, [first = "", last = ""]) => {
    const effect = `{ name: lion, operation: effects create, body: { effect_scene: pet_lion_pro, input: { image: "${IMAGE}" } } }`;
    await writeFile(join(bench.folder, "b.yaml"), `requests: [${[effect, ...others].join(", ")}]\n`);
    const { stdout } = await bench.run("run b.yaml", { isTty: true, columns: 120 });
    const totals = stripVTControlCharacters(stdout)
      .split("\n")
      .filter((line) => / running · /.test(line));
    expect(totals[0]).toContain(` · ${first}`);
    expect(totals.at(-1)).toContain(` · ${last}`);
  },
);

test("makes an effect, finds its task in the list of its own, and reads it", async () => {
  const { json } = await bench.run(["effects", "create", "pet_lion_pro", "--image", IMAGE]);
  await bench.emulator.control.advance(HOUR_MS);
  const id = String(json["task_id"]);
  expect((await bench.run(`effects status ${id}`)).json).toMatchObject({ status: "succeed" });
  expect((await bench.run("effects tasks")).json).toMatchObject({
    tasks: [{ task_id: id, type: "effects" }],
  });
});

test("takes the two pictures of a dual scene one by one, and names its fields without `input`", async () => {
  const { json } = await bench.run([
    ...["effects", "create", "hug_pro", "--images", IMAGE, "--images", `${IMAGE}?2`, "--dry-run"],
  ]);
  expect(json).toMatchObject({
    payload: { effect_scene: "hug_pro", input: { images: [IMAGE, `${IMAGE}?2`] } },
    estimate: { units: "unknown", reason: expect.stringContaining("about 2 units (US$ 0.28)") },
  });
});

test("refuses a withdrawn scene before any request, and sends it with --allow-retired", async () => {
  const line = ["effects", "create", "pet_lion", "--image", IMAGE, "--dry-run"];
  const { error } = await bench.run(line);
  expect(error["message"]).toContain("Use pet_lion_pro.");
  expect((await bench.run([...line, "--allow-retired"])).exitCode).toBe(0);
  expect(bench.requests).toEqual([]);
});
