import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
  await writeFile(
    join(bench.folder, "coast.yaml"),
    `purpose: coast
defaults: { model: kling-v3 }
requests:
  - { name: shore, prompt: a shore }
  - { name: street, prompt: a street }
  - { name: lake, prompt: a lake }
  - { name: pier, prompt: a pier, model: kling-3.0-turbo }`,
  );
  bench.emulator.control.setFaults(FAULTS);
});
afterEach(() => bench.close());

const toModel = { method: "POST", path: "/v1/videos/text2video" } as const;
const IN_ARREARS = {
  match: { method: "POST", path: "/text-to-video/kling-3.0-turbo" },
  action: { type: "business-error", code: 1101 },
} as const;
const FAULTS = [
  IN_ARREARS,
  { match: toModel, nth: 1, action: { type: "fail-task", message: "internal error" } },
  { match: toModel, nth: 1, action: { type: "business-error", code: 1301 } },
] as const;

const people = { isTty: true, columns: 100, env: { NO_COLOR: "1" } } as const;

interface ListedJob {
  readonly job: string;
  readonly name: string;
  readonly state: string;
  readonly batch: string;
}

async function jobsBy(): Promise<ReadonlyMap<string, ListedJob>> {
  const { json } = await bench.run("jobs");
  const jobs: readonly ListedJob[] = Object(json["jobs"]);
  return new Map(jobs.map((job) => [job.state, job]));
}

test("the end of a run names every job that did not end well, with what helps each, whatever decides the exit code", async () => {
  const { exitCode, error } = await bench.run("run coast.yaml");
  const jobs = await jobsBy();
  const [failed, rejected, stopped] = ["failed", "rejected", "approved"].map((state) => jobs.get(state));
  expect({ exitCode, error }).toMatchObject({
    exitCode: 1,
    error: { code: "jobs_held", jobs: [stopped?.job], resume: "kling resume" },
  });
  expect([...Object(error["failed_jobs"])].toSorted()).toEqual([failed?.job, rejected?.job].toSorted());
  const message = String(error["message"]);
  expect(message).toContain("1 video is stopped (pier): ");
  expect(message).toContain("run `kling resume`");
  expect(message.match(/the account is in arrears/g)).toHaveLength(1);
  expect(message).toContain(`${failed?.name} (failed)`);
  expect(message).toContain(`${rejected?.name} (rejected)`);
  expect(message).toContain(`\`kling jobs retry ${failed?.job}\` buys it again`);
  expect(message).toContain(`For ${rejected?.name}: The content policy refused`);
});

test("the summary and the board call a stopped job stopped, and name what is missing", async () => {
  const { stdout, stderr } = await bench.run("run coast.yaml", people);
  const [boards = "", end = ""] = stripVTControlCharacters(stdout).split("1 of 4 videos on disk");
  expect(boards).toMatch(/1 done · 0 running · 0 waiting · 1 stopped · 2 not delivered/);
  expect(end).toMatch(/^ {2}stopped {2,}1, not sent$/m);
  expect(end).toMatch(/^ {2}failed {2,}1: \w+$/m);
  expect(end).toMatch(/^ {2}rejected {2,}1: \w+$/m);
  expect(end).not.toContain("waiting");
  const jobs = await jobsBy();
  for (const state of ["failed", "rejected"]) expect(stderr).toContain(String(jobs.get(state)?.job));
});

test("the commands that help lead to the store of the run", async () => {
  const { error } = await bench.run("run coast.yaml --store my.sqlite");
  const message = String(error["message"]);
  expect(message).toMatch(/`kling jobs show \w+ --store my\.sqlite`/);
  expect(message).toMatch(/`kling jobs retry \w+ --store my\.sqlite`/);
});

test.each(["resume", "resume coast.yaml", "resume coast"])(
  "%s names what failed in the same batch before, and does not end with 0",
  async (line) => {
    await bench.run("run coast.yaml");
    const jobs = await jobsBy();
    bench.emulator.control.setFaults([]);
    const { exitCode, stdout, error } = await bench.run(line);
    expect(JSON.parse(stdout.trim().split("\n").at(-1) ?? "")).toMatchObject({
      success: false,
      counts: { collected: 1 },
    });
    expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 6, code: "jobs_failed" });
    const batch = jobs.get("failed")?.batch;
    const message = String(error["message"]);
    expect(message).toMatch(/^2 videos of this batch failed earlier: \w+ \(\w+\), \w+ \(\w+\)\./);
    expect(message).toMatch(
      new RegExp(`\`kling jobs --batch ${batch} --state (failed,rejected|rejected,failed)\``),
    );
    expect(message).toContain(`kling jobs retry ${jobs.get("failed")?.job}`);
  },
);

test.each([
  [
    "run coast.yaml",
    /Without a key: `--emulated` runs it on this machine, and `kling plan FILE` shows its price\.$/,
  ],
  ["resume", /Without a key: `--emulated` uses the emulator and the jobs of `kling run --emulated`\.$/],
  ["account costs", /Without a key: `kling emulator`, or `kling demo`\.$/],
  [["video", "create", "a fox"], /Without a key: `kling emulator`, `kling demo`, or --dry-run\.$/],
])("without a key, %s names what it can do", async (line, ways) => {
  const { exitCode, error } = await bench.run(line, {
    env: { KLING_API_KEY: undefined, KLING_BASE_URL: undefined },
  });
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 4, code: "missing_api_key" });
  expect(error["message"]).toMatch(ways);
});

