import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Job } from "@klingkit/engine";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { mayHaveChargedFor } from "../../tasks/wait-result.ts";
import { createForeignTask, WITH_KEY_PAIR } from "../../testing/foreign-task.ts";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

/** A task that another tool has made. */
const foreignTask = () => createForeignTask(bench);

async function createJob(line = ""): Promise<{ readonly task: string; readonly job: string }> {
  const { json } = await bench.run(`video create-from-text fox --model kling-v3 ${line}`);
  return { task: String(json["task_id"]), job: String(json["job"]) };
}

const reads = () => bench.requests.filter((request) => request === "GET /tasks").length;

test.each(["wait", "video wait", "video status --wait"])(
  "`kling %s` waits for a task that was made elsewhere",
  async (command) => {
    const id = await foreignTask();
    const { exitCode, json, stderr } = await bench.run(`${command} ${id}`);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(json).toMatchObject({ success: true, task_id: id, status: "succeed" });
  },
);

test.each(["wait", "video wait", "video status --wait"])(
  "`kling %s` ends with 8 while the task is pending, and names the command that waits again",
  async (command) => {
    const id = await foreignTask();
    const { exitCode, error } = await bench.run(`${command} ${id} --timeout 1`);
    expect(exitCode).toBe(8);
    expect(error).toMatchObject({
      code: "still_pending",
      task_id: id,
      resume: `kling wait ${id}`,
      may_have_charged: "yes",
    });
  },
);

test("ends as `kling run` does when the policy refuses a request and another one took its result", async () => {
  const chain = `requests:
  - { name: fox, prompt: refuse by policy, model: kling-v3 }
  - { name: owl, prompt: an owl, model: kling-v3, firstFrame: { lastFrameOf: fox } }`;
  await writeFile(join(bench.folder, "chain.yaml"), chain);
  bench.emulator.control.setFaults([
    { match: { method: "POST" }, action: { type: "business-error", code: 1301 } },
  ]);
  const ran = await bench.run(`run ${bench.folder}/chain.yaml`);
  const { json } = await bench.run("jobs");
  const ids = (json["jobs"] as readonly { readonly job: string }[]).map(({ job }) => job);
  const waited = await bench.run(`wait ${ids.join(" ")}`);
  expect([ran.exitCode, waited.exitCode]).toEqual([7, 7]);
});

test("does not say of an ID that nobody knows that its task continues", async () => {
  const short = await bench.run("wait 999 --timeout 1");
  expect(short.exitCode).toBe(8);
  expect(short.error).toMatchObject({
    code: "still_pending",
    message:
      "Kling shows no task 999 yet. A new task can take 30 seconds to appear. Check the ID, then wait longer than that: `kling wait 999`. Waiting buys nothing.",
    may_have_charged: "unknown",
  });
  const long = await bench.run("wait 999 --timeout 45");
  expect([long.exitCode, long.error["code"]]).toEqual([1, "task_not_found"]);
});

test.each([
  ["Image pixel is invalid", "video_failed", 6, "Change the request, then create it again."],
  [
    "Failure to pass the risk control system",
    "content_policy",
    7,
    "Change the prompt or the media, then create it again.",
  ],
])("ends for a task that failed with %s as %s", async (message, code, exitCode, next) => {
  const id = await foreignTask();
  bench.emulator.control.setTask(id, { to: "fail", message });
  const ended = await bench.run(`wait ${id}`);
  expect({ exitCode: ended.exitCode, stdout: ended.stdout }).toEqual({ exitCode, stdout: "" });
  expect(ended.error).toMatchObject({
    code,
    message: `The service could not make the video of task ${id}: ${message}. Nothing was charged. ${next}`,
    task_id: id,
  });
});

test("names the command that buys a failed video again, whether its job or its task was waited for", async () => {
  const { job, task } = await createJob("--store jobs.sqlite");
  bench.emulator.control.setTask(task, { to: "fail", message: "" });
  const message = `The service could not make the video of task ${task}, and gave no reason. Nothing was charged. Change the request, or send the same again: \`kling jobs retry ${job} --store jobs.sqlite\`.`;
  for (const line of [
    `wait ${job}`,
    `wait ${task}`,
    `video status ${task}`,
    `video download ${task} -o a.mp4`,
  ])
    expect((await bench.run(`${line} --store jobs.sqlite`)).error["message"], line).toBe(message);
});

