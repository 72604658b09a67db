import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

/** A chain, a video whose prompt is refused, and one that fails alone. */
const BATCH = `
purpose: launch
requests:
  - { name: fox, model: kling-v3, prompt: a fox }
  - name: foxsound
    operation: video add-sound
    body: { video_id: { from: fox } }
  - { name: gore, model: kling-v2-6, prompt: gore }
  - { name: hare, model: kling-v3, prompt: a hare }
`;

const BROKEN = {
  match: { method: "POST", model: "kling-v3" },
  action: { type: "fail-task", message: "internal error" },
} as const;
const REFUSED = {
  match: { method: "POST", model: "kling-v2-6" },
  action: { type: "business-error", code: 1301 },
} as const;

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
  await writeFile(join(bench.folder, "b.yaml"), BATCH);
});
afterEach(() => bench.close());

const lines = (text: string) =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line): Readonly<Record<string, unknown>> => JSON.parse(line));

const setFaults: Bench["emulator"]["control"]["setFaults"] = (faults) =>
  bench.emulator.control.setFaults(faults);

/** Runs the batch so that fox, with its sound, and hare fail, and gore is refused. */
async function failBatch() {
  setFaults([BROKEN, REFUSED]);
  const run = await bench.run("run b.yaml");
  setFaults([REFUSED]);
  return run;
}

const jobsOf = async (batch: string) => {
  const { json } = await bench.run(["jobs", "--batch", batch]);
  const jobs: readonly Readonly<Record<string, string>>[] = Object(json["jobs"]);
  return Object.fromEntries(jobs.map((job) => [job["name"], job]));
};

test("the end of a run names the command that buys all failed jobs again", async () => {
  const { error } = await failBatch();
  expect(error["message"]).toContain("`kling jobs retry --batch b.yaml --failed`");
});

test.each(["launch", "b.yaml", "ID"])("buys what failed of a batch again, named as %s", async (how) => {
  await failBatch();
  const { creates } = bench.emulator.control.journal();
  const given = how === "ID" ? ((await jobsOf("b.yaml"))["fox"]?.["batch"] ?? "") : how;
  const { exitCode, stdout } = await bench.run(["jobs", "retry", "--batch", given, "--failed"]);
  expect(exitCode).toBe(0);
  const [first, ...rest] = lines(stdout);
  expect(first).toMatchObject({
    event: "not-retried",
    name: "gore",
    reason: "content_refused",
    message: expect.stringContaining("Change the prompt"),
  });
  expect(rest.at(-1)).toMatchObject({ success: true, counts: { collected: 3 } });
  expect(bench.emulator.control.journal()).toMatchObject({ creates: creates + 3, billed: 3 });
  const { fox, foxsound, hare, gore } = await jobsOf("b.yaml");
  expect([fox, foxsound, hare, gore].map((job) => job?.["state"])).toEqual([
    "collected",
    "collected",
    "collected",
    "rejected",
  ]);
  expect(foxsound?.["needs"]).toEqual([fox?.["job"]]);
});

test("shows what would be bought, and asks once for all of it", async () => {
  await bench.close();
  bench = await createBench({ publicUrl: "https://results.example.com" });
  await writeFile(join(bench.folder, "b.yaml"), BATCH);
  const env = { KLING_BASE_URL: "http://192.0.2.1:9" };
  setFaults([BROKEN, REFUSED]);
  await bench.run("run b.yaml --approve", { env });
  setFaults([]);
  const { creates } = bench.emulator.control.journal();
  const line = "jobs retry --batch launch --failed";
  const asked = await bench.run(line, { isTty: true, columns: 80, answer: "n", env });
  expect(asked.stderr).toMatch(/NOT RETRIED.*\ngore .*refused the prompt/);
  expect(asked.stderr).toMatch(/buys.*3 videos, 6.25 units \(US\$ 0\.875\)/);
  const refused = await bench.run(line, { env });
  expect(refused.error).toMatchObject({
    code: "approval_required",
    totals: { jobs: 3 },
    approve_with: `kling ${line} --approve`,
  });
  expect(bench.emulator.control.journal().creates).toBe(creates);
  const { exitCode } = await bench.run(`${line} --approve`, { env });
  const { json } = await bench.run("approvals");
  expect({ exitCode, approvals: json["approvals"] }).toMatchObject({
    exitCode: 0,
    approvals: [{ max_creates: 3 }, { max_creates: 4 }],
  });
});

