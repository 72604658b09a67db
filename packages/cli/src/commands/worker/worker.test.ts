import { readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

const BATCH = `
purpose: tests
defaults: { model: kling-v3 }
requests:
  - { name: fox, prompt: a fox }
  - { name: hare, prompt: a hare }
`;

let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
  await writeFile(join(bench.folder, "batch.yaml"), BATCH);
});
afterEach(() => bench.close());

const creates = () => bench.emulator.control.journal().creates;
const lines = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line): Record<string, unknown> => JSON.parse(line));

test("run --detach makes the jobs, names them and sends nothing", async () => {
  const { json, exitCode } = await bench.run("run batch.yaml --detach");
  expect(exitCode).toBe(0);
  expect(json).toMatchObject({
    success: true,
    batch: expect.stringMatching(/^b/),
    is_continued: false,
    jobs: [{ job: expect.stringMatching(/^j/), name: "fox" }, { name: "hare" }],
    next: "kling worker",
  });
  expect(creates()).toBe(0);
  const again = await bench.run("run batch.yaml --detach");
  expect(again.json).toMatchObject({ is_continued: true, batch: json["batch"] });
  const ids = ({ jobs }: Readonly<Record<string, unknown>>) => JSON.stringify(jobs).match(/"j\w{18}"/g);
  expect(ids(again.json)).toEqual(ids(json));
});

test("a worker carries what run made, tells each step as one JSON line, and ends when nothing is left", async () => {
  await bench.run("run batch.yaml --detach --output-dir out");
  const { stdout, stderr, exitCode } = await bench.run("worker --until-idle");
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(lines(stdout)[0]).toMatchObject({ event: "worker-started", store: "sqlite" });
  expect(lines(stdout).at(-1)).toMatchObject({
    success: true,
    event: "worker-stopped",
    ended: { collected: 2 },
  });
  const told = lines(stdout).filter(({ event }) => event === "job-collected");
  expect(told.map(({ name }) => name).toSorted()).toEqual(["fox", "hare"]);
  expect(bench.emulator.control.journal()).toMatchObject({ creates: 2, billed: 2, delivered: 2 });
  expect((await stat(join(bench.folder, "out", "fox.mp4"))).size).toBeGreaterThan(1000);
});

test("a worker puts files into its own folder where asked, and the job says where", async () => {
  const { json } = await bench.run("run batch.yaml --detach --output-dir /not/on/this/machine");
  await bench.run("worker --until-idle --output-dir videos");
  const again = await bench.run("run batch.yaml --output-dir out");
  expect([again.exitCode, bench.emulator.control.journal().creates]).toEqual([0, 2]);
  const [fox] = Array.isArray(json["jobs"]) ? json["jobs"] : [];
  const name = `fox-${fox.job}.mp4`;
  expect(await readdir(join(bench.folder, "videos"))).toContain(name);
  const shown = await bench.run(`jobs show ${fox.job}`);
  expect(shown.json["file"]).toBe(join(bench.folder, "videos", name));
});

