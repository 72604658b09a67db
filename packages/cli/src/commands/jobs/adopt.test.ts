import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openSqliteStore, queryJobs } from "@klingkit/engine";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  createForeignRequest,
  createForeignTask,
  WITH_HIGGSFIELD,
  WITH_KEY_PAIR,
} from "../../testing/foreign-task.ts";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

const HOUR_MS = 3_600_000;
let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

/** A task that another tool has made. */
const foreignTask = () => createForeignTask(bench, "theirs-1");

test("makes a job of another tool's task: resume collects it, and the price is what the service reports", async () => {
  const id = await foreignTask();
  await bench.emulator.control.advance(HOUR_MS);
  const adopted = await bench.run(`jobs adopt ${id}`);
  expect(adopted).toMatchObject({ exitCode: 0, stderr: "" });
  expect(adopted.json).toMatchObject({
    success: true,
    state: "succeeded",
    task_id: id,
    external_task_id: "theirs-1",
    purpose: "adopted",
    estimated_units: "unknown",
  });
  await bench.run("resume");
  const { json } = await bench.run(`jobs show ${adopted.json["job"]}`);
  expect(json).toMatchObject({
    state: "collected",
    files: [{ file: join(bench.folder, `${id}.mp4`) }],
    units: { settled: 3, held: 0 },
  });
  expect(bench.emulator.control.journal()).toMatchObject({ creates: 1, billed: 1 });
});

test("follows an adopted task that is still running, and puts its file where --output says", async () => {
  const id = await foreignTask();
  const { json } = await bench.run(`jobs adopt ${id} -o videos/theirs.mp4 --purpose spring`);
  expect(json).toMatchObject({ state: "running", purpose: "spring" });
  await bench.run("resume");
  expect(await bench.files()).toContain("videos/theirs.mp4");
});

test("shows no request of an adopted task, which another tool sent", async () => {
  const id = await foreignTask();
  const { json } = await bench.run(`jobs adopt ${id}`);
  expect((await bench.run(`jobs show ${json["job"]}`)).json).toMatchObject({ request: null, sent: null });
  const { stdout } = await bench.run(`jobs show ${json["job"]}`, { isTty: true, env: { NO_COLOR: "1" } });
  expect(stdout).toMatch(/sent +by another tool/);
  expect(stdout).not.toMatch(/GET|payload|not yet/);
});

test("never writes over a file that is there", async () => {
  const id = await foreignTask();
  await writeFile(join(bench.folder, `${id}.mp4`), "mine");
  await bench.run(`jobs adopt ${id}`);
  await bench.run("resume");
  expect(await bench.files()).toContain(`${id}-2.mp4`);
});

test("adopts by external id, and with a key pair on the path of its type", async () => {
  const id = await foreignTask();
  expect((await bench.run("jobs adopt theirs-1 --external")).json).toMatchObject({ task_id: id });
  const made = await bench.run(
    "video create-from-text fox --model kling-v3 --store other.sqlite",
    WITH_KEY_PAIR,
  );
  const task = String(made.json["task_id"]);
  const adopted = await bench.run(`jobs adopt ${task}`, WITH_KEY_PAIR);
  expect(adopted.json).toMatchObject({ state: "running", task_id: task });
  await bench.run("resume", WITH_KEY_PAIR);
  expect((await bench.run(`jobs show ${adopted.json["job"]}`)).json).toMatchObject({ state: "collected" });
});