test("buys nothing a second time, and continues what was interrupted", async () => {
  await failBatch();
  const stop = new AbortController();
  let posts = 0;
  bench.intercept(async ({ method }) => {
    if (method === "POST") posts += 1;
    if (posts === 2) stop.abort();
    return undefined;
  });
  const line = ["jobs", "retry", "--batch", "b.yaml", "--failed"];
  const first = await bench.run(line, { signal: stop.signal });
  expect(first.exitCode).toBe(130);
  bench.intercept(undefined);
  const second = await bench.run(line);
  expect(lines(second.stdout).at(-1)).toMatchObject({ success: true, counts: { collected: 3 } });
  const third = await bench.run(line);
  // Only the refused one is left.
  expect(third).toMatchObject({ exitCode: 1, error: { code: "retry_refused" } });
  expect(bench.emulator.control.journal()).toMatchObject({ billed: 3 });
});

test("does not buy what the run approved and did not send: it did not fail", async () => {
  await bench.run("run b.yaml --detach");
  const { fox } = await jobsOf("b.yaml");
  const people = await bench.run("jobs retry --batch b.yaml --failed", { isTty: true });
  expect(people).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("nothing to retry") });
  const warned = stripVTControlCharacters(people.stderr).replaceAll(/\s+/g, " ");
  expect(warned).toContain(
    `warning 4 jobs of this batch were approved and not sent: fox, foxsound, gore and 1 more. They are not part of the retry. To buy them, run \`kling resume ${fox?.["batch"]}\`.`,
  );
  const { stdout } = await bench.run("jobs retry --batch b.yaml --failed");
  expect(lines(stdout).map(({ event }) => event)).toEqual(["warning", "summary"]);
  expect(bench.emulator.control.journal()).toMatchObject({ creates: 0 });
});

test("leaves out what somebody canceled, and what takes its result", async () => {
  setFaults([BROKEN]);
  await bench.run("run b.yaml --detach");
  const { fox, gore, foxsound } = await jobsOf("b.yaml");
  await bench.run(["jobs", "cancel", fox?.["job"] ?? ""]);
  await bench.run(["jobs", "cancel", gore?.["job"] ?? ""]);
  await bench.run("resume");
  setFaults([]);
  const { stdout } = await bench.run("jobs retry --batch b.yaml --failed");
  const left = lines(stdout).filter(({ event }) => event === "not-retried");
  expect(Object.fromEntries(left.map(({ name, reason }) => [name, reason]))).toEqual({
    fox: "canceled",
    gore: "canceled",
    foxsound: "parent_failed",
  });
  expect(left.find(({ job }) => job === foxsound?.["job"])?.["message"]).toContain(fox?.["job"] ?? "?");
  expect(lines(stdout).at(-1)).toMatchObject({ success: true, counts: { collected: 1 } });
});

test("says so where nothing failed, and where nothing can be retried", async () => {
  await writeFile(join(bench.folder, "b.yaml"), BATCH.replace(/.*gore.*\n/, ""));
  await bench.run("run b.yaml");
  const { exitCode, stdout } = await bench.run("jobs retry --batch launch --failed", { isTty: true });
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringContaining("nothing to retry") });
});

test.each([
  ["jobs retry", "kling jobs retry --batch BATCH --failed"],
  ["jobs retry j1 --failed", "kling jobs retry --batch BATCH --failed"],
  ["jobs retry j1 --batch launch --failed", "kling jobs retry --batch BATCH --failed"],
  ["jobs retry --batch launch", "--failed"],
])("refuses `kling %s`", async (line, text) => {
  const { exitCode, error } = await bench.run(line);
  expect({ exitCode, message: error["message"] }).toEqual({
    exitCode: 2,
    message: expect.stringContaining(text),
  });
});

test("of a purpose, buys again only what no later run has made", async () => {
  await failBatch();
  const later = "purpose: launch\nrequests: [{ name: fox, model: kling-v3, prompt: a red fox }]";
  await writeFile(join(bench.folder, "c.yaml"), later);
  await bench.run("run c.yaml");
  const { stdout } = await bench.run("jobs retry --batch launch --failed");
  const { jobs } = Object(lines(stdout).at(-1));
  expect(jobs.map(({ name }: { name: string }) => name)).toContain("hare");
  expect(jobs.map(({ name }: { name: string }) => name)).not.toContain("fox");
});

test("heads the board with the command that was typed", async () => {
  await failBatch();
  const { stdout } = await bench.run("jobs retry --batch b.yaml --failed", { isTty: true, columns: 100 });
  expect(stdout).toContain("kling jobs retry");
  expect(stdout).not.toContain("kling run");
});

