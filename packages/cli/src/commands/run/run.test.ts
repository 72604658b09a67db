import { mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench, type RunOptions } from "../../testing/kling-bench.ts";
import { makePng } from "../../testing/make-png.ts";

const REAL = { KLING_BASE_URL: "http://192.0.2.1:9" };
const BATCH = `
purpose: tests
defaults: { model: kling-v3 }
output: "{name}.mp4"
requests:
  - { name: fox, prompt: a fox }
  - { name: hare, prompt: a hare, aspectRatio: "9:16" }
`;

let bench: Bench;

beforeEach(async () => {
  bench = await createBench({ publicUrl: "https://results.example.com" });
  await writeFile(join(bench.folder, "batch.yaml"), BATCH);
});
afterEach(() => bench.close());

/** Emulated answers at an address that counts as the real service. */
const atService = (options: RunOptions = {}): RunOptions => ({
  ...options,
  env: { ...REAL, ...options.env },
});
const creates = () => bench.emulator.control.journal().creates;
const lines = (stdout: string) =>
  stdout
    .trim()
    .split("\n")
    .map((line): Record<string, unknown> => JSON.parse(line));

test("plans without key, network or store", async () => {
  const { json, exitCode } = await bench.run("plan batch.yaml", { env: { KLING_API_KEY: undefined } });
  expect(exitCode).toBe(0);
  expect(json).toMatchObject({
    success: true,
    purpose: "tests",
    triggers: ["billable-create", "several-creates-for-one-purpose"],
    totals: { jobs: 2, units: 6, usd: 0.84, unpriced_jobs: 0 },
    jobs: [{ name: "fox", route: "v1/text2video:kling-v3", seconds: 5 }, { ratio: "9:16" }],
  });
  expect(bench.requests).toEqual([]);
  expect(await bench.files()).toEqual(["batch.yaml"]);
});

const MOTION = "motion: { image: https://example.com/a.png, videoUrl: https://example.com/v.mp4";

test("shows the most of a batch whose videos have no known length, and refuses impossible ones", async () => {
  await writeFile(
    join(bench.folder, "open.yaml"),
    `requests:\n  - { name: dance, model: kling-3.0, ${MOTION}, orientation: video } }\n`,
  );
  const { json } = await bench.run("plan open.yaml");
  expect(json).toMatchObject({
    totals: { units: 27, usd: 3.78, bounded_jobs: 1, unpriced_jobs: 0 },
    jobs: [{ estimate: { units: "unknown", at_most: { units: 27, seconds: 30 } } }],
  });
  const { stdout } = await bench.run("plan open.yaml", { isTty: true });
  expect(stdout).toContain("at most 27 units (US$ 3.78)");
  const requests = [
    `{ name: a, inputVideoSeconds: 0, ${MOTION}, orientation: video } }`,
    `{ name: b, inputVideoSeconds: 40, ${MOTION}, orientation: image } }`,
    "{ name: c, inputVideoSeconds: 60, model: kling-v3-omni, prompt: x, video: { url: https://example.com/v.mp4, use: base } }",
  ];
  await writeFile(
    join(bench.folder, "long.yaml"),
    `defaults: { model: kling-v3 }\nrequests:\n${requests.map((line) => `  - ${line}\n`).join("")}`,
  );
  const bad = await bench.run("run long.yaml --approve", atService());
  expect(bad.exitCode).toBe(2);
  expect(bad.error).toMatchObject({
    code: "plan_invalid",
    issues: ["a", "b", "c"].map((job) => ({ job, rule: "input-video-length" })),
  });
  expect(bench.requests).toEqual([]);
});

test.each([
  ["none.png", "image_not_found"],
  ["text.png", "image_read_error"],
])("refuses a batch with the image %s by its code", async (name, code) => {
  await writeFile(join(bench.folder, "text.png"), "no image");
  const batch = { requests: [{ model: "kling-v3", prompt: "a fox", firstFrame: name }] };
  await writeFile(join(bench.folder, "image.yaml"), JSON.stringify(batch));
  for (const line of ["plan image.yaml", "run image.yaml --emulated"]) {
    const { exitCode, error } = await bench.run(line);
    expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code });
  }
});