describe("a request of Higgsfield", () => {
  test.each([
    ["running", 0],
    ["succeeded", HOUR_MS],
  ])("is adopted by its ID while it is %s, and resume downloads its file", async (state, ageMs) => {
    const id = await createForeignRequest(bench);
    await bench.emulator.control.advance(ageMs);
    const adopted = await bench.run(`jobs adopt ${id}`, WITH_HIGGSFIELD);
    expect(adopted).toMatchObject({ exitCode: 0, stderr: "" });
    expect(adopted.json).toMatchObject({ success: true, unit: "usd", state, task_id: id });
    expect(await bench.run("resume", WITH_HIGGSFIELD)).toMatchObject({ exitCode: 0 });
    const { json } = await bench.run(`jobs show ${adopted.json["job"]}`);
    expect(json).toMatchObject({
      state: "collected",
      file: join(bench.folder, `${id}.mp4`),
      unit: "usd",
      units: { settled: 0, held: 0 },
    });
    expect(bench.emulator.control.journal()).toMatchObject({ creates: 1, billed: 1 });
  });

  test("becomes one job only", async () => {
    const id = await createForeignRequest(bench);
    const { json } = await bench.run(`jobs adopt ${id}`, WITH_HIGGSFIELD);
    const again = await bench.run(`jobs adopt ${id}`, WITH_HIGGSFIELD);
    expect(again.error["message"]).toContain(`belongs to job ${json["job"]}`);
  });

  test("that this account does not have is not found", async () => {
    const { error, exitCode } = await bench.run(
      "jobs adopt 00000000-0000-4000-8000-000000000000",
      WITH_HIGGSFIELD,
    );
    expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 1, code: "task_not_found" });
    expect(error["message"]).toBe(
      "Request 00000000-0000-4000-8000-000000000000 was not found at Higgsfield. Check the ID, and that HF_CREDENTIALS is a key of the account that made it. Nothing was bought.",
    );
  });

  test("needs a key of Higgsfield, which is asked for", async () => {
    // Where an emulator answers for Kling, it answers for both.
    const env = { KLING_BASE_URL: "https://kling.example" };
    const { error } = await bench.run(`jobs adopt ${await createForeignRequest(bench)}`, { env });
    expect(error).toMatchObject({
      code: "missing_api_key",
      message: expect.stringMatching(/HF_CREDENTIALS/),
    });
  });

  test("may have an ID like that which another tool gave a task of Kling", async () => {
    const id = await createForeignTask(bench, "00000000-0000-4000-8000-000000000001");
    const { json } = await bench.run("jobs adopt 00000000-0000-4000-8000-000000000001 --external");
    expect(json).toMatchObject({ success: true, task_id: id });
  });
});

test("no id of the service leads out of the folder", async () => {
  const task = { id: "../out", status: "submitted", external_id: "theirs-9" };
  bench.intercept(async ({ url }) =>
    url.includes("/tasks") ? Response.json({ code: 0, message: "SUCCEED", data: [task] }) : undefined,
  );
  const { json } = await bench.run("jobs adopt theirs-9 --external");
  bench.intercept(undefined);
  expect(json).toMatchObject({ state: "running", task_id: "../out" });
  const store = await openSqliteStore(join(bench.folder, ".local/share/klingkit/jobs.sqlite"));
  const [job] = await queryJobs(store.reader);
  await store.close();
  expect(job?.filePath).toBe(join(bench.folder, "___out.mp4"));
});

test("a task becomes one job only, and one that a job made is that job's", async () => {
  const id = await foreignTask();
  const { json } = await bench.run(`jobs adopt ${id}`);
  const again = await bench.run(`jobs adopt ${id}`);
  expect(again.error).toMatchObject({
    code: "not_possible",
    message: expect.stringContaining(String(json["job"])),
  });
  const own = await bench.run("video create-from-text fox --model kling-v3");
  const refused = await bench.run(`jobs adopt ${own.json["task_id"]}`);
  expect(refused.error["message"]).toContain(String(own.json["job"]));
});

test("what another tool asked for is not bought again", async () => {
  const { json } = await bench.run(`jobs adopt ${await foreignTask()}`);
  await bench.run("resume");
  const { exitCode, error } = await bench.run(`jobs retry ${json["job"]}`);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 1, code: "retry_refused" });
  expect(bench.emulator.control.journal().creates).toBe(1);
});

test("shows people that nothing is known of the request", async () => {
  const { json } = await bench.run(`jobs adopt ${await foreignTask()}`);
  const { stdout } = await bench.run(`jobs show ${json["job"]}`, { isTty: true, env: { NO_COLOR: "1" } });
  expect(stdout).toContain("unknown: another tool made the task");
});