test("a job whose input is gone at the service names the job to buy again, and is retried after that", async () => {
  await writeFile(
    join(bench.folder, "gone.yaml"),
    `purpose: gone
requests:
  - { name: still, operation: image create, body: { prompt: a fox, model_name: kling-v3 } }
  - { name: clip, model: kling-v3, prompt: a fox, firstFrame: { from: still } }
`,
  );
  const noBalance = { type: "business-error", code: 1102 } as const;
  setFaults([{ match: { method: "POST", path: "/v1/videos/image2video" }, action: noBalance }]);
  await bench.run("run gone.yaml");
  await bench.emulator.control.advance(40 * 86_400_000);
  setFaults([]);
  const { error } = await bench.run("resume");
  const { still, clip } = await jobsOf("gone.yaml");
  expect(clip?.["error"]).toMatchObject({
    code: "result_gone",
    message: expect.stringContaining(`still (${still?.["job"]})`),
  });
  const steps = [`kling jobs retry ${still?.["job"]}`, `kling jobs retry ${clip?.["job"]}`];
  expect(error["message"]).toContain(
    `The result of still that it takes is gone. Unless still was bought again since, run \`${steps[0]}\`. Then run \`${steps[1]}\`.`,
  );
  expect((await bench.run(["jobs", "show", clip?.["job"] ?? ""])).json["next"]).toEqual([
    { text: "Unless still was bought again since", command: steps[0] },
    { text: "Then", command: steps[1] },
  ]);
  expect((await bench.run("plan gone.yaml", { isTty: true, env: { NO_COLOR: "1" } })).stdout).toMatch(
    new RegExp(`^next +${steps[0]}$`, "m"),
  );

  const early = await bench.run("jobs retry --batch gone.yaml --failed");
  expect(lines(early.stdout)).toMatchObject([
    { event: "not-retried", name: "clip", reason: "parent_failed" },
  ]);
  await bench.run(["jobs", "retry", still?.["job"] ?? ""]);
  const { stdout: plan } = await bench.run("plan gone.yaml", { isTty: true, env: { NO_COLOR: "1" } });
  expect(plan).toMatch(new RegExp(`^next +${steps[1]}$`, "m"));
  const { exitCode, stdout } = await bench.run("jobs retry --batch gone.yaml --failed");

  expect(exitCode).toBe(0);
  expect(lines(stdout).at(-1)).toMatchObject({ jobs: [{ name: "clip", state: "collected" }] });
});

test("a file makes its own element again, whatever another file has made under the name meanwhile", async () => {
  const batch = (who: string, prompt: string) => `purpose: mia
elements:
  Mia:
    element_description: ${who}
    reference_type: image_refer
    element_image_list:
      frontal_image: https://example.com/front.png
      refer_images: [{ image_url: https://example.com/side.png }]
requests:
  - { name: walk, model: kling-v3-omni, prompt: "<<<element_1>>> ${prompt}", aspectRatio: "16:9", elements: [{ elementId: { from: Mia } }] }
`;
  const write = (file: string, text: string) => writeFile(join(bench.folder, file), text);
  await write("mia.yaml", batch("a girl in red", "walks"));
  await bench.run("run mia.yaml");
  const element = String(Object((await jobsOf("mia.yaml"))["Mia"]?.["files"])[0]?.["id"]);
  await write("other.yaml", batch("a girl in blue", "walks"));
  await bench.run("run other.yaml");
  await bench.run(["element", "delete", element]);
  await write("mia.yaml", batch("a girl in red", "runs"));
  const { error, exitCode } = await bench.run("run mia.yaml");
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 6, code: "jobs_failed" });
  const retry = "jobs retry --batch mia.yaml --failed";
  expect(error["message"]).toContain(`\`kling ${retry}\` buys them again.`);
  const { accepted } = bench.emulator.control.journal();
  expect((await bench.run(retry)).exitCode).toBe(0);
  expect(bench.emulator.control.journal().accepted - accepted).toBe(2);
  expect((await jobsOf("mia.yaml"))["walk"]).toMatchObject({ state: "collected" });
});

test("what failed of an earlier version is not bought again for a file that was changed since", async () => {
  await failBatch();
  await writeFile(
    join(bench.folder, "b.yaml"),
    "purpose: launch\nrequests: [{ name: fox, model: kling-v3, prompt: a wolf }]",
  );
  const [{ batch }] = Object((await bench.run("jobs")).json["jobs"]);
  const { creates } = bench.emulator.control.journal();
  const { error, exitCode } = await bench.run("jobs retry --batch b.yaml --failed --approve");
  expect(exitCode).toBe(2);
  expect(error).toMatchObject({
    code: "batch_not_found",
    message: `No request of b.yaml was run as it is now. Nothing was sent. The newest batch with its purpose, "launch", is ${batch}. If you mean that one, run \`kling jobs retry --batch ${batch} --failed\`.`,
  });
  expect(bench.emulator.control.journal().creates).toBe(creates);
});

