import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { openShop } from "./support/shop.ts";

it("plans, makes jobs, lets a worker carry them and shows them, with the money", async () => {
  await using shop = await openShop();
  await shop.writeBatch(3);
  await shop.kling("plan batch.yaml -o plan.json");
  expect((await shop.kling("approve plan.json --by ana")).lines).toMatchObject([{ approved_by: "ana" }]);
  const [made] = (await shop.kling("run plan.json --detach --output-dir out")).lines;
  expect(made).toMatchObject({ success: true, count: 3 });
  expect((await shop.kling("jobs --state approved")).lines).toMatchObject([{ count: 3 }]);
  expect(shop.control.journal().creates).toBe(0);

  const worker = await shop.kling("worker --until-idle");
  expect(worker).toMatchObject({ exitCode: 0, stderr: "" });
  expect(worker.lines.at(-1)).toMatchObject({ success: true, ended: { collected: 3 } });

  const [listed] = (await shop.kling("jobs")).lines;
  const jobs = Array.isArray(listed?.["jobs"]) ? listed["jobs"] : [];
  expect(jobs).toHaveLength(3);
  const [shown] = (await shop.kling(`jobs show ${jobs[0].job}`)).lines;
  expect(shown).toMatchObject({ state: "collected", sent: { times: 1 }, units: { settled: 3, held: 0 } });
  expect((await readFile(String(shown?.["file"]))).length).toBeGreaterThan(1000);
  expect((await shop.kling("ledger")).lines).toMatchObject([{ count: 6 }]);
  expect((await shop.kling("budget")).lines).toMatchObject([
    { accounts: [{ total: { settled: 9, held: 0 } }], purposes: [{ spent: 9, held: 0, spent_usd: 1.26 }] },
  ]);
  expect(shop.control.journal()).toMatchObject({ creates: 3, accepted: 3, billed: 3, delivered: 3 });
});

it("runs, goes on with the same batch, and buys nothing twice", async () => {
  await using shop = await openShop();
  await shop.writeBatch(2);
  const first = await shop.kling("run batch.yaml");
  expect(first).toMatchObject({ exitCode: 0, stderr: "" });
  expect(first.lines.map(({ event }) => event)).toContain("job-accepted");
  const second = await shop.kling("run batch.yaml");
  expect(second.lines.at(-1)).toMatchObject({ success: true, counts: { collected: 2 } });
  expect(shop.control.journal()).toMatchObject({ creates: 2, billed: 2 });
});

it("holds jobs that the service refuses, and cancels, resumes and retries them", async () => {
  await using shop = await openShop({
    faults: [{ match: { method: "POST" }, action: { type: "business-error", code: 1102 } }],
  });
  await shop.writeBatch(2);
  expect(await shop.kling("run batch.yaml")).toMatchObject({ exitCode: 1 });
  const [listed] = (await shop.kling("jobs")).lines;
  const jobs = Array.isArray(listed?.["jobs"]) ? listed["jobs"] : [];
  expect(jobs).toMatchObject([{ waits_for: "pool" }, { waits_for: "pool" }]);
  const canceled = await shop.kling(`jobs cancel ${jobs[0].job}`);
  expect(canceled.lines).toMatchObject([{ state: "canceled" }]);

  const broken = { type: "fail-task", message: "internal error" } as const;
  shop.control.setFaults([{ match: { method: "POST" }, nth: 1, action: broken }]);
  expect(await shop.kling("resume")).toMatchObject({ exitCode: 6 });
  const retried = await shop.kling(`jobs retry ${jobs[1].job}`);
  expect(retried.lines.at(-1)).toMatchObject({ success: true, counts: { collected: 1 } });
  expect(shop.control.journal()).toMatchObject({ accepted: 2, billed: 1 });
});

it("records with its job what reads and downloads see of a task, and finds, waits for and adopts tasks", async () => {
  await using shop = await openShop();
  const [made] = (await shop.kling("video create-from-text fox --model kling-v3 --external-id mine")).lines;
  const task = String(made?.["task_id"]);
  const [list] = (await shop.kling("video list --json external_task_id,prompt")).lines;
  expect(list?.["tasks"]).toEqual([{ external_task_id: "mine", prompt: "fox" }]);
  await shop.control.advance(3_600_000);
  expect((await shop.kling(`wait ${made?.["job"]}`)).lines).toMatchObject([{ task_id: task }]);
  expect((await shop.kling("jobs --state fetching,stopped")).lines).toMatchObject([{ count: 1 }]);
  await shop.kling(`video download ${task} -o mine.mp4`);
  expect((await shop.kling("jobs --state done")).lines).toMatchObject([
    { jobs: [{ file: expect.stringMatching(/mine\.mp4$/), file_exists: true }] },
  ]);
  expect((await shop.kling("budget")).lines).toMatchObject([{ accounts: [{ spent: 3, held: 0 }] }]);
  expect((await shop.kling(`jobs adopt ${task}`)).exitCode).toBe(1);
  expect(shop.control.journal().creates).toBe(1);
});

it("adopts a request of Higgsfield that another tool made, and finds its job by the request", async () => {
  await using shop = await openShop();
  const body = JSON.stringify({ prompt: "made elsewhere", duration: 5, sound: "off" });
  const headers = { authorization: "Key emulator:emulator", "content-type": "application/json" };
  const create = `${shop.baseUrl}/kling-video/v2.6/pro/text-to-video`;
  const made: unknown = await (await fetch(create, { method: "POST", headers, body })).json();
  const request = String(Object(made).request_id);
  const env = { ...shop.env, HF_CREDENTIALS: "emulator:emulator" };
  const kling = (line: string) => shop.kling(line, { env });

  expect((await kling(`video status ${request}`)).stderr).toContain("kling jobs adopt ID");
  const [adopted] = (await kling(`jobs adopt ${request}`)).lines;
  expect(adopted).toMatchObject({ success: true, task_id: request, unit: "usd" });
  expect((await kling(`video status ${request}`)).stderr).toContain(`kling jobs show ${adopted?.["job"]}`);
  expect(await kling("resume")).toMatchObject({ exitCode: 0 });
  const [waited] = (await kling(`wait ${request}`)).lines;
  expect(waited).toMatchObject({ success: true, task_id: request, job: adopted?.["job"] });
  expect(shop.control.journal()).toMatchObject({ creates: 1, billed: 1, delivered: 1 });
});
