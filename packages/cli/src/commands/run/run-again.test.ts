import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { createClipRenderer } from "@klingkit/emulator";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

const REAL = { KLING_BASE_URL: "http://192.0.2.1:9" };

let bench: Bench;

beforeEach(async () => {
  bench = await createBench({ publicUrl: "https://results.example.com" });
  await writeBatch("a hare");
});
afterEach(() => bench.close());

const writeBatch = (second: string) =>
  writeFile(
    join(bench.folder, "batch.yaml"),
    `purpose: tests
defaults: { model: kling-v3 }
requests: [{ name: fox, prompt: a fox }, { name: second, prompt: ${second} }]`,
  );
/** At an address that counts as the real service. */
const run = (line: string, isTty = false) => bench.run(`${line} --store jobs.sqlite`, { env: REAL, isTty });
/** The summary, which is the last line. */
const summaryOf = (stdout: string): Record<string, unknown> =>
  JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
const journal = () => bench.emulator.control.journal();
const detach = "run batch.yaml --detach --approve";

test("a store that was deleted finds what it had bought", async () => {
  const file = join(bench.folder, "jobs.sqlite");
  const first = await bench.run("run batch.yaml --store jobs.sqlite --output-dir one");
  await Promise.all([file, `${file}-wal`, `${file}-shm`].map((path) => rm(path, { force: true })));
  const second = await bench.run("run batch.yaml --store jobs.sqlite --output-dir two");
  expect([first.exitCode, second.exitCode]).toEqual([0, 0]);
  expect(summaryOf(second.stdout)).toMatchObject({
    counts: { collected: 2 },
    units: { settled: 6 },
    bought_now: { count: 0, units: { settled: 0, held: 0 } },
    adopted: { count: 2, units: { settled: 6, held: 0 } },
  });
  expect(journal()).toMatchObject({ creates: 4, accepted: 2, billed: 2 });
  expect(await bench.files()).toContain("two");
});

test("a person reads which videos were found at the service, and which were bought", async () => {
  await bench.run("run batch.yaml --store one.sqlite --output-dir one");
  await writeBatch("a hare at night");
  const { stdout } = await bench.run("run batch.yaml --store two.sqlite --output-dir two", PEOPLE);
  expect(stdout).toMatch(/ 2 done · 0 running · 0 waiting · 3 of ~3 units now/);
  expect(endOf(stdout)).toMatch(/^ {2}bought now {2}1 video: 3 units \(US\$ 0\.42\)$/m);
  expect(endOf(stdout)).toMatch(/^ {2}adopted {5}1 video: 3 units \(US\$ 0\.42\), bought before$/m);
});

test("a video whose response was lost is bought by the command that finds it", async () => {
  bench.emulator.control.setFaults([
    { match: { method: "POST" }, action: { type: "reset-after-accept" }, times: 1 },
  ]);
  const { stdout } = await bench.run("run batch.yaml --store jobs.sqlite");
  expect(stdout).toContain('"event":"job-adopted"');
  expect(summaryOf(stdout)["bought_now"]).toEqual({ count: 2, units: { settled: 6, held: 0 } });
  expect(summaryOf(stdout)).not.toHaveProperty("adopted");
});

test("a run and a retry buy their own batches alone: what was approved in another one waits", async () => {
  await bench.run("run batch.yaml --detach --purpose earlier");
  bench.emulator.control.setFaults([{ match: { method: "POST" }, nth: 1, action: { type: "fail-task" } }]);
  await bench.run("run batch.yaml --purpose later");
  bench.emulator.control.setFaults([]);
  const [failed] = Object((await bench.run("jobs --state failed")).json["jobs"]);
  expect((await bench.run(`jobs retry ${failed.job}`)).exitCode).toBe(0);
  expect(journal()).toMatchObject({ creates: 3, billed: 2 });
  const { json: waiting } = await bench.run("jobs --state approved");
  expect(waiting["jobs"]).toMatchObject([{ purpose: "earlier" }, { purpose: "earlier" }]);
  expect((await bench.run("resume")).exitCode).toBe(0);
  expect(journal()).toMatchObject({ creates: 5, billed: 4 });
});

/** Requests of one file, by their names. */
const writeCut = (...names: readonly string[]) =>
  writeFile(
    join(bench.folder, "cut.yaml"),
    `purpose: cut
requests: [${names.map((name) => `{ name: ${name}, prompt: ${name}, model: kling-v3 }`).join(", ")}]`,
  );
const namesIn = async (state: string): Promise<readonly string[]> =>
  Object(await bench.run(`jobs --state ${state}`)).json["jobs"].map(({ name }: { name: string }) => name);
const onOneLine = (text: string) => stripVTControlCharacters(text).replaceAll(/\s+/g, " ");