test.each([
  ["a sound plan", "plan batch.yaml", 0],
  ["a sound plan, in detail", "plan batch.yaml --detailed-exitcode", 20],
  ["a plan with mistakes", "plan bad.yaml --detailed-exitcode", 2],
  ["a file that is not there", "plan none.yaml", 2],
])("ends %s with its exit code", async (_, line, code) => {
  await writeFile(
    join(bench.folder, "bad.yaml"),
    "requests: [{ prompt: a fox, model: kling-v3, durationSeconds: 99 }]",
  );
  expect((await bench.run(line)).exitCode).toBe(code);
});

test("runs a batch on an emulator without approval: one event per line, the summary last", async () => {
  const { stdout, stderr, exitCode } = await bench.run("run batch.yaml --output-dir out");
  expect(stderr).toBe("");
  expect(exitCode).toBe(0);
  expect(lines(stdout).at(-1)).toMatchObject({
    success: true,
    event: "summary",
    counts: { collected: 2 },
    units: { settled: 6, held: 0 },
    jobs: [{ name: "fox", file: join(bench.folder, "out", "fox.mp4") }, { name: "hare" }],
  });
  expect(lines(stdout).map(({ event }) => event)).toContain("job-accepted");
  expect(bench.emulator.control.journal()).toMatchObject({ creates: 2, billed: 2, delivered: 2 });
  expect((await stat(join(bench.folder, "out", "fox.mp4"))).size).toBeGreaterThan(1000);
});

test("keeps its store private, where the system keeps data", async () => {
  await bench.run("run batch.yaml");
  const folder = join(bench.folder, ".local", "share", "klingkit");
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect((await stat(join(folder, "jobs.sqlite"))).mode & 0o777).toBe(0o600);
});

test("goes on with the same batch instead of buying it again, until told to", async () => {
  await bench.run("run batch.yaml");
  const second = await bench.run("run batch.yaml");
  expect(lines(second.stdout).at(-1)).toMatchObject({ success: true, counts: { collected: 2 } });
  expect(creates()).toBe(2);
  await bench.run("run batch.yaml --again");
  expect(creates()).toBe(4);
});

test("refuses to buy at the real service, as data with exit 3, and sends nothing", async () => {
  const { exitCode, error, stdout } = await bench.run("run batch.yaml", atService());
  expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: "" });
  expect(error).toMatchObject({
    code: "approval_required",
    triggers: ["billable-create", "several-creates-for-one-purpose"],
    totals: { units: 6 },
    approve_with: "kling run batch.yaml --approve",
    jobs: [{ payload: { prompt: "a fox" }, estimate: { units: 3 } }, {}],
  });
  expect(bench.requests).toEqual([]);
});

test("takes a saved approval once", async () => {
  await bench.run("plan batch.yaml -o plan.json");
  const approved = await bench.run("approve plan.json --by ana --expires 2h", atService());
  expect(approved.json).toMatchObject({ success: true, approved_by: "ana", max_creates: 2, max_units: 6 });
  const first = await bench.run("run plan.json", atService());
  const again = await bench.run("run plan.json --again", atService());
  expect(first).toMatchObject({ exitCode: 0, stderr: "" });
  expect({ exitCode: again.exitCode, code: again.error["code"] }).toEqual({
    exitCode: 3,
    code: "approval_required",
  });
  expect(creates()).toBe(2);
});

test("takes no saved approval for another account's money", async () => {
  const approved = await bench.run(
    "approve batch.yaml",
    atService({ env: { KLING_API_KEY: "another-key" } }),
  );
  const { exitCode, error } = await bench.run("run batch.yaml", atService());
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 3, code: "approval_required" });
  expect(error["message"]).toContain(`the approval is for the account ${approved.json["account"]}`);
  expect(creates()).toBe(0);
});