test("stops in order with exit 0 when told to, and another worker goes on", async () => {
  const stop = new AbortController();
  bench.intercept(async ({ method, url }) => {
    if (method === "GET" && !url.includes("_emulator")) stop.abort();
    return undefined;
  });
  await bench.run("run batch.yaml --detach");
  const first = await bench.run("worker", { signal: stop.signal });
  bench.intercept(undefined);
  expect({ exitCode: first.exitCode, stderr: first.stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(lines(first.stdout).at(-1)).toMatchObject({ event: "worker-stopped", ended: {} });
  const second = await bench.run("worker --until-idle");
  expect(lines(second.stdout).at(-1)).toMatchObject({ ended: { collected: 2 } });
  expect(bench.emulator.control.journal()).toMatchObject({ creates: 2, billed: 2 });
});

test("tells people one line per change of state", async () => {
  await bench.run("run batch.yaml --detach");
  const { stdout } = await bench.run("worker --until-idle", { isTty: true });
  expect(stdout).toMatch(/done.* fox /);
  expect(stdout).toMatch(/stopped.* 2 done\n/);
  expect(stdout).not.toContain('"event"');
});

const refuseCreates = (code: number) =>
  bench.emulator.control.setFaults([{ match: { method: "POST" }, action: { type: "business-error", code } }]);

test("ends as `kling resume` does where jobs are stopped, counts them, and names what helps", async () => {
  await bench.run("run batch.yaml --detach");
  refuseCreates(1102);
  const worked = await bench.run("worker --until-idle");
  const resumed = await bench.run("resume");
  expect({ exitCode: worked.exitCode, code: worked.error["code"] }).toEqual({
    exitCode: 1,
    code: "jobs_held",
  });
  expect({ exitCode: resumed.exitCode, code: resumed.error["code"] }).toEqual({
    exitCode: 1,
    code: "jobs_held",
  });
  expect(lines(worked.stdout).at(-1)).toMatchObject({
    success: false,
    event: "worker-stopped",
    left: [{ state: "approved", waits_for: "pool", jobs: 2, message: expect.stringContaining("1102") }],
  });
  const seen = await bench.run("worker --until-idle --store .local/share/klingkit/jobs.sqlite", {
    isTty: true,
  });
  expect(seen.stdout).toMatch(
    /stopped.* no job ended; left: 2 stopped\. To continue, run `kling resume --store \S+`\.\n/,
  );
});

test.each([
  ["a refused key", 1002, 4],
  ["the content policy", 1301, 7],
])("ends as a run does after %s", async (_, code, exitCode) => {
  await bench.run("run batch.yaml --detach");
  refuseCreates(code);
  const worked = await bench.run("worker --until-idle");
  expect(worked.exitCode).toBe(exitCode);
});

test("a worker shows a person that a video is fetched, and not that it is not saved", async () => {
  await bench.run("run batch.yaml --detach");
  const { stdout } = await bench.run("worker --until-idle", { isTty: true, env: { NO_COLOR: "1" } });
  expect(stdout).toMatch(/fetching fox j\w+\n(?:.*\n)*done fox/);
  expect(stdout).not.toContain("not saved");
});

test("ends with 3 where a budget holds jobs", async () => {
  await bench.run("run batch.yaml --detach");
  const policy = { kind: "klingkit.policy", version: 1, writtenBy: "ana", unitsPerDay: 1 };
  await writeFile(join(bench.folder, "policy.json"), JSON.stringify(policy));
  const { stdout, exitCode, error } = await bench.run("worker --until-idle --policy policy.json");
  expect(exitCode).toBe(3);
  expect(error["message"]).toMatch(/ raise it in policy\.json\. To continue, run /);
  expect(lines(stdout).at(-1)).toMatchObject({ left: [{ waits_for: "budget", jobs: 2 }] });
  // What stopped them is not a limit of this file, whose limit is higher.
  await writeFile(join(bench.folder, "higher.json"), JSON.stringify({ ...policy, unitsPerDay: 50 }));
  const raised = await bench.run("worker --until-idle --policy higher.json");
  expect([raised.exitCode, raised.error["message"]]).toEqual([
    3,
    expect.stringMatching(
      /day limit of 1 unit .+ raise it in the policy\. The process \S+ stopped them by a limit that it read when it started: .+ `kling resume --policy higher\.json`\./,
    ),
  ]);
  const without = await bench.run("worker --until-idle");
  expect([without.exitCode, without.error["message"]]).toEqual([
    3,
    expect.stringContaining("To continue, run `kling resume --policy FILE`."),
  ]);
});

test("says which jobs a worker with a replaced key leaves alone, when it starts and when it stops", async () => {
  await bench.run("run batch.yaml --detach");
  const env = { KLING_API_KEY: "api-key-kling-fedcba9876543210" };
  bench.emulator.control.addKey({ apiKey: env.KLING_API_KEY });
  const { json } = await bench.run("jobs");
  const [{ account }] = Object(json["jobs"]);
  const { stdout, exitCode } = await bench.run("worker --until-idle", { env });
  expect(exitCode).toBe(0);
  const others = { unfinished_of_other_accounts: { [account]: 2 } };
  expect(lines(stdout)).toMatchObject([
    { event: "worker-started", ...others },
    { event: "worker-stopped", left: [], ...others },
  ]);
  const seen = await bench.run("worker --until-idle", { env, isTty: true });
  expect(
    seen.stdout.match(/left alone.* unfinished jobs of other accounts: 2 of .*set the address and key/g),
  ).toHaveLength(2);
});

test("names jobs of the real account where the address of an emulator was left set, and not the other way round", async () => {
  await bench.run("run batch.yaml --detach");
  const env = { KLING_BASE_URL: "http://192.0.2.1:9" };
  await bench.run("run batch.yaml --detach --approve", { env });
  const { json } = await bench.run("jobs");
  const accounts = Object(json["jobs"]).map(({ account }: { account: string }) => account);
  const account = accounts.find((name: string) => name.startsWith("192.0.2.1:9 "));
  const { stdout, exitCode } = await bench.run("worker --until-idle");
  const others = { unfinished_of_other_accounts: { [account]: 2 } };
  expect(exitCode).toBe(0);
  expect(lines(stdout).at(0)).toMatchObject({ event: "worker-started", ...others });
  expect(lines(stdout).at(-1)).toMatchObject({ event: "worker-stopped", left: [], ...others });
});

test.each([
  ["a proxy", { type: "html-error", status: 502 }, "response_error"],
  ["half a response", { type: "malformed-json" }, "response_error"],
  ["no connection", { type: "reset-before-accept" }, "connection_error"],
  ["an error of the service", { type: "business-error", code: 5000 }, "server_error"],
  ["too many requests", { type: "business-error", code: 1302 }, "rate_limit"],
  ["a refused key", { type: "business-error", code: 1002 }, "invalid_api_key"],
  ["a task of somebody else", { type: "other-task" }, "response_error"],
] as const)("tells a read that fails by %s with the code of its cause", async (_, action, code) => {
  await bench.run("run batch.yaml --detach");
  bench.emulator.control.setFaults([{ match: { method: "GET", path: "/tasks" }, action, times: 1 }]);
  const { stderr } = await bench.run("worker --until-idle");
  expect(lines(stderr)[0]).toMatchObject({ event: "worker-trouble", code });
});

test.each([
  ["an error of the service", { type: "business-error", code: 5001 }, "server_error"],
  ["no connection", { type: "reset-before-accept" }, "connection_error"],
] as const)("tells a create that fails by %s as well, and buys once", async (_, action, code) => {
  await bench.run("run batch.yaml --detach");
  bench.emulator.control.setFaults([{ match: { method: "POST" }, action, times: 1 }]);
  const { stderr, exitCode } = await bench.run("worker --until-idle");
  expect(exitCode).toBe(0);
  expect(lines(stderr)[0]).toMatchObject({ event: "worker-trouble", code, job: expect.any(String) });
  expect(bench.emulator.control.journal()).toMatchObject({ billed: 2 });
});

test("a host that no name server knows is told once a minute, however often creates try it", async () => {
  await bench.run("run batch.yaml --detach");
  let tries = 0;
  bench.intercept(async ({ method }) => {
    if (method !== "POST") return undefined;
    tries += 1;
    if (tries > 3) return undefined;
    throw new TypeError("fetch failed", { cause: Object.assign(new Error(), { code: "ENOTFOUND" }) });
  });
  const { stderr, exitCode } = await bench.run("worker --until-idle");
  expect({ exitCode, isTried: tries > 3 }).toEqual({ exitCode: 0, isTried: true });
  const told = lines(stderr).filter(({ event }) => event === "worker-trouble");
  expect(told).toMatchObject([{ code: "connection_error", message: expect.stringContaining("ENOTFOUND") }]);
});

test("tells a finished task without a link as a download that fails", async () => {
  await bench.run("run batch.yaml --detach");
  bench.emulator.control.setFaults([{ match: { method: "GET" }, action: { type: "missing-url" } }]);
  const { stdout, stderr, exitCode } = await bench.run("worker --until-idle");
  expect(lines(stdout).at(-1)).toMatchObject({ left: [{ waits_for: "link", jobs: 2 }] });
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("jobs_held") });
  const [trouble] = stderr.split("\n", 1).map((line): unknown => JSON.parse(line));
  expect(trouble).toMatchObject({ event: "worker-trouble", code: "download_error" });
});