test("resume ends as run does where the content policy refused what the rest of a chain takes", async () => {
  const chain = {
    requests: [
      { name: "still", operation: "image create", body: { prompt: "a lake" } },
      { name: "clip", prompt: "waves", model: "kling-v3", firstFrame: { from: "still" } },
      { name: "sound", operation: "video add-sound", body: { video_id: { from: "clip" } } },
    ],
  };
  await writeFile(join(bench.folder, "chain.yaml"), JSON.stringify(chain));
  bench.emulator.control.setFaults([{ match: { path: "/v1/images/**" }, action: { type: "fail-task" } }]);
  const ran = await bench.run("run chain.yaml");
  const resumed = await bench.run("resume chain.yaml");
  expect([ran.exitCode, resumed.exitCode]).toEqual([7, 7]);
  expect(resumed.error["message"]).toMatch(
    /^1 job of this batch failed earlier: still \(failed\)\. See `kling jobs --batch b\w+ --state failed,canceled`\. The content policy/,
  );
  expect(resumed.error["jobs"]).toHaveLength(3);
});

test("what was bought again is no longer named as failed", async () => {
  await bench.run("run coast.yaml");
  bench.emulator.control.setFaults([IN_ARREARS]);
  const jobs = await jobsBy();
  await bench.run(`jobs retry ${jobs.get("failed")?.job}`);
  bench.emulator.control.setFaults([]);
  const { error } = await bench.run("resume");
  expect(error["message"]).toMatch(/^1 video of this batch failed earlier: \w+ \(rejected\)\./);
});

test("an interrupted run counts its jobs as its board does", async () => {
  bench.emulator.control.setFaults([]);
  const stop = new AbortController();
  bench.intercept(async ({ method }) => {
    const creates = bench.requests.filter((line) => line.startsWith("POST /")).length;
    if (method === "GET" && creates === 2) stop.abort();
    return undefined;
  });
  const { error } = await bench.run("run coast.yaml --quota 1", { signal: stop.signal });
  expect(error["message"]).toMatch(/^Interrupted with 2 jobs running, 2 waiting\. Nothing is lost/);
});

test("an interrupted run of which nothing was accepted does not speak of tasks", async () => {
  bench.emulator.control.setFaults([
    { match: { method: "POST" }, action: { type: "business-error", code: 1303 } },
  ]);
  const stop = new AbortController();
  const run = bench.run("run coast.yaml --quota 1", { signal: stop.signal });
  // Of each model one request is sent, refused, and has its refusal in the store.
  const refused = async () => {
    const { json } = await bench.run("jobs");
    return JSON.stringify(json["jobs"]).match(/code 1303/g)?.length;
  };
  await expect.poll(refused, { timeout: 30_000 }).toBe(2);
  stop.abort();
  const { error } = await run;
  expect(error["message"]).toMatch(
    /^Interrupted with 4 jobs waiting\. .*Nothing is lost: the jobs are saved\./,
  );
});

test("a pool that holds no job of the run is not named on its board", async () => {
  await bench.run("run coast.yaml");
  await writeFile(
    join(bench.folder, "chain.yaml"),
    "{ purpose: shoe chain, requests: [{ name: shoe, prompt: a shoe, model: kling-v3 }] }",
  );
  bench.emulator.control.setFaults([IN_ARREARS]);
  for (const columns of [100, 50]) {
    const { stdout, exitCode } = await bench.run("run chain.yaml --again", { ...people, columns });
    expect(exitCode).toBe(0);
    expect(stdout).not.toContain("kling-3.0-turbo");
    expect(stdout).not.toContain("arrears");
  }
  const own = await bench.run("resume", people);
  expect(own.stdout.replaceAll(/\s+/g, " ")).toMatch(/kling-3\.0-turbo: stopped\. .*arrears/);
});

test("a resume of several batches is headed as such, and names the page of each", async () => {
  bench.emulator.control.setFaults([]);
  await bench.run("run coast.yaml --detach");
  await writeFile(
    join(bench.folder, "chain.yaml"),
    "{ purpose: shoe chain, requests: [{ name: shoe, prompt: a shoe, model: kling-v3 }] }",
  );
  await bench.run("run chain.yaml --detach");
  const { stdout } = await bench.run("resume", people);
  const text = stripVTControlCharacters(stdout);
  expect(text).toMatch(
    /^kling resume {2}5 videos of 2 batches · emulated.* {2}(coast, shoe chain|shoe chain, coast)$/m,
  );
  expect(text).toMatch(/^ {2}report {2}kling report b\w+\n {10}kling report b\w+$/m);
});

test("what a person canceled, and what was canceled with it, is no failure", async () => {
  bench.emulator.control.setFaults([]);
  const chain = [
    { name: "still", prompt: "a lake", model: "kling-v3" },
    { name: "other", prompt: "an owl", model: "kling-v3" },
    { name: "clip", prompt: "waves", model: "kling-v3", firstFrame: { lastFrameOf: "still" } },
  ];
  await writeFile(join(bench.folder, "chain.json"), JSON.stringify({ requests: chain }));
  const { json } = await bench.run("run chain.json --detach");
  const [still] = Array.from<{ job: string }>(Object(json["jobs"]));
  expect((await bench.run(`jobs cancel ${still?.job}`)).exitCode).toBe(0);
  for (const line of ["resume chain.json", "run chain.json"])
    expect(await bench.run(line)).toMatchObject({ exitCode: 0 });
  const { stdout } = await bench.run("plan chain.json", people);
  expect(stdout).toMatch(new RegExp(`next  kling jobs retry ${still?.job}\\n`));
  expect(stdout.replaceAll(/\s+/g, " ")).toContain("clip: It takes a result of still. Retry that first.");
  expect((await bench.run("jobs --json name,state")).json["jobs"]).toEqual([
    { name: "clip", state: "canceled" },
    { name: "other", state: "collected" },
    { name: "still", state: "canceled" },
  ]);
});