test.each([
  ["--expires 99999999999d", "--expires"],
  ["--max-units Infinity", "--max-units"],
  ["--max-units 1e400", "--max-units"],
  ["--max-creates 0x10", "--max-creates"],
])("approves nothing with %s, and is in nobody's way", async (flags, named) => {
  const { exitCode, error } = await bench.run(`approve batch.yaml ${flags}`, atService());
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code: "usage_error" });
  expect(error["message"]).toContain(named);
  expect((await bench.run("run batch.yaml --approve", atService())).exitCode).toBe(0);
});

test("takes whichever saved approval covers the plan", async () => {
  await writeFile(
    join(bench.folder, "one.yaml"),
    "{ purpose: tests, requests: [{ model: kling-v3, prompt: a cat }] }",
  );
  await bench.run("approve one.yaml --expires 5h", atService());
  await bench.run("run batch.yaml --approve", atService());
  // Since then it is one of several for its purpose, which the first approval does not cover.
  const refused = await bench.run("run one.yaml", atService());
  expect(refused.error["message"]).toContain("several-creates-for-one-purpose");
  await bench.run("approve one.yaml --expires 1h", atService());
  expect(await bench.run("run one.yaml", atService())).toMatchObject({ exitCode: 0, stderr: "" });
  expect(creates()).toBe(3);
});

test.each([
  ["more creates than allowed", "approve batch.yaml --max-creates 1"],
  ["more units than allowed", "approve batch.yaml --max-units 2"],
])("approves no plan with %s", async (_, line) => {
  const { exitCode, error } = await bench.run(line);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code: "approval_too_small" });
});

test("buys with --approve, and asks a person on a terminal", async () => {
  const no = await bench.run("run batch.yaml", atService({ isTty: true, answer: "n" }));
  expect({ exitCode: no.exitCode, creates: creates() }).toEqual({ exitCode: 3, creates: 0 });
  const yes = await bench.run("run batch.yaml", atService({ isTty: true, answer: "y" }));
  expect({ exitCode: yes.exitCode, creates: creates() }).toEqual({ exitCode: 0, creates: 2 });
  await bench.run("run batch.yaml --again --approve", atService());
  expect(creates()).toBe(4);
});

test("shows what would drive the terminal in a purpose, a path or an answer of the service", async () => {
  const purpose = "spring\u001b[2J\u202e\n  total  0 units";
  const isTty = true;
  const planned = await bench.run(["plan", "batch.yaml", "--purpose", purpose], { isTty });
  expect(planned.stdout).toContain("spring\\u001b[2J\\u202e\\n  total  0 units");
  const asked = await bench.run(
    ["run", "batch.yaml", "--purpose", purpose],
    atService({ isTty, answer: "n" }),
  );
  expect(asked.stderr).toContain("2 creates, 6 units");
  expect(asked.stderr).toContain("24 hours, once");
  bench.emulator.control.setFaults([
    {
      match: { method: "POST" },
      action: { type: "business-error", code: 1301, message: "no\u001b]0;x\u0007" },
    },
  ]);
  const board = await bench.run(["run", "batch.yaml", "--purpose", purpose], { isTty });
  const [job] = lines((await bench.run("run batch.yaml --purpose other")).stdout);
  const shown = await bench.run(["jobs", "show", String(job?.["job"])], { isTty });
  for (const { stdout, stderr } of [planned, asked, board, shown])
    for (const order of ["\u001b[2J", "\u001b]0", "\u0007", "\u202e"])
      expect(stdout + stderr).not.toContain(order);
  expect(board.stdout).toContain("spring\\u001b[2J");
  expect(shown.stdout).toContain("\\u001b]0;x\\u0007");
});