test("a batch leaves out what was changed and run since under the same name", async () => {
  const file = join(bench.folder, "ideas.yaml");
  const ideas = (third: string) =>
    `purpose: ideas\nrequests:\n${["a lake", "a hill", third].map((prompt, at) => `  - { name: i${at}, model: kling-v3, prompt: ${prompt} }\n`).join("")}`;
  await writeFile(file, ideas("a fox"));
  bench.emulator.control.setFaults([
    { match: { method: "POST" }, action: { type: "fail-task", message: "internal error" } },
  ]);
  await bench.run("run ideas.yaml");
  const batch = String((await jobsOf("ideas.yaml"))["i0"]?.["batch"]);
  bench.emulator.control.setFaults([]);
  bench.emulator.control.advance(1000);
  await writeFile(file, ideas("a red fox"));
  expect((await bench.run("run ideas.yaml")).error["message"]).toContain(
    "`kling jobs retry --batch ideas.yaml --failed` buys them again.",
  );
  const resumed = await bench.run(`resume ${batch}`);
  expect(resumed.error["message"]).toContain(
    "2 videos of this batch failed earlier: i0 (failed), i1 (failed).",
  );
  const { accepted } = bench.emulator.control.journal();
  const { exitCode, stdout } = await bench.run(`jobs retry --batch ${batch} --failed`);
  expect({ exitCode, bought: bench.emulator.control.journal().accepted - accepted }).toEqual({
    exitCode: 0,
    bought: 2,
  });
  const [line = ""] = stdout.split("\n").filter((text) => text.includes("not-retried"));
  expect(JSON.parse(line)).toMatchObject({
    name: "i2",
    reason: "replaced",
    message: expect.stringMatching(
      /^A later run has j\w+, which is done, under this name\. To buy this one all the same, run `kling jobs retry j/,
    ),
  });
});

test("resume names the batch that it was given, and no other name for it", async () => {
  await failBatch();
  const batch = String((await jobsOf("b.yaml"))["fox"]?.["batch"]);
  const { error } = await bench.run(`resume ${batch}`);
  expect(error["message"]).toContain(`\`kling jobs retry --batch ${batch} --failed\``);
});

test("resume tells of a job that may have been bought, also where a later run has made its name", async () => {
  const speech = (text: string) =>
    writeFile(
      join(bench.folder, "speech.yaml"),
      `purpose: talk\nrequests:\n  - { name: voice, operation: audio speak, body: { text: ${text}, voice_id: oversea_male1, voice_language: en } }\n`,
    );
  bench.emulator.control.setFaults([
    { match: { method: "POST" }, times: 1, action: { type: "reset-after-accept" } },
  ]);
  await speech("hello");
  await bench.run("run speech.yaml");
  const batch = String((await jobsOf("speech.yaml"))["voice"]?.["batch"]);
  bench.emulator.control.advance(1000);
  await speech("goodbye");
  await bench.run("run speech.yaml");
  const { exitCode, error } = await bench.run(`resume ${batch}`);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 9, code: "jobs_unknown" });
});

test("a retry stands for its request in the file also where that has an external ID of its own", async () => {
  const requests = [
    { name: "v1", prompt: "an egret stands", model: "kling-v3", externalTaskId: "egret-1" },
    { name: "v2", prompt: "an egret flies", model: "kling-v3", externalTaskId: "egret-2" },
  ];
  await writeFile(join(bench.folder, "own.yaml"), JSON.stringify({ purpose: "own ids", requests }));
  bench.emulator.control.setFaults([
    { nth: 1, times: 2, match: { method: "POST" }, action: { type: "fail-task", message: "internal error" } },
  ]);
  expect((await bench.run("run own.yaml --output-dir own")).exitCode).toBe(6);
  // One of them fails once more.
  bench.emulator.control.setFaults([
    { nth: 1, times: 1, match: { method: "POST" }, action: { type: "fail-task", message: "internal error" } },
  ]);
  await bench.run("jobs retry --batch own.yaml --failed");
  expect((await bench.run("jobs retry --batch own.yaml --failed")).exitCode).toBe(0);
  const { accepted } = bench.emulator.control.journal();
  expect(await bench.run("run own.yaml --output-dir own")).toMatchObject({ exitCode: 0 });
  expect(bench.emulator.control.journal().accepted).toBe(accepted);
  expect((await bench.run("plan own.yaml")).json).toMatchObject({
    already_there: [{ name: "v1" }, { name: "v2" }],
    without_result: [],
    to_buy: { totals: { jobs: 0 } },
  });
  expect((await bench.run("jobs --batch own.yaml")).json["jobs"]).toMatchObject([
    { name: "v1", state: "collected" },
    { name: "v2", state: "collected" },
  ]);
  expect((await bench.run("ledger --batch own.yaml")).json).toMatchObject({ totals: [{ spent: 6 }] });
});