test("waits for a job by its id, and records the end with it", async () => {
  const { job, task } = await createJob();
  expect((await bench.run(`wait ${job}`)).json).toMatchObject({ task_id: task, status: "succeed" });
  const people = await bench.run("jobs", { isTty: true, env: { NO_COLOR: "1" } });
  expect(people.stdout).toContain("not downloaded yet: kling resume");
  const { json } = await bench.run(`jobs show ${job}`);
  expect(json).toMatchObject({ state: "succeeded", units: { settled: 3, held: 0 } });
});

test("waits for tasks and jobs together, with one request for all in each round", async () => {
  const foreign = await foreignTask();
  const { job, task } = await createJob();
  const { json, exitCode } = await bench.run(`wait ${foreign} ${job} ${foreign}`);
  expect(exitCode).toBe(0);
  expect(json).toMatchObject({
    success: true,
    count: 2,
    tasks: [
      { id: foreign, status: "succeed" },
      { id: job, task_id: task, job },
    ],
  });
  const both = reads();
  await bench.run(`wait ${await foreignTask()}`);
  expect(both).toBeLessThanOrEqual(2 * (reads() - both));
});

test("ends with 8 where one of several is pending, whatever the others did", async () => {
  const failed = await foreignTask();
  bench.emulator.control.setTask(failed, { to: "fail", message: "Image pixel is invalid" });
  const pending = await foreignTask();
  const { exitCode, json, error } = await bench.run(`wait ${failed} ${pending} --timeout 1`);
  expect({ exitCode, code: error["code"], ids: error["ids"] }).toEqual({
    exitCode: 8,
    code: "still_pending",
    ids: [pending],
  });
  expect(json).toMatchObject({
    success: false,
    tasks: [{ error: { code: "video_failed" } }, { id: pending }],
  });
});

test("waits with a key pair for the tasks of a type", async () => {
  const { json } = await bench.run("video create-from-text fox --model kling-v3", WITH_KEY_PAIR);
  const { exitCode } = await bench.run(`wait ${String(json["task_id"])} --type text2video`, WITH_KEY_PAIR);
  expect(exitCode).toBe(0);
});

test("finds with a key pair on which path a task of another tool is read", async () => {
  const { json } = await bench.run(
    "video create-from-text fox --model kling-v3 --store other.sqlite",
    WITH_KEY_PAIR,
  );
  const { exitCode } = await bench.run(`wait ${String(json["task_id"])}`, WITH_KEY_PAIR);
  expect(exitCode).toBe(0);
  const status = await bench.run(`video status ${String(json["task_id"])}`, WITH_KEY_PAIR);
  expect(status.json).toMatchObject({ task_id: json["task_id"], status: "succeed" });
});

test("waits with a key pair for what jobs of the store made, without a type", async () => {
  const { json } = await bench.run("video create-from-text fox --model kling-v3", WITH_KEY_PAIR);
  expect((await bench.run(`wait ${json["job"]}`, WITH_KEY_PAIR)).exitCode).toBe(0);
  expect((await bench.run(`wait ${json["task_id"]}`, WITH_KEY_PAIR)).exitCode).toBe(0);
});

test("knows from the store how a job ended whose task the service has forgotten", async () => {
  const { json } = await bench.run("video create-from-text fox --model kling-v3 -o fox.mp4");
  const failed = await createJob();
  bench.emulator.control.setTask(failed.task, { to: "fail", message: "Image pixel is invalid" });
  await bench.run(`video status ${failed.task}`);
  bench.emulator.control.reset();
  const done = await bench.run(`wait ${json["job"]}`);
  expect(done).toMatchObject({ exitCode: 0, json: { status: "succeed", job: json["job"] } });
  expect(done.json["file"]).toMatch(/fox\.mp4$/);
  const ended = await bench.run(`wait ${failed.job}`);
  expect({ exitCode: ended.exitCode, code: ended.error["code"] }).toEqual({
    exitCode: 6,
    code: "video_failed",
  });
});