test("lets a policy approve within its limits only", async () => {
  const policy = {
    kind: "klingkit.policy",
    version: 1,
    writtenBy: "ana",
    allowsSeveralCreates: true,
    unitsPerRun: 6,
  };
  await writeFile(join(bench.folder, "policy.json"), JSON.stringify(policy));
  await writeFile(join(bench.folder, "small.json"), JSON.stringify({ ...policy, unitsPerRun: 5 }));
  const over = await bench.run("run batch.yaml --policy small.json", atService());
  expect({ exitCode: over.exitCode, code: over.error["code"] }).toEqual({
    exitCode: 3,
    code: "budget_exceeded",
  });
  expect(over.error["message"]).toMatch(/To continue, raise it in small\.json, or make the batch smaller\.$/);
  await writeFile(join(bench.folder, "none.json"), JSON.stringify({ ...policy, unitsPerRun: 2 }));
  const none = await bench.run("run batch.yaml --policy none.json", atService());
  expect(none.error["message"]).toMatch(/To continue, raise it in none\.json\.$/);
  const fine = await bench.run("run batch.yaml --policy policy.json", atService());
  expect({ exitCode: fine.exitCode, creates: creates() }).toEqual({ exitCode: 0, creates: 2 });
});

test("refuses a saved plan whose image has changed since", async () => {
  await writeFile(join(bench.folder, "a.png"), makePng(320, 320));
  await writeFile(
    join(bench.folder, "b.yaml"),
    "requests: [{ prompt: x, model: kling-v3, firstFrame: a.png }]",
  );
  await bench.run("plan b.yaml -o plan.json");
  await writeFile(join(bench.folder, "a.png"), makePng(330, 330));
  const { exitCode, error } = await bench.run("run plan.json");
  expect({ exitCode, code: error["code"], creates: creates() }).toEqual({
    exitCode: 2,
    code: "plan_stale",
    creates: 0,
  });
});

test("Ctrl-C leaves everything resumable, and resume finishes it", async () => {
  const interrupt = new AbortController();
  bench.intercept(async ({ method, url }) => {
    if (method === "GET" && !url.includes("_emulator")) interrupt.abort();
    return undefined;
  });
  const stopped = await bench.run("run batch.yaml", { signal: interrupt.signal });
  bench.intercept(undefined);
  expect({
    exitCode: stopped.exitCode,
    code: stopped.error["code"],
    resume: stopped.error["resume"],
    may_have_charged: stopped.error["may_have_charged"],
  }).toEqual({
    exitCode: 130,
    code: "interrupted",
    resume: "kling resume",
    may_have_charged: "yes",
  });
  const resumed = await bench.run("resume");
  expect(lines(resumed.stdout).at(-1)).toMatchObject({ success: true, counts: { collected: 2 } });
  expect(bench.emulator.control.journal()).toMatchObject({ creates: 2, billed: 2 });
});

test("says once why several jobs are held, and names the fields of the reason as events do", async () => {
  bench.emulator.control.setFaults([
    { match: { method: "POST" }, action: { type: "business-error", code: 1102 } },
  ]);
  const { stdout, error } = await bench.run("run batch.yaml --json --quota 1");
  expect(error["message"]).toMatch(
    /^2 videos are stopped \(fox, hare\): POST [^;]*\. To continue, run `kling resume`\.$/,
  );
  expect(error["may_have_charged"]).toBe("no");
  expect(lines(stdout).at(-1)).toMatchObject({ jobs: [{ error: { service_code: 1102 } }, {}] });
  expect(stdout).not.toMatch(/serviceCode|requestId/);
  const listed = await bench.run("jobs --json");
  expect(listed.stdout).toContain('"service_code": 1102');
  expect(listed.stdout).not.toMatch(/serviceCode|requestId/);
  // The refusal of the one that was sent names its request, which is not that of the other one.
  const ids: readonly { readonly job: string }[] = Object(JSON.parse(listed.stdout))["jobs"];
  const shown = await Promise.all(
    ids.map(
      async ({ job }) =>
        (await bench.run(`jobs show ${job}`, { isTty: true, env: { NO_COLOR: "1" } })).stdout,
    ),
  );
  const stopped = shown.filter((text) =>
    /error +Stopped by another request of the account\. POST /.test(text),
  );
  expect(stopped).toEqual(shown.filter((text) => text.includes("not yet")));
  expect(stopped).toHaveLength(1);
});

