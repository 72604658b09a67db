import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createForeignTask } from "../../testing/foreign-task.ts";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

const HOUR_MS = 3_600_000;
const PACKS = [
  { name: "videos", units: 100 },
  { name: "pictures", unit: "image", units: 100 },
];

let bench: Bench;

beforeEach(async () => {
  bench = await createBench({ packs: PACKS });
});
afterEach(() => bench.close());

const buy = async (line: string) => {
  const bought = await bench.run(`${line} --wait`);
  expect(bought).toMatchObject({ exitCode: 0, stderr: "" });
  return bought;
};

const entriesOf = async (line: string): Promise<readonly unknown[]> => {
  const { json } = await bench.run(line);
  return Array.isArray(json["entries"]) ? json["entries"] : [];
};

test("lists what tasks took from the packs, of one kind where it is asked for", async () => {
  const video = await buy("video create-from-text fox --model kling-v3");
  await buy("image create fox");
  const entries = await entriesOf("account units --json task_id,product_type,deduction_amount,package_id");
  expect(entries).toMatchObject([
    { product_type: "image", deduction_amount: 8 },
    { product_type: "video", deduction_amount: 3, task_id: video.json["task_id"] },
  ]);
  expect(await entriesOf("account units --product image --json product_type")).toEqual([
    { product_type: "image" },
  ]);
  expect(await entriesOf("account units --pack videos --json product_type")).toEqual([
    { product_type: "video" },
  ]);
  expect(await entriesOf("account units --key another")).toEqual([]);
  expect(await entriesOf("account units --limit 1")).toHaveLength(1);
  const { stdout } = await bench.run("account units", { isTty: true });
  expect(stdout).toContain("Image Generation");
});

test("lists what tasks took from the cash balance", async () => {
  bench.emulator.control.setPacks([{ name: "cash", unit: "usd", units: 10 }]);
  await buy("video create-from-text fox --model kling-v3");
  expect(await entriesOf("account cash --json deduction_amount,currency,balance_after_deduction")).toEqual([
    { deduction_amount: 0.42, currency: "USD", balance_after_deduction: 9.58 },
  ]);
  expect((await bench.run("account units", { isTty: true })).stdout).toBe("No deductions in this period.\n");
});

test.each([
  ["account units --days 0", "invalid_days"],
  ["account cash --limit 0", "invalid_limit"],
  ["account units --json nothing", "invalid_field"],
  ["account units --product audio", "invalid_product"],
  ["account reconcile --lag 999", "usage_error"],
])("refuses `kling %s` as %s before anything is sent", async (line, code) => {
  const { exitCode, error } = await bench.run(line);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code });
  expect(bench.requests.filter((request) => request.startsWith("POST"))).toEqual([]);
});

test("refuses a name and an id of a pack together", async () => {
  const { exitCode, stderr } = await bench.run("account units --pack videos --pack-id 1");
  expect(exitCode).not.toBe(0);
  expect(stderr).toContain("exclude each other");
});

test("finds no difference after purchases with units and with cash", async () => {
  await buy("video create-from-text fox --model kling-v3");
  await buy("image create fox");
  bench.emulator.control.setPacks([{ name: "cash", unit: "usd", units: 10 }]);
  await buy("video create-from-text hare --model kling-v3");
  const { exitCode, json } = await bench.run("account reconcile");
  expect({ exitCode, json }).toMatchObject({
    exitCode: 0,
    json: { success: true, matched: 3, recent: [], differences: [] },
  });
});

test("says what it does not compare, and limits in dollars are named as such", async () => {
  const env = { HF_CREDENTIALS: "id:secret" };
  const { json } = await bench.run("account reconcile", { env: { ...env, KLING_ACCOUNT: "shop" } });
  expect(json).toMatchObject({
    ...{ service: "kling", account: "emulator shop" },
    not_compared: [{ service: "higgsfield", account: "emulator shop" }],
  });
  const { stdout } = await bench.run("account reconcile", { env, isTty: true });
  expect(stdout).toContain("Higgsfield is not compared");
  expect((await bench.run("account reconcile")).json).not.toHaveProperty("not_compared");
  await writeFile(
    join(bench.folder, "h.yaml"),
    "requests: [{ service: higgsfield, model: kling-2.6, prompt: a hare }]",
  );
  const policy = {
    kind: "klingkit.policy",
    version: 1,
    writtenBy: "ana",
    perUnit: { usd: { unitsPerDay: 0.1 } },
  };
  await writeFile(join(bench.folder, "p.json"), JSON.stringify(policy));
  const refused = await bench.run("run h.yaml --policy p.json", { env });
  expect(refused.error["message"]).toContain("the day limit of US$ 0.10 has US$ 0.10 left and US$ ");
  const shown = await bench.run("budget --policy p.json", { isTty: true });
  expect(shown.stdout).toMatch(/US\$ per day.*US\$ 0\.10/);
  expect((await bench.run("budget --policy p.json")).json["limits"]).toMatchObject({
    per_unit: { usd: { units_per_run: null, units_per_day: 0.1 } },
  });
});

test("repeats a read that fails, as other commands do", async () => {
  await buy("video create-from-text fox --model kling-v3");
  bench.emulator.control.setFaults([
    { match: { path: "/account/**" }, action: { type: "reset-before-accept" }, times: 1 },
  ]);
  expect((await bench.run("account reconcile")).json).toMatchObject({ success: true, matched: 1 });
  expect(bench.emulator.control.faults()).toMatchObject([{ acted: 1 }]);
});

test("counts what cash paid against the limits of units", async () => {
  bench.emulator.control.setPacks([{ name: "cash", unit: "usd", units: 10 }]);
  await buy("video create-from-text hare --model kling-v3");
  expect((await bench.run("budget")).json["accounts"]).toMatchObject([{ unit: "video", spent: 3, held: 0 }]);
});

test("names each difference task by task and exits 1", async () => {
  const foreign = await createForeignTask(bench, "theirs-1");
  const running = await bench.run("video create-from-text fox --model kling-v3");
  await bench.emulator.control.advance(HOUR_MS);
  const { exitCode, json, error } = await bench.run("account reconcile");
  expect(exitCode).toBe(1);
  expect(error).toMatchObject({ code: "ledgers_differ" });
  expect(json).toMatchObject({
    success: false,
    count: 2,
    differences: expect.arrayContaining([
      {
        kind: "missing_here",
        task_id: foreign,
        job: null,
        at_service: [{ unit: "video", amount: 3 }],
        next: expect.stringContaining("`kling jobs adopt JOB TASK`"),
      },
      expect.objectContaining({
        kind: "not_settled_here",
        task_id: running.json["task_id"],
        here: { unit: "video", settled: 0, held: 3 },
      }),
    ]),
  });
  const { stdout } = await bench.run("account reconcile --only-jobs", { isTty: true });
  expect(stdout).toContain("not settled here");
  expect(stdout).toContain("kling resume");
  expect(stdout).not.toContain(foreign);
});

test("names a job whose charge the service does not have, unless it ended lately", async () => {
  await buy("video create-from-text fox --model kling-v3");
  bench.emulator.control.reset();
  const late = await bench.run("account reconcile --lag 12");
  expect(late).toMatchObject({ exitCode: 0, json: { recent: [{ here: { settled: 3 } }] } });
  const { exitCode, json } = await bench.run("account reconcile");
  expect({ exitCode, json }).toMatchObject({
    exitCode: 1,
    json: { differences: [{ kind: "missing_at_service", here: { settled: 3 }, at_service: [] }] },
  });
});