test("a finished job whose file was deleted is not only done", async () => {
  const { json } = await bench.run("video create-from-text fox --model kling-v3 -o fox.mp4");
  expect((await bench.run(`wait ${json["job"]}`)).json).toMatchObject({ file_exists: true });
  await rm(join(bench.folder, "fox.mp4"));
  expect(await bench.run(`wait ${json["job"]}`)).toMatchObject({ exitCode: 0, json: { file_exists: false } });
  const { stdout } = await bench.run(`wait ${json["job"]}`, { isTty: true, env: { NO_COLOR: "1" } });
  expect(stdout).toMatch(/^done .*fox\.mp4 \(not there\)\n/);
});

test("waits for a task by its external id", async () => {
  const { task } = await createJob("--external-id order-17");
  const { json } = await bench.run("wait order-17 --external");
  expect(json).toMatchObject({ success: true, task_id: task });
});

test("goes on through reads that fail in a way that may pass", async () => {
  const id = await foreignTask();
  let left = 12;
  bench.intercept(async ({ url }) => {
    if (!url.includes("/tasks") || left === 0) return undefined;
    left -= 1;
    return Response.json({ code: 5000, message: "busy" }, { status: 500 });
  });
  expect((await bench.run(`wait ${id}`)).exitCode).toBe(0);
});

test.each([
  ["a task that no read shows", "wait 111111111111111111", "task_not_found", 1],
  ["a job that is not in the store", "wait j000000000000000000", "job_not_found", 1],
  ["no id", "wait", "missing_task_id", 2],
  ["a timeout of nothing", "wait 1 --timeout 0", "invalid_timeout", 2],
])("refuses %s", async (_, line, code, exitCode) => {
  const ended = await bench.run(line);
  expect({ code: ended.error["code"], exitCode: ended.exitCode }).toEqual({ code, exitCode });
});

test("never sends the create of a job that waits to be sent", async () => {
  bench.emulator.control.setFaults([
    { match: { method: "POST" }, action: { type: "business-error", code: 1303 } },
  ]);
  const { error } = await bench.run("video create-from-text fox --model kling-v3 --timeout 5");
  bench.emulator.control.setFaults([]);
  const job = String(error["job"]);
  const { creates } = bench.emulator.control.journal();
  const { exitCode, error: waited } = await bench.run(`wait ${job} --timeout 60`);
  expect({ exitCode, code: waited["code"] }).toEqual({ exitCode: 8, code: "still_pending" });
  expect(waited["message"]).toContain("kling resume");
  expect(bench.emulator.control.journal()).toMatchObject({ creates, accepted: 0 });
});

test("Ctrl-C ends the wait with the command that waits again", async () => {
  const id = await foreignTask();
  const interrupt = new AbortController();
  bench.intercept(async () => {
    interrupt.abort();
    return undefined;
  });
  const { exitCode, error } = await bench.run(`wait ${id}`, { signal: interrupt.signal });
  expect({ exitCode, ...error }).toMatchObject({
    exitCode: 130,
    code: "interrupted",
    resume: `kling wait ${id}`,
    // No read has shown the task yet.
    may_have_charged: "unknown",
  });
});

test("Ctrl-C after a read says that the task is charged", async () => {
  const id = await foreignTask();
  const interrupt = new AbortController();
  let count = 0;
  bench.intercept(async () => {
    count += 1;
    if (count === 2) interrupt.abort();
    return undefined;
  });
  const { error } = await bench.run(`wait ${id}`, { signal: interrupt.signal });
  expect(error).toMatchObject({ code: "interrupted", may_have_charged: "yes" });
});

test("what is waited for is not charged where only a job is known, and that was not sent", () => {
  const job = { state: "approved" } as Job;
  expect(mayHaveChargedFor([{ id: "j1", job }])).toBe("no");
  expect(mayHaveChargedFor([{ id: "j1", job }, { id: "999" }])).toBe("unknown");
});

test("a person who waits sees progress in the taskbar, and a notification at the end of a long wait", async () => {
  const ids = [await foreignTask(), await foreignTask()];
  const env = { TERM: "xterm-ghostty" };
  const { exitCode, stderr } = await bench.run(`wait ${ids.join(" ")}`, { isTty: true, env });
  expect(exitCode).toBe(0);
  expect(stderr).toContain("\u001b]9;4;1;0\u001b\\");
  expect(stderr.indexOf("\u001b]9;4;0;0\u001b\\")).toBeGreaterThan(stderr.lastIndexOf("\u001b]9;4;1;"));
  expect(stderr).toContain("\u001b]9;kling wait: 2 tasks ended\u001b\\");
});