test("says one refusal of two endpoints once, also on a terminal", async () => {
  await writeFile(join(bench.folder, "frame.png"), makePng(640, 360));
  const batch = `requests:
  - { name: fox, prompt: a fox, model: kling-v3 }
  - { name: owl, prompt: an owl, model: kling-v3, firstFrame: frame.png }
  - { name: still, operation: image create, body: { prompt: a fox } }
`;
  await writeFile(join(bench.folder, "two.yaml"), batch);
  bench.emulator.control.setFaults([
    { match: { method: "POST" }, action: { type: "business-error", code: 1102 } },
  ]);
  const { stderr } = await bench.run("run two.yaml", { isTty: true, env: { NO_COLOR: "1" } });
  expect(stderr).toMatch(/3 jobs are stopped \(fox, owl, still\) in 2 pools \(kling-v3, [^)]+\): /);
  expect(stderr.match(/code 1102/g)).toHaveLength(1);
  expect(stderr).not.toContain("reasons");
});

test("never sends emulated jobs to the real service", async () => {
  bench.emulator.control.setFaults([
    { match: { method: "POST" }, action: { type: "business-error", code: 1102 } },
  ]);
  const held = await bench.run("run batch.yaml");
  expect({ exitCode: held.exitCode, code: held.error["code"] }).toEqual({ exitCode: 1, code: "jobs_held" });
  bench.emulator.control.setFaults([]);
  const refused = creates();
  const elsewhere = await bench.run("resume", atService());
  expect(lines(elsewhere.stdout).at(-1)).toMatchObject({ success: true, jobs: [] });
  expect(creates()).toBe(refused);
  await bench.run("resume");
  expect(creates()).toBe(refused + 2);
});

test.for(["file", "file/deeper", "locked"])(
  "buys nothing where no file can be written: %s",
  async (place, { skip }) => {
    if (place === "locked" && process.getuid?.() === 0) skip("root may write everywhere");
    await writeFile(join(bench.folder, "file"), "");
    await mkdir(join(bench.folder, "locked"), { mode: 0o500 });
    const { exitCode, error } = await bench.run(`run batch.yaml --output-dir ${place}`);
    expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code: "write_error" });
    expect(creates()).toBe(0);
  },
);

test("tells in lines and in the books why a file is not fetched", async () => {
  let left = 30;
  bench.intercept(async ({ method, url }) => {
    if (method !== "GET" || !url.includes(".mp4") || left === 0) return undefined;
    left -= 1;
    return new Response("gone", { status: 403 });
  });
  const { stdout, exitCode } = await bench.run("run batch.yaml");
  expect(exitCode).toBe(0);
  expect(stdout).toContain('"job-download-fails"');
});

test("names the commands that go on with the flags of this one", async () => {
  const typed = "run batch.yaml --store my.sqlite --output-dir out";
  const refused = await bench.run(typed, atService());
  expect(refused.error["approve_with"]).toBe(`kling ${typed} --approve`);
  const detached = await bench.run("run batch.yaml --store my.sqlite --detach");
  expect(detached.json["next"]).toBe("kling worker --store my.sqlite");
  const held = [{ match: { method: "POST" }, action: { type: "business-error", code: 1102 } }] as const;
  bench.emulator.control.setFaults(held);
  const { error } = await bench.run(["run", "batch.yaml", "--store", "my jobs.sqlite"]);
  expect(error["resume"]).toBe("kling resume --store 'my jobs.sqlite'");
});