test("a request that was taken out of an interrupted batch is not bought, and named with what helps", async () => {
  await writeCut("one", "two", "three", "four");
  const { json: detached } = await bench.run("run cut.yaml --detach");
  await writeCut("one", "four", "five");
  const { stdout, stderr, exitCode } = await bench.run("run cut.yaml", PEOPLE);
  expect(exitCode).toBe(0);
  expect(onOneLine(stderr)).toContain(
    `warning 2 requests of an earlier run are not in this file, but in an earlier version of it or in another file: two, three. They are approved, and not sent by this run. To see them, run \`kling jobs --batch ${detached["batch"]} --state waiting\`. To buy them, run \`kling resume ${detached["batch"]}\`. To give them up, run \`kling jobs cancel j`,
  );
  expect(onOneLine(stdout)).toMatch(/3 of 3 videos on disk .* 9 units /);
  expect(journal()).toMatchObject({ creates: 3, billed: 3 });
  expect(await namesIn("waiting")).toEqual(["three", "two"]);
  const again = await bench.run("resume cut.yaml");
  expect(again.stdout).toMatch(
    /^\{"event":"warning","message":"2 requests of an earlier run are not in this file, /m,
  );
  expect(journal()).toMatchObject({ creates: 3 });
  await bench.run(`resume ${detached["batch"]}`);
  expect(journal()).toMatchObject({ creates: 5, billed: 5 });
});

test("an interrupted run of which no request is left in the file is named with what finishes it", async () => {
  const write = (prompts: readonly string[], file = "cut.yaml") =>
    writeFile(
      join(bench.folder, file),
      `purpose: cut\nrequests: [${prompts.map((prompt) => `{ prompt: ${prompt}, model: kling-v3 }`).join(", ")}]`,
    );
  bench.emulator.control.setFaults([{ match: { method: "GET" }, action: { type: "reset-before-accept" } }]);
  await write(["a fox", "an owl"]);
  await bench.run("run cut.yaml --quota 1 --timeout 1");
  bench.emulator.control.setFaults([]);
  const [{ batch: batchId }] = Object((await bench.run("jobs")).json["jobs"]);
  await write(["a fox at dusk", "an owl at dusk"]);
  const said = `2 requests of an earlier run for this purpose (batch ${batchId}) are not finished: 01, 02. They are not in this file, but in an earlier version of it or in another file.`;
  const detached = await bench.run("run cut.yaml --detach");
  expect(detached.json["warnings"]).toMatchObject([
    {
      message: expect.stringContaining(
        `${said} A worker finishes them, too, which buys what was not sent. To give up what was not sent, run`,
      ),
    },
  ]);
  const { stderr, exitCode } = await bench.run("run cut.yaml", PEOPLE);
  expect([exitCode, onOneLine(stderr)]).toEqual([
    0,
    expect.stringContaining(
      `${said} This run leaves them alone. To finish them, which buys what was not sent, run \`kling resume ${batchId}\`.`,
    ),
  ]);
  const resumed = await bench.run("resume cut.yaml", PEOPLE);
  expect(onOneLine(resumed.stderr)).toContain(`${said} This run leaves them alone.`);
  expect((await bench.run("resume cut.yaml")).stdout).toContain(`{"event":"warning","message":"${said}`);
  // Of a file that was not run as it is now nothing is resumed: what was approved is not what it asks for.
  await write(["a hare", "a wolf"]);
  const { error, exitCode: refused } = await bench.run("resume cut.yaml");
  expect(refused).toBe(2);
  expect(error).toMatchObject({
    code: "batch_not_found",
    message: expect.stringMatching(
      /^No request of cut\.yaml was run as it is now\. Nothing was sent\. .*`kling resume b\w+`\.$/,
    ),
  });
  expect(journal()).toMatchObject({ creates: 3 });
  await bench.run(`resume ${batchId}`);
  expect(journal()).toMatchObject({ creates: 4, billed: 4 });
  // Another folder, or other names, are another file.
  await write(["a hare"]);
  await bench.run("run cut.yaml --detach");
  await write(["a hare at dusk"]);
  expect((await bench.run("run cut.yaml --output-dir elsewhere --detach")).json).not.toHaveProperty(
    "warnings",
  );
});

test("an unfinished request of another file with an equal request is not taken for one that was taken out", async () => {
  await writeCut("one", "two");
  await bench.run("run cut.yaml --detach");
  await writeFile(
    join(bench.folder, "other.yaml"),
    "purpose: cut\nrequests: [{ name: one, prompt: one, model: kling-v3 }]",
  );
  const { stderr } = await bench.run("run other.yaml", PEOPLE);
  expect(onOneLine(stderr)).toContain(
    "warning 1 request of an earlier run is not in this file, but in an earlier version of it or in another file: two. It is approved,",
  );
});

test("a stopped run of an edited file names the command that continues its own requests alone", async () => {
  const noReads = { match: { method: "GET" }, action: { type: "reset-before-accept" } } as const;
  await writeCut("one", "two");
  await bench.run("run cut.yaml --detach");
  bench.emulator.control.setFaults([noReads]);
  await writeCut("one", "three");
  const edited = await bench.run("run cut.yaml --quota 1 --timeout 1");
  bench.emulator.control.setFaults([]);
  expect(edited.error).toMatchObject({ code: "still_pending", resume: "kling resume cut.yaml" });
  await bench.run("resume cut.yaml");
  expect(await namesIn("waiting")).toEqual(["two"]);
  expect(journal()).toMatchObject({ billed: 2 });
});

test("a stopped run names its own file where other runs have left something to buy", async () => {
  const noReads = { match: { method: "GET" }, action: { type: "reset-before-accept" } } as const;
  bench.emulator.control.setFaults([noReads]);
  await writeCut("one");
  expect((await bench.run("run cut.yaml --timeout 1")).error).toMatchObject({ resume: "kling resume" });
  await bench.run("run batch.yaml --detach");
  await writeCut("one", "two");
  const stopped = await bench.run("run cut.yaml --timeout 1");
  expect(stopped.error).toMatchObject({ code: "still_pending", resume: "kling resume cut.yaml" });
  bench.emulator.control.setFaults([]);
  await bench.run("resume cut.yaml");
  expect(journal()).toMatchObject({ billed: 2 });
});

test("a request that was taken out after it was sent is brought to its file: it is paid for", async () => {
  await writeCut("one", "two", "three");
  bench.emulator.control.setFaults([{ match: { method: "GET" }, action: { type: "reset-before-accept" } }]);
  await bench.run("run cut.yaml --quota 1 --timeout 1");
  bench.emulator.control.setFaults([]);
  expect(await namesIn("running")).toEqual(["one"]);
  await writeCut("two");
  const { stdout, stderr, exitCode } = await bench.run("run cut.yaml", PEOPLE);
  expect(exitCode).toBe(0);
  expect(onOneLine(stderr)).toMatch(
    /1 request of an earlier run is not in this file, but in an earlier version of it or in another file: one\. It was sent, and its file is downloaded, too\. .*in another file: three\. It is approved/,
  );
  expect(endOf(stdout)).toMatch(/^ {2}bought now {2}1 video: 3 units/m);
  expect(journal()).toMatchObject({ billed: 2 });
  expect(await namesIn("waiting")).toEqual(["three"]);
});

test("a task whose response was lost is found for a request that was taken out, and its file is there", async () => {
  bench.emulator.control.setFaults([
    { match: { method: "POST" }, action: { type: "reset-after-accept" }, times: 1 },
    { match: { method: "GET" }, action: { type: "reset-before-accept" } },
  ]);
  await writeCut("one", "two");
  await bench.run("run cut.yaml --quota 1 --timeout 1");
  bench.emulator.control.setFaults([]);
  expect(await namesIn("submitting")).toEqual(["one"]);
  await writeCut("two");
  const { stderr, exitCode } = await bench.run("run cut.yaml", PEOPLE);
  expect({
    exitCode,
    found: onOneLine(stderr).includes(
      "not in this file, but in an earlier version of it or in another file: one. It was sent",
    ),
  }).toEqual({
    exitCode: 0,
    found: true,
  });
  expect(await namesIn("done")).toEqual(["two", "one"]);
  expect(journal()).toMatchObject({ billed: 2 });
});

test("a request that takes the result of one which an earlier run left is made in the same run", async () => {
  const film = "{ name: film, prompt: a fox, model: kling-v3 }";
  const sound = "{ name: sound, operation: video add-sound, body: { video_id: { from: film } } }";
  const write = (...requests: readonly string[]) =>
    writeFile(join(bench.folder, "chain.yaml"), `purpose: chain\nrequests: [${requests.join(", ")}]`);
  await write(film);
  await bench.run("run chain.yaml --detach");
  await write(film, sound);
  const { stdout, exitCode } = await bench.run("run chain.yaml");
  expect({ exitCode, counts: summaryOf(stdout)["counts"] }).toEqual({
    exitCode: 0,
    counts: { collected: 2 },
  });
});

test("a detached run warns that a worker sends what was taken out of the file", async () => {
  await writeCut("one", "two");
  await bench.run("run cut.yaml --detach");
  await writeCut("two");
  const { json } = await bench.run("run cut.yaml --detach");
  expect(json["warnings"]).toMatchObject([
    {
      message: expect.stringMatching(
        /^1 request of an earlier run is not in this file, but in an earlier version of it or in another file: one\. It is approved, and a worker sends it\. To give it up, run `kling jobs cancel j\w+`\.$/,
      ),
    },
  ]);
});

test("what an earlier version of a file asked for waits where the rest of that run is there", async () => {
  bench.emulator.control.setFaults([
    { match: { method: "POST" }, nth: 2, action: { type: "business-error", code: 1102 } },
  ]);
  expect((await bench.run("run batch.yaml --quota 1")).error["code"]).toBe("jobs_held");
  bench.emulator.control.setFaults([]);
  await writeBatch("a hare at night");
  const { stdout, stderr, exitCode } = await bench.run("run batch.yaml", PEOPLE);
  expect({ exitCode, warned: stderr.includes("of an earlier run") }).toEqual({ exitCode: 0, warned: true });
  expect(endOf(stdout)).toMatch(/^ {2}bought now {2}1 video: 3 units/m);
  expect(journal()).toMatchObject({ accepted: 2, billed: 2 });
  expect((await bench.run("jobs --state approved")).json["jobs"]).toMatchObject([{ name: "second" }]);
});

test("an edited batch buys the edited request, and reports the others with their state and file", async () => {
  await bench.run("run batch.yaml --store jobs.sqlite --output-dir out");
  await writeBatch("a hare at night");
  const { stdout, exitCode } = await bench.run("run batch.yaml --store jobs.sqlite --output-dir out");
  expect(exitCode).toBe(0);
  expect(summaryOf(stdout)).toMatchObject({
    counts: { collected: 2 },
    units: { settled: 6 },
    jobs: [{ name: "fox", file: join(bench.folder, "out", "fox.mp4") }, { name: "second" }],
  });
  expect(summaryOf(stdout)["bought_now"]).toEqual({ count: 1, units: { settled: 3, held: 0 } });
  expect(journal()).toMatchObject({ creates: 3, billed: 3 });
});

const PEOPLE = { isTty: true, columns: 90, env: { NO_COLOR: "1" } } as const;
const endOf = (stdout: string) => stdout.slice(stdout.indexOf("2 of 2 videos on disk"));

test("the summary of an edited batch shows what this run bought beside the whole, and the page of the file", async () => {
  const first = await bench.run("run batch.yaml --store jobs.sqlite", PEOPLE);
  expect(endOf(first.stdout)).not.toMatch(/bought now|for these/);
  await writeBatch("a hare at night");
  const { stdout } = await bench.run("run batch.yaml --store jobs.sqlite", PEOPLE);
  expect(stdout).toMatch(/ 2 done · 0 running · 0 waiting · 3 of ~3 units now/);
  const end = endOf(stdout);
  expect(end).toMatch(/^ {2}bought now {2}1 video: 3 units \(US\$ 0\.42\)$/m);
  expect(end).toMatch(
    /^ {2}cost {8}No charge \(emulator\)\. At list price: 6 units \(US\$ 0\.84\) for these 2 videos$/m,
  );
  expect(end).toMatch(/^ {2}report {6}kling report batch\.yaml --store jobs\.sqlite$/m);
  const page = await bench.run("report batch.yaml --store jobs.sqlite");
  expect(page.json).toMatchObject({ success: true, jobs: 2 });
});

test("a file that `kling report` reads in another way is not named: the batches are", async () => {
  const line = "run batch.yaml --purpose another --store jobs.sqlite";
  // Under its own purpose the file stands for other jobs.
  await bench.run("run batch.yaml --store jobs.sqlite");
  await bench.run(line);
  await writeBatch("a hare at night");
  const { stdout } = await bench.run(line, PEOPLE);
  expect(endOf(stdout)).toMatch(/^ {2}report {6}kling report b\w+ .*\n {14}kling report b\w+ /m);
});

test("a plan counts what an earlier run approved and did not send as still to be paid", async () => {
  await writeCut("one", "two");
  await bench.run("run cut.yaml --detach");
  const { json } = await bench.run("plan cut.yaml");
  expect(json).toMatchObject({ unsent: { jobs: 2, units: { video: 6 } }, to_buy: { totals: { jobs: 0 } } });
  const { stdout } = await bench.run("plan cut.yaml", { isTty: true, columns: 120 });
  expect(stripVTControlCharacters(stdout)).toMatch(
    /^left to buy {2}nothing new; 2 requests that an earlier run approved and did not send: 6 units \(US\$ 0\.84\)$/m,
  );
  await bench.run("plan cut.yaml --output old.json");
  const diff = await bench.run("plan cut.yaml --diff old.json", { isTty: true, columns: 120 });
  expect(stripVTControlCharacters(diff.stdout)).toMatch(/did not send: 6 units \(US\$ 0\.84\)$/m);
});

test("counts as bought now only what the service has accepted, and not what is reserved for the rest", async () => {
  bench.emulator.control.setFaults([
    { match: { method: "POST" }, action: { type: "business-error", code: 1303 } },
  ]);
  const { stdout } = await bench.run("run batch.yaml --store jobs.sqlite --timeout 1");
  expect(summaryOf(stdout)["units"]).toEqual({ settled: 0, held: 6 });
  expect(summaryOf(stdout)["bought_now"]).toEqual({ count: 0, units: { settled: 0, held: 0 } });
});

test("a batch of which nothing is left to buy says so", async () => {
  await bench.run("run batch.yaml --store jobs.sqlite");
  const { stdout } = await bench.run("run batch.yaml --store jobs.sqlite", PEOPLE);
  expect(stdout).toMatch(/ 2 done · 0 running · 0 waiting · nothing bought now/);
  expect(endOf(stdout)).toMatch(/^ {2}bought now {2}nothing$/m);
  expect(endOf(stdout)).toMatch(/6 units \(US\$ 0\.84\) for these 2 videos$/m);
  const { stdout: json } = await bench.run("run batch.yaml --store jobs.sqlite");
  expect(summaryOf(json)).toMatchObject({
    units: { settled: 6 },
    bought_now: { count: 0, units: { settled: 0, held: 0 } },
  });
});

test("plan and approve show what was bought before, and count only what is left", async () => {
  await run(detach);
  await writeBatch("a hare at night");
  expect((await run("plan batch.yaml")).json).toMatchObject({
    totals: { jobs: 2 },
    already_there: [{ name: "fox", state: "approved", file: null }],
    triggers: ["billable-create", "several-creates-for-one-purpose"],
    to_buy: {
      totals: { jobs: 1, units: 3 },
      triggers: ["billable-create", "several-creates-for-one-purpose"],
    },
  });
  expect((await run("plan batch.yaml", true)).stdout).toMatch(
    /approval.* needed because it spends units · 1 more for a purpose that has 2 requests\n[\s\S]*ALREADY THERE.*\n.*fox.*\n.*1 of 2 videos, 3 units/,
  );
  const approval = await run("approve batch.yaml --yes");
  expect(approval.json).toMatchObject({
    max_creates: 1,
    max_units: 3,
    already_there: [{ name: "fox" }],
  });
  expect((await run("run batch.yaml --detach")).json).toMatchObject({
    jobs: [
      { name: "fox", is_earlier: true },
      { name: "second", is_earlier: false },
    ],
    next: "kling worker --store jobs.sqlite",
  });
});

test("plan calls a job that the account stops as the list of jobs does", async () => {
  const noFunds = { type: "business-error", code: 1102 } as const;
  bench.emulator.control.setFaults([{ match: { method: "POST" }, action: noFunds }]);
  await bench.run("run batch.yaml --store jobs.sqlite");
  const shown = await bench.run("plan batch.yaml --store jobs.sqlite", PEOPLE);
  const listed = await bench.run("jobs --store jobs.sqlite", PEOPLE);
  for (const { stdout } of [shown, listed]) expect(stdout).toMatch(/fox +(?:\w+ +)?stopped/);
});

test("plan, approve and the question of a run count what other files have bought for the purpose", async () => {
  await run("run batch.yaml --approve");
  await writeFile(
    join(bench.folder, "batch.yaml"),
    "purpose: tests\nrequests:\n  - {prompt: an owl at dusk}\n",
  );
  const triggers = ["billable-create", "several-creates-for-one-purpose"];
  expect((await run("plan batch.yaml")).json).toMatchObject({ triggers, already_there: [] });
  const because = /because.* it spends units · 1 more for a purpose that has 2 requests/;
  expect((await run("plan batch.yaml", true)).stdout).toMatch(because);
  expect((await run("run batch.yaml --approve", true)).stderr).toMatch(because);
  await writeFile(
    join(bench.folder, "batch.yaml"),
    "purpose: tests\nrequests:\n  - {prompt: an elk at dawn}\n",
  );
  expect((await run("approve batch.yaml --yes", true)).stdout).toMatch(
    /Files.*\n.*\n.*if a name is taken, the new file gets a number\.[\s\S]*because.* 1 more for a purpose that has 3 requests/,
  );
});

test("a detached run tells what ended without a result apart from what was bought before", async () => {
  bench.emulator.control.setFaults([
    { match: { method: "POST" }, nth: 2, times: 1, action: { type: "business-error", code: 1301 } },
  ]);
  await run("run batch.yaml --approve");
  const { json } = await run(detach);
  // Nothing is left that a worker could do.
  expect(json).not.toHaveProperty("next");
  const [{ job: fox }, { job: second }] = Object(json["jobs"]);
  expect(json["jobs"]).toEqual([
    { job: fox, name: "fox", is_earlier: true },
    { job: second, name: "second", is_earlier: true, not_tried_again: "rejected" },
  ]);
  const { stdout } = await run(detach, true);
  expect(stripVTControlCharacters(stdout)).toMatch(
    / fox {2}done, of an earlier run\n.* second {2}rejected, not tried again\nThe content policy refused/,
  );
  expect(stdout).toMatch(/\nnothing of this file is left for a worker\n$/);
  expect(stdout).not.toContain("kling worker");
});

test("a plan marks a file that was deleted, and names the command that downloads it", async () => {
  await bench.run("run batch.yaml --store jobs.sqlite");
  const there = await bench.run("plan batch.yaml --store jobs.sqlite", PEOPLE);
  expect(there.stdout).toMatch(/^next {2}kling report batch\.yaml --store jobs\.sqlite$/m);
  await rm(join(bench.folder, "second.mp4"));
  const { stdout } = await bench.run("plan batch.yaml --store jobs.sqlite", PEOPLE);
  expect(stdout).toMatch(/^fox .*fox\.mp4$/m);
  expect(stdout).toMatch(/^second .*second\.mp4 \(not there\)$/m);
  expect(stdout).toMatch(
    /^next {2}kling run batch\.yaml --store jobs\.sqlite, which downloads 1 file again$/m,
  );
  expect((await bench.run("plan batch.yaml --store jobs.sqlite")).json).toMatchObject({
    already_there: [{ file_exists: true }, { file_exists: false }],
  });
});

test("what failed is not already there: plan and approve list it apart, with what helps", async () => {
  const fault = { type: "fail-task", message: "Image pixel is invalid" } as const;
  bench.emulator.control.setFaults([{ match: { method: "POST" }, nth: 2, action: fault }]);
  expect((await bench.run("run batch.yaml --store jobs.sqlite")).exitCode).toBe(6);
  const { json } = await bench.run("plan batch.yaml --store jobs.sqlite");
  expect(json).toMatchObject({
    already_there: [{ name: "fox" }],
    without_result: [{ name: "second", state: "failed", error: { message: "Image pixel is invalid" } }],
    to_buy: { totals: { jobs: 0 } },
  });
  const { stdout } = await bench.run("plan batch.yaml --store jobs.sqlite", PEOPLE);
  const retry = "kling jobs retry j\\w+ --store jobs\\.sqlite";
  expect(stdout).toMatch(
    new RegExp(
      `^NOT TRIED AGAIN .*\nsecond +failed .* Image pixel is invalid\n\`${retry}\` buys it again\\.\nleft to buy  nothing\n\nnext  ${retry}\n`,
      "m",
    ),
  );
  const diff = await bench.run("plan batch.yaml --diff batch.yaml --store jobs.sqlite", {
    ...PEOPLE,
    columns: 200,
  });
  expect(diff.stdout).toMatch(/to buy {2}nothing; not tried again: second \(failed\)\. `kling jobs retry /);
  const { error } = await bench.run("approve batch.yaml --yes --store jobs.sqlite");
  expect(error).toMatchObject({
    code: "nothing_to_buy",
    message: expect.stringMatching(
      /left to approve\. 1 request was bought before\. A run does not .*: second \(failed\)\. /,
    ),
  });
});

test("a plan shows what was bought before from the usual store, with the same hash, and what a changed batch would buy", async () => {
  const atHome = (line: string, isTty = false) =>
    bench.run(line, {
      env: { NO_COLOR: "1", XDG_DATA_HOME: join(bench.folder, "data"), KLING_STORE: undefined },
      isTty,
    });
  const before = await atHome("plan batch.yaml -o plan.json");
  expect(before.json).not.toHaveProperty("to_buy");
  expect(await bench.files()).not.toContain("data");
  expect((await atHome("run batch.yaml")).exitCode).toBe(0);
  const requests = bench.requests.length;
  const after = await atHome("plan batch.yaml --detailed-exitcode");
  expect(after).toMatchObject({ exitCode: 0, json: { to_buy: { totals: { jobs: 0 } } } });
  expect(after.json["plan_hash"]).toBe(before.json["plan_hash"]);
  await writeBatch("a hare at night");
  expect((await atHome("plan batch.yaml")).json).toMatchObject({
    already_there: [{ name: "fox" }],
    to_buy: { totals: { jobs: 1, units: 3 } },
  });
  const diff = await atHome("plan batch.yaml --diff plan.json", true);
  expect(diff.stdout).toMatch(
    /to buy {2}1 of 2 videos, 3 units \(US\$ 0\.42\); the rest was bought before\n$/,
  );
  expect((await atHome("plan batch.yaml --diff plan.json")).json).toMatchObject({
    to_buy: { totals: { jobs: 1 } },
  });
  // Only this machine is asked whether an emulator is there.
  expect(bench.requests.slice(requests).filter((line) => !line.includes("/_emulator/info"))).toEqual([]);
});

test("without a key a plan shows what --emulated made, and that the service may be paid for all of it", async () => {
  const env = { NO_COLOR: "1", KLING_API_KEY: undefined, KLING_STORE: "jobs.sqlite" };
  expect((await bench.run("run batch.yaml --emulated --speed 5000", { env })).exitCode).toBe(0);
  await writeBatch("a hare at night");
  const { stdout, stderr } = await bench.run("plan batch.yaml", { env, isTty: true });
  expect(stderr).toBe("");
  expect(stdout).toMatch(
    /ALREADY THERE.*\nfox.*\nleft to buy {2}1 of 2 videos, 3 units .*\nThis is what --emulated made\./,
  );
});

test("a plan needs no store: one that cannot be read only brings a warning, unless it was named", async () => {
  const env = { NO_COLOR: "1", XDG_DATA_HOME: join(bench.folder, "data"), KLING_STORE: undefined };
  await bench.run("run batch.yaml", { env });
  const [file = ""] = (await bench.files()).filter((name) => name.endsWith("jobs.sqlite"));
  await writeFile(join(bench.folder, file), "no database ".repeat(1000));
  const options = { env, isTty: true };
  const usual = await bench.run("plan batch.yaml", options);
  expect(usual).toMatchObject({
    exitCode: 0,
    stderr: expect.stringContaining("does not show what was bought before"),
  });
  const named = await bench.run(`plan batch.yaml --store ${join(bench.folder, file)}`, options);
  expect(named.exitCode).not.toBe(0);
});

test("nothing is approved where nothing is left, unless all of it is to be bought again", async () => {
  await run(detach);
  const refused = await run("approve batch.yaml --yes");
  expect({ code: refused.error["code"], exitCode: refused.exitCode }).toEqual({
    code: "nothing_to_buy",
    exitCode: 1,
  });
  // What is still to be paid was not bought, and `--again` would buy it twice.
  expect(refused.error["message"]).toBe(
    "Nothing was approved: nothing in batch.yaml is left to approve. There are 2 requests that an earlier run approved and did not send: 6 units (US$ 0.84). To send them, run `kling run batch.yaml --store jobs.sqlite`.",
  );
  expect((await run("approve batch.yaml --yes --again")).json).toMatchObject({
    max_creates: 2,
    already_there: [],
  });
  expect((await run("run batch.yaml --detach --again")).json).toMatchObject({ is_continued: false });
});

test("an --again that was interrupted is continued by the same command, also into another folder", async () => {
  const again = "run batch.yaml --again --approve";
  const store = { env: { ...REAL, NO_COLOR: "1" }, isTty: true };
  await run("run batch.yaml --approve");
  await run("run batch.yaml --detach --again --approve");
  const refused = await run("approve batch.yaml --yes --again");
  expect(refused.error).toMatchObject({
    code: "nothing_to_buy",
    message: expect.stringMatching(
      /There are 2 requests .* did not send: 6 units .*\. To send them, run `kling run batch\.yaml --again .*`\. The last --again is not finished, and the run continues it\.$/,
    ),
  });
  const elsewhere = await run(`${again} --output-dir other`);
  expect(elsewhere.error).toMatchObject({
    code: "output_dir_differs",
    message: expect.stringMatching(/When that is done, --again buys everything again into other\./),
  });
  const { exitCode, stderr } = await bench.run(`${again} --store jobs.sqlite`, store);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.stringContaining("is continued") });
  expect(journal()).toMatchObject({ billed: 4 });
  await run(again);
  expect(journal()).toMatchObject({ billed: 6 });
});

test("what an --again leaves unfinished is told by each run that leaves it alone, and not as missing in the file", async () => {
  const detached = await bench.run("run batch.yaml --detach --store jobs.sqlite");
  const { batch } = detached.json;
  // Which take is the newest is told by the time of their IDs.
  await bench.emulator.control.advance(1000);
  const people = { env: { NO_COLOR: "1" }, isTty: true, columns: 400 };
  const [subject, left] = [
    `2 earlier takes of requests of this file (batch ${batch}) are not finished: fox, second.`,
    `This run leaves them alone. To finish them, which buys what was not sent, run \`kling resume ${batch} --store jobs.sqlite\`. To give them up, run`,
  ];
  for (const line of ["run batch.yaml --again", "run batch.yaml", "resume batch.yaml"]) {
    const { stderr } = await bench.run(`${line} --store jobs.sqlite`, people);
    expect(onOneLine(stderr)).toContain(`${subject} ${left}`);
    expect(stderr).not.toContain("not in this file");
  }
  const again = await bench.run("run batch.yaml --again --detach --store jobs.sqlite", people);
  expect(onOneLine(again.stderr)).toContain(`${subject} A worker finishes them, too,`);
  expect(journal()).toMatchObject({ billed: 2 });
  await bench.run(`resume ${String(batch)} --store jobs.sqlite`);
  expect(journal()).toMatchObject({ billed: 4 });
});

test("a plan shows nothing of a store that it was not given", async () => {
  await run(detach);
  const { json } = await bench.run("plan batch.yaml", { env: REAL });
  expect(json).not.toHaveProperty("already_there");
});

test("plan and approve say that a changed step of a chain cannot be bought while its parent has no result", async () => {
  await bench.close();
  // Clips that a decoder reads.
  bench = await createBench({ renderer: createClipRenderer() });
  const chain = (prompt: string) =>
    `purpose: tests\nrequests:\n  - { name: still, prompt: a lake }\n  - { name: clip, prompt: ${prompt}, firstFrame: { lastFrameOf: still } }\n  - { name: end, prompt: the end, firstFrame: { lastFrameOf: clip } }\n`;
  const file = join(bench.folder, "chain.yaml");
  await writeFile(file, chain("waves"));
  bench.emulator.control.setFaults([
    { match: { method: "POST" }, action: { type: "fail-task", message: "internal error" } },
  ]);
  const first = await bench.run("run chain.yaml --store jobs.sqlite");
  expect(first.error["message"]).toContain("buys still again, and the 2 jobs that were canceled with it.");
  await writeFile(file, chain("storm"));
  bench.emulator.control.setFaults([]);
  const warnings = ["clip takes a result of still,", "end takes a result of clip,"].map((start) => ({
    message: expect.stringContaining(`${start} which a run does not try again. A run cancels`),
  }));
  const planned = await bench.run("plan chain.yaml --detailed-exitcode --store jobs.sqlite");
  expect(planned).toMatchObject({
    exitCode: 0,
    json: {
      warnings,
      to_buy: {
        totals: { jobs: 2 },
        canceled: [
          { name: "clip", takes_result_of: "still" },
          { name: "end", takes_result_of: "clip" },
        ],
      },
    },
  });
  expect((await bench.run("plan chain.yaml --store jobs.sqlite", PEOPLE)).stdout).toMatch(
    /left to buy {2}2 of 3 videos.*, of which a run buys none now\n\nnext {2}kling jobs retry j\w+ --store jobs\.sqlite\n/,
  );
  expect((await bench.run("approve chain.yaml --store jobs.sqlite")).json["warnings"]).toEqual(warnings);
  const { creates } = bench.emulator.control.journal();
  const again = await bench.run("run chain.yaml --store jobs.sqlite");
  expect(bench.emulator.control.journal().creates).toBe(creates);
  expect(again.error["message"]).toContain(
    "`kling jobs retry --batch chain.yaml --failed --store jobs.sqlite` buys still again, and the 2 jobs that were canceled with it.",
  );
  const [, still = ""] = /See `kling jobs show (j\w+)/.exec(String(again.error["message"])) ?? [];
  expect((await bench.run(`jobs retry ${still} --store jobs.sqlite`)).exitCode).toBe(0);
  // The step is told of until it is bought, by each command that looks at it.
  const half = await bench.run("run chain.yaml --store jobs.sqlite");
  expect({ exitCode: half.exitCode, message: half.error["message"] }).toEqual({
    exitCode: 6,
    message: expect.stringMatching(
      /clip \(canceled\)\. .*`kling jobs retry --batch chain\.yaml --failed --store jobs\.sqlite` buys clip again, and the job that was canceled with it\./,
    ),
  });
  expect((await bench.run("plan chain.yaml --store jobs.sqlite", PEOPLE)).stdout).toContain(
    "\nnext  kling jobs retry --batch chain.yaml --failed --store jobs.sqlite\n",
  );
  expect((await bench.run("resume chain.yaml --store jobs.sqlite")).error["message"]).toContain(
    "buys clip again, and the job that was canceled with it.",
  );
  // The file as it is now: what the first run was asked for is not bought.
  const { accepted } = bench.emulator.control.journal();
  expect((await bench.run("jobs retry --batch chain.yaml --failed --store jobs.sqlite")).exitCode).toBe(0);
  expect(bench.emulator.control.journal().accepted - accepted).toBe(2);
});

test("plan and approve name each external ID that an earlier request has, and approve nothing", async () => {
  const own = (prompt: string) =>
    JSON.stringify({
      purpose: "own",
      requests: ["a", "b"].map((name) => ({
        name,
        prompt: `${prompt} ${name}`,
        externalTaskId: `shop-${name}`,
      })),
    });
  const file = join(bench.folder, "own.yaml");
  await writeFile(file, own("one"));
  expect((await bench.run("run own.yaml --store jobs.sqlite")).exitCode).toBe(0);
  await writeFile(file, own("two"));
  const taken =
    /a has the external ID shop-a of an earlier request, job j\w+, b has the external ID shop-b of /;
  const plan = await bench.run("plan own.yaml --store jobs.sqlite", PEOPLE);
  expect(plan.stderr.replaceAll(/\s+/g, " ")).toMatch(taken);
  expect(plan.stdout).toMatch(/next {2}kling jobs show j\w+ --store jobs\.sqlite\n/);
  const approved = await bench.run("approve own.yaml --yes --store jobs.sqlite");
  expect(approved.error).toMatchObject({
    code: "duplicate_external_id",
    message: expect.stringMatching(taken),
  });
  expect((await bench.run("approvals --store jobs.sqlite")).json["count"]).toBe(0);
  expect((await bench.run("run own.yaml --store jobs.sqlite")).error["message"]).toMatch(taken);
  await writeFile(file, own("two").replaceAll("shop-b", "shop-a"));
  const { error, exitCode } = await bench.run("plan own.yaml --store jobs.sqlite");
  expect({ exitCode, mistakes: error["mistakes"] }).toMatchObject({
    exitCode: 2,
    mistakes: [
      {
        request: "b",
        field: "externalTaskId",
        message: expect.stringContaining("is also the external ID of"),
      },
    ],
  });
});

test("with --detailed-exitcode, what an earlier run left unsent counts as to be bought", async () => {
  const plan = "plan batch.yaml --detailed-exitcode --store jobs.sqlite";
  expect((await bench.run("run batch.yaml --detach --store jobs.sqlite")).exitCode).toBe(0);
  expect((await bench.run(plan)).exitCode).toBe(20);
  expect((await bench.run("resume --store jobs.sqlite")).exitCode).toBe(0);
  expect((await bench.run(plan)).exitCode).toBe(0);
});

test("the verdict of a plan follows what is left to buy", async () => {
  const verdict = async () => (await bench.run("plan batch.yaml --store jobs.sqlite")).json["verdict"];
  expect(await verdict()).toBe("needs-approval");
  await bench.run("run batch.yaml --store jobs.sqlite");
  expect(await verdict()).toBe("allowed");
});

test("a policy that is not there is told of by what names it", async () => {
  const missing = { code: "policy_not_found" };
  const given = await bench.run("run batch.yaml --store jobs.sqlite --policy none.json");
  expect(given.error).toMatchObject({ ...missing, message: expect.stringMatching(/^--policy: /) });
  const named = await bench.run("run batch.yaml --store jobs.sqlite", { env: { KLING_POLICY: "none.json" } });
  expect(named.error).toMatchObject({ ...missing, message: expect.stringMatching(/^KLING_POLICY: /) });
});