describe("a request of Higgsfield", () => {
  const HIGGSFIELD = { env: { HF_CREDENTIALS: "id:secret" } };

  /** Buys one, and stops while it runs. */
  async function buyFromHiggsfield(line = "") {
    await bench.run(`run ${bench.folder}/h.yaml ${line}`, HIGGSFIELD);
    const { json } = await bench.run("jobs");
    const [job] = json["jobs"] as readonly Readonly<Record<string, unknown>>[];
    return { job: String(job?.["job"]), request: String(job?.["task_id"]), state: job?.["state"] };
  }

  beforeEach(() =>
    writeFile(
      join(bench.folder, "h.yaml"),
      "requests: [{ prompt: an owl, model: kling-3.0, service: higgsfield }]",
    ),
  );

  test("is waited for by its own ID or that of its job, and Kling is not asked", async () => {
    const { job, request } = await buyFromHiggsfield();
    for (const id of [request, job]) {
      const { exitCode, json } = await bench.run(`wait ${id}`, HIGGSFIELD);
      expect(exitCode).toBe(0);
      expect(json).toMatchObject({ job, task_id: request });
    }
    expect(reads()).toBe(0);
  });

  test("and its job need no key of Kling", async () => {
    const { job, request } = await buyFromHiggsfield();
    const env = { ...HIGGSFIELD.env, KLING_API_KEY: undefined };
    for (const id of [request, job]) {
      const { exitCode, json } = await bench.run(`wait ${id}`, { env });
      expect({ exitCode, job: json["job"] }).toEqual({ exitCode: 0, job });
    }
  });

  test.each(["video list", "wait 123456789012345678", "video status 123456789012345678"])(
    "is not what `kling %s` reads: with a key of Higgsfield alone, it says how requests are reached",
    async (line) => {
      const { error } = await bench.run(line, { env: { ...HIGGSFIELD.env, KLING_API_KEY: undefined } });
      expect(error).toMatchObject({
        code: "missing_api_key",
        message: expect.stringMatching(
          /Only a key of Higgsfield is set, and `kling [a-z ]+` asks Kling\. Higgsfield has no list of requests: `kling jobs` shows/,
        ),
      });
    },
  );

  test("that runs is pending, however long ago Kling should show it", async () => {
    const { job, state } = await buyFromHiggsfield("--timeout 2");
    expect(state).toBe("running");
    const { exitCode, error } = await bench.run(`wait ${job} --timeout 60`, HIGGSFIELD);
    expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 8, code: "still_pending" });
    expect(error["message"]).toMatch(
      / is still \w+ at the end of the wait\. It continues at the service\. .+ unless another process runs its jobs, run `kling resume`\./,
    );
    expect(reads()).toBe(0);
  });

  test("whose file is not downloaded yet is done, and the wait says so", async () => {
    bench.emulator.control.setFaults([{ action: { type: "wrong-length", deltaBytes: 500 } }]);
    const { job, state } = await buyFromHiggsfield("--timeout 900");
    expect(state).toBe("succeeded");
    const { error } = await bench.run(`wait ${job} --timeout 60`, HIGGSFIELD);
    expect(error["message"]).toContain(" is done, and its file is not downloaded yet. To wait again, run ");
  });

  test.each(["status", "download --output x.mp4"])(
    "is no task for `kling video %s`, which names its job",
    async (command) => {
      const { job, request } = await buyFromHiggsfield();
      const { exitCode, error } = await bench.run(`video ${command} ${request}`, HIGGSFIELD);
      expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 1, code: "task_not_found" });
      expect(error["message"]).toContain(`kling wait ${job}`);
      expect(reads()).toBe(0);
    },
  );

  test("of another store is not found, and the message says how it is reached", async () => {
    const { error } = await bench.run("video status 3b0f7758-701d-4aa4-9128-9bac43c2d60b");
    expect(error["message"]).toMatch(/A request of Higgsfield is reached by its job/);
  });
});