test.each([
  ["a task that is not there", "jobs adopt 111111111111111111", "task_not_found", 1],
  ["a job without a task", "jobs adopt j000000000000000000", "missing_task_id", 2],
  ["three ids", "jobs adopt a b c", "usage_error", 2],
])("refuses %s", async (_, line, code, exitCode) => {
  const ended = await bench.run(line);
  expect({ code: ended.error["code"], exitCode: ended.exitCode }).toEqual({ code, exitCode });
});

describe("a task that is no video", () => {
  /** As another tool would make it: no job of the default store knows it. */
  async function foreignResult(line: string): Promise<string> {
    const { json } = await bench.run(`${line} --store other.sqlite`);
    return String(json["task_id"]);
  }

  test.each([
    ["an image", "image create fox", ".png", "image"],
    ["audio", "audio create rain --duration 5", ".mp3", "audio"],
  ])("is saved as %s, named after its end", async (_, line, extension, kind) => {
    const id = await foreignResult(line);
    await bench.emulator.control.advance(HOUR_MS);
    const { json } = await bench.run(`jobs adopt ${id}`);
    expect(await bench.run("resume")).toMatchObject({ exitCode: 0 });
    const shown = await bench.run(`jobs show ${json["job"]}`);
    const file = join(bench.folder, `${id}${extension}`);
    expect(shown.json).toMatchObject({ state: "collected", file });
    expect(Object(shown.json["files"])[0]).toMatchObject({ kind, file });
  });

  test.each([
    ["", ".png"],
    ["-o theirs.mp4", ".png"],
    ["-o theirs.jpg", ".jpg"],
  ])("is saved as an image, adopted while it runs with '%s'", async (flags, extension) => {
    const id = await foreignResult("image create fox");
    await writeFile(join(bench.folder, `${id}.png`), "mine");
    const { json } = await bench.run(`jobs adopt ${id} --type image-create ${flags}`);
    expect(json).toMatchObject({ state: "running" });
    expect(await bench.run("resume")).toMatchObject({ exitCode: 0 });
    const name = flags === "" ? `${id}-2` : "theirs";
    const { json: shown } = await bench.run(`jobs show ${json["job"]}`);
    expect(shown).toMatchObject({ state: "collected", file: join(bench.folder, `${name}${extension}`) });
  });

  test("is paid for in units of its own pack", async () => {
    const id = await foreignResult("image create fox");
    const { json } = await bench.run(`jobs adopt ${id}`);
    await bench.run("resume");
    expect((await bench.run(`jobs show ${json["job"]}`)).json).toMatchObject({
      unit: "image",
      units: { settled: 8, held: 0 },
    });
  });

  test("is done without a file, where it made an entry of a library", async () => {
    const id = await foreignResult("voice create mine --voice-url https://example.com/voice.mp3");
    const { json } = await bench.run(`jobs adopt ${id} --type voice-create`);
    expect(await bench.run("resume")).toMatchObject({ exitCode: 0 });
    expect((await bench.run(`jobs show ${json["job"]}`)).json).toMatchObject({ state: "collected" });
  });

  test("is not adopted under a name of another kind, and keeps one of its own", async () => {
    const id = await foreignResult("image create fox");
    await bench.emulator.control.advance(HOUR_MS);
    const { error, exitCode } = await bench.run(`jobs adopt ${id} -o theirs.mp4`);
    expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 1, code: "not_possible" });
    expect(error["message"]).toBe(
      `Not possible: the first result of task ${id} is of kind image, and 'theirs.mp4' is no name for it. Use .png.`,
    );
    expect((await bench.run(`jobs adopt ${id} -o theirs.png`)).exitCode).toBe(0);
    await bench.run("resume");
    expect(await bench.files()).toContain("theirs.png");
  });

  test("is done with the file that another command downloads", async () => {
    const id = await foreignResult("image create fox");
    await bench.emulator.control.advance(HOUR_MS);
    const { json } = await bench.run(`jobs adopt ${id}`);
    await bench.run(`image download ${id} -o mine.png`);
    expect((await bench.run(`jobs show ${json["job"]}`)).json).toMatchObject({
      state: "collected",
      file: join(bench.folder, "mine.png"),
      files: [{ kind: "image" }],
    });
  });
});