test("waits for a database that is away, says so, and never tells its password", async () => {
  const stop = new AbortController();
  const store = "postgres:///videos?host=/no/such/folder&user=ada&password=secret";
  setTimeout(() => stop.abort(), 300);
  const { stdout, stderr, exitCode } = await bench.run("worker", {
    env: { KLING_STORE: store },
    signal: stop.signal,
  });
  expect(exitCode).toBe(0);
  expect(lines(stderr)[0]).toMatchObject({
    event: "worker-trouble",
    code: "store_unreachable",
    message: expect.stringContaining("/no/such/folder/videos"),
  });
  expect(lines(stdout)).toMatchObject([{ event: "worker-stopped", ended: {}, left: null }]);
  expect(`${stdout}${stderr}`).not.toContain("secret");
});

test("waits for an emulator that is not started yet, and runs its jobs then", async () => {
  await bench.run("run batch.yaml --detach");
  let asked = 0;
  bench.intercept(async () => {
    asked += 1;
    // One look asks several times.
    if (asked > 10) return undefined;
    throw new TypeError("fetch failed", { cause: Object.assign(new Error(), { code: "ECONNREFUSED" }) });
  });
  const { stdout, stderr, exitCode } = await bench.run("worker --until-idle");
  expect(exitCode).toBe(0);
  expect(lines(stderr)).toMatchObject([{ event: "worker-trouble", code: "connection_error" }]);
  expect(lines(stdout).at(-1)).toMatchObject({ event: "worker-stopped", ended: { collected: 2 } });
});