test("names unfinished jobs of a replaced key, and none of an emulator", async () => {
  const held = [{ match: { method: "POST" }, action: { type: "business-error", code: 1102 } }] as const;
  bench.emulator.control.setFaults(held);
  await bench.run("run batch.yaml");
  const other = { env: { KLING_API_KEY: "api-key-kling-fedcba9876543210" } };
  await bench.run("run batch.yaml --approve", atService(other));
  const { json } = await bench.run("jobs --state stopped");
  const accounts = Object(json["jobs"]).map(({ account }: { account: string }) => account);
  const replaced = accounts.find((account: string) => !account.startsWith("emulator"));
  const real = await bench.run("resume", atService());
  expect(lines(real.stdout).at(-1)?.["unfinished_of_other_accounts"]).toEqual({ [replaced]: 2 });
  const emulated = await bench.run("resume --emulated --store .local/share/klingkit/jobs.sqlite");
  expect(lines(emulated.stdout).at(-1)).not.toHaveProperty("unfinished_of_other_accounts");
});

test("draws a board on a terminal", async () => {
  const { stdout, exitCode } = await bench.run("run batch.yaml", { isTty: true });
  expect(exitCode).toBe(0);
  expect(stdout).toContain("2 videos · emulated");
  expect(stdout).toContain("2 of 2 videos");
  expect(stdout).toMatch(/No charge \(emulator\)\. At list price: 6 units \(US\$ 0\.84\)/);
  expect(stdout).not.toContain('"success"');
});

test("tells on the board and in lines why nothing is heard of a task", async () => {
  const refuseReads = () => {
    let left = 8;
    bench.intercept(async ({ method, url }) => {
      if (method !== "GET" || !url.includes("/tasks") || left === 0) return undefined;
      left -= 1;
      return Response.json({ code: 1002, message: "api key not found" }, { status: 401 });
    });
  };
  refuseReads();
  const board = await bench.run("run batch.yaml", { isTty: true });
  expect(board.exitCode).toBe(0);
  expect(board.stdout).toMatch(/no news of 2:.*the Authorization header is invalid/);
  refuseReads();
  const { stdout } = await bench.run("run batch.yaml --again");
  expect(lines(stdout)).toContainEqual(expect.objectContaining({ event: "job-reads-fail" }));
});

const BROKEN = { type: "fail-task", message: "internal error" } as const;

test("ends with 6 when a task failed, and retry buys anew", async () => {
  bench.emulator.control.setFaults([{ match: { method: "POST" }, nth: 1, action: BROKEN }]);
  const { exitCode, error } = await bench.run("run batch.yaml");
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 6, code: "jobs_failed" });
  bench.emulator.control.setFaults([]);
  const [failed] = Array.isArray(error["jobs"]) ? error["jobs"] : [];
  const retried = await bench.run(`jobs retry ${failed}`);
  expect(lines(retried.stdout).at(-1)).toMatchObject({ success: true, counts: { collected: 1 } });
  expect(creates()).toBe(3);
});

const WRONG_KEY = { type: "business-error", code: 1002 } as const;
const REFUSED_CONTENT = { type: "business-error", code: 1301 } as const;
const FAILED_CONTENT = { type: "fail-task", message: "Failure to pass the risk control system" } as const;

test.each([
  ["a key that is refused", [WRONG_KEY, WRONG_KEY], 4, "jobs_held"],
  ["content that is refused", [REFUSED_CONTENT, REFUSED_CONTENT], 7, "jobs_failed"],
  ["content that is refused early and late", [REFUSED_CONTENT, FAILED_CONTENT], 7, "jobs_failed"],
  ["different reasons", [REFUSED_CONTENT, BROKEN], 6, "jobs_failed"],
])("ends with the exit code that all jobs share: %s", async (_, actions, exitCode, code) => {
  const faults = actions.map((action) => ({ match: { method: "POST" as const }, nth: 1, action }));
  bench.emulator.control.setFaults(faults);
  const run = await bench.run("run batch.yaml");
  expect({ exitCode: run.exitCode, code: run.error["code"] }).toEqual({ exitCode, code });
  expect(run.error["jobs"]).toHaveLength(2);
  if (exitCode === 7) expect(run.error["message"]).not.toContain("retry");
  if (exitCode === 6)
    expect(run.error["message"]).toMatch(
      /For \w+: The content .* For \w+: `kling jobs retry \w+` buys it again/,
    );
});