test("a worker that waits for an emulator is stopped in order", async () => {
  const stop = new AbortController();
  bench.intercept(async () => {
    setTimeout(() => stop.abort(), 50);
    throw new TypeError("fetch failed", { cause: Object.assign(new Error(), { code: "ECONNREFUSED" }) });
  });
  const { stdout, exitCode } = await bench.run("worker", { signal: stop.signal });
  expect(exitCode).toBe(0);
  expect(lines(stdout)).toMatchObject([{ event: "worker-stopped", ended: {}, left: null }]);
});

test("names the keys of both services where no key is set", async () => {
  const { error } = await bench.run("worker", { env: { KLING_API_KEY: undefined } });
  expect(error["message"]).toMatch(/set KLING_API_KEY.* For Higgsfield, set HF_CREDENTIALS to id:secret\./);
});

test("shows a person that what is left is unknown where the store is away", async () => {
  const store = "postgres:///videos?host=/no/such/folder";
  const { stdout } = await bench.run("worker", {
    env: { KLING_STORE: store },
    signal: AbortSignal.timeout(300),
    isTty: true,
  });
  expect(stdout).toMatch(/stopped.* no job ended; what is left is unknown, because/);
});

test.each([
  ["worker", { KLING_API_KEY: undefined }, "missing_api_key", 4],
  ["worker --quota 0", {}, "usage_error", 2],
  ["worker --emulated", {}, "usage_error", 2],
  [`worker --listen ${"a".repeat(64)}:0`, {}, "invalid_listen", 2],
  ["run batch.yaml --detach --emulated", {}, "conflicting_flags", 2],
  ["run batch.yaml --detach", { KLING_BASE_URL: "http://192.0.2.1:9" }, "approval_required", 3],
])("refuses `kling %s` with %j as %s", async (line, env, code, exitCode) => {
  const { error, exitCode: exit } = await bench.run(line, { env });
  expect({ code: error["code"], exit }).toEqual({ code, exit: exitCode });
  expect(bench.requests.filter((request) => request.startsWith("POST"))).toEqual([]);
});
