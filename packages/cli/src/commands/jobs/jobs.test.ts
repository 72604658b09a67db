import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { API_KEY, type Bench, createBench } from "../../testing/kling-bench.ts";

const NO_KEY = { env: { KLING_API_KEY: undefined } };
const NO_LISTENER = Object.assign(new Error("no"), { code: "ECONNREFUSED" });
let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
  await writeFile(join(bench.folder, "b.yaml"), "requests: [{ name: fox, prompt: a fox, model: kling-v3 }]");
});
afterEach(() => bench.close());

async function onlyJob(): Promise<string> {
  const { json } = await bench.run("jobs", NO_KEY);
  const [job] = Array.isArray(json["jobs"]) ? json["jobs"] : [];
  return String(job?.job);
}

/** A job that was made and not sent. */
async function enqueueOnly(): Promise<string> {
  bench.emulator.control.setFaults([
    { match: { method: "POST" }, action: { type: "business-error", code: 1102 } },
  ]);
  await bench.run("run b.yaml");
  return onlyJob();
}

test("lists no jobs in a new store", async () => {
  const { json } = await bench.run("jobs", NO_KEY);
  expect(json).toMatchObject({ success: true, jobs: [], count: 0, missing_store: expect.any(String) });
});

test("lists that leave older rows out say so", async () => {
  await writeFile(
    join(bench.folder, "b.yaml"),
    "requests: [{ name: fox, prompt: a fox, model: kling-v3 }, { name: owl, prompt: an owl, model: kling-v3 }]",
  );
  await bench.run("run b.yaml");
  const people = { isTty: true, env: { NO_COLOR: "1" } };
  for (const [line, things] of [
    ["jobs", "jobs"],
    ["ledger", "entries"],
    ["events list", "events"],
  ]) {
    expect((await bench.run(`${line} --limit 1`)).json).toMatchObject({ count: 1, has_more: true });
    expect((await bench.run(String(line))).json).toMatchObject({ has_more: false });
    const { stdout } = await bench.run(`${line} --limit 1`, people);
    expect(stdout).toContain(`Older ${things} are not shown (--limit 1). To see more, use --limit 10.\n`);
    expect((await bench.run(String(line), people)).stdout).not.toContain("not shown");
  }
});

test("lists and shows jobs without a key, with payload hash, answers, ledger and file, and no link", async () => {
  await bench.run("run b.yaml");
  const id = await onlyJob();
  const { json, stdout } = await bench.run(`jobs show ${id}`, NO_KEY);
  expect(json).toMatchObject({
    success: true,
    state: "collected",
    hash: expect.stringMatching(/^sha256:/),
    request: { path: "/v1/videos/text2video", payload: { prompt: "a fox" } },
    sent: { state: "accepted", times: 1 },
    units: { reserved: 3, settled: 3, held: 0 },
    files: [{ file: join(bench.folder, "fox.mp4") }],
  });
  expect(stdout).not.toContain("http");
  expect(stdout).not.toContain(API_KEY);
});

test("shows that a canceled job was never sent", async () => {
  await bench.run("run b.yaml --detach");
  await bench.run(`jobs cancel ${await onlyJob()}`, NO_KEY);
  const { stdout } = await bench.run(`jobs show ${await onlyJob()}`, {
    isTty: true,
    env: { NO_COLOR: "1" },
  });
  expect(stdout).toMatch(/ sent +never\n/);
});

test("names the process of each step, and on a terminal in a column where several took part", async () => {
  const show = async (isTty = false) => bench.run(`jobs show ${await onlyJob()}`, { ...NO_KEY, isTty });
  await bench.run("run b.yaml --detach");
  await bench.run("resume");
  const { events } = (await show()).json as { events: { kind: string; worker: string | null }[] };
  const collected = events.find(({ kind }) => kind === "job-collected");
  expect(collected?.worker).toMatch(/:\d+:/);
  expect(events[0]).toMatchObject({ kind: "job-planned", worker: null });
  const { stdout } = await show(true);
  expect(stdout).toMatch(new RegExp(`worker.* ${collected?.worker}\n`));
  expect(stdout).not.toContain("WORKER");
  await rm(join(bench.folder, "fox.mp4"));
  await bench.run("run b.yaml");
  expect((await show(true)).stdout).toMatch(/WORKER/);
});

test("shows beside the file the ID that add-sound and lip-sync take", async () => {
  await writeFile(
    join(bench.folder, "b.yaml"),
    "requests: [{ name: fox, prompt: a fox, model: kling-v3 }]\n",
  );
  await bench.run("run b.yaml");
  const { json } = await bench.run("jobs", NO_KEY);
  const [job] = Object(json["jobs"]);
  const { stdout } = await bench.run(`jobs show ${job.job}`, { ...NO_KEY, isTty: true });
  expect(job.files[0].id).toMatch(/^\d+$/);
  expect(stdout.replace(/\s+/g, " ")).toContain(`bytes), video ID ${job.files[0].id}`);
});

test("says of each job as JSON what was asked for and what came of it", async () => {
  const batch = `requests:
  - { name: fox, prompt: a fox, model: kling-v3, aspectRatio: "9:16", negativePrompt: blur }
  - { name: voice, operation: audio speak, body: { text: hello, voice_id: oversea_male1, voice_language: en } }
`;
  await writeFile(join(bench.folder, "b.yaml"), batch);
  await bench.run("run b.yaml");
  const { json } = await bench.run("jobs", NO_KEY);
  expect(json["jobs"]).toMatchObject([
    { name: "voice", model: "audio/tts", prompt: "hello", settings: { voice_id: "oversea_male1" } },
    {
      name: "fox",
      model: "kling-v3",
      prompt: "a fox",
      settings: { seconds: 5, ratio: "9:16", audio: "off", negativePrompt: "blur" },
      files: [{ bytes: expect.any(Number), sha256: expect.stringMatching(/^[\da-f]{64}$/) }],
    },
  ]);
});

test("suggests the nearest state, by the words that tables show or by those of JSON", async () => {
  for (const [typed, meant] of [
    ["dnoe", "done"],
    ["colected", "collected"],
    ["waiting,runing", "running"],
  ]) {
    const { error } = await bench.run(`jobs --state ${typed}`, NO_KEY);
    expect(error["message"]).toContain(`Did you mean ${meant}?`);
  }
});

test.each([
  ["jobs --state nowhere", "invalid_state", 2],
  ["jobs --limit 0", "invalid_limit", 2],
  ["jobs show j1", "job_not_found", 1],
  ["jobs review j1", "missing_verdict", 2],
  ["jobs --store postgres://ada:secret@db:port/jobs", "store_address_invalid", 2],
])("refuses `kling %s` as %s", async (line, code, exitCode) => {
  const { error, exitCode: exit } = await bench.run(line, NO_KEY);
  expect({ code: error["code"], exit }).toEqual({ code, exit: exitCode });
});

test("filters by state", async () => {
  await bench.run("run b.yaml");
  expect((await bench.run("jobs --state running,approved")).json["count"]).toBe(0);
  expect((await bench.run("jobs --state collected")).json["count"]).toBe(1);
});

test("filters by the words that are shown, in any spelling of a blank", async () => {
  await bench.run("run b.yaml");
  const count = async (words: string) => (await bench.run(["jobs", "--state", words])).json["count"];
  expect(await count("done")).toBe(1);
  expect(await count("waiting,sending,running,made,fetching")).toBe(0);
  await writeFile(join(bench.folder, "c.yaml"), "requests: [{ name: owl, prompt: owl, model: kling-v3 }]");
  bench.emulator.control.setFaults([
    { match: { method: "POST" }, action: { type: "business-error", code: 1102 } },
  ]);
  await bench.run("run c.yaml");
  expect(await count("stopped")).toBe(1);
  expect(await count("done,stopped")).toBe(2);
  expect(await count("waiting")).toBe(1);
  expect(await count("no-budget,no budget")).toBe(0);
  const { error } = await bench.run("jobs --state finished");
  expect(error["message"]).toContain("waiting, sending, running, not saved, fetching, done");
});

test("shows a video that is made and that no process downloads as such, with the command to run", async () => {
  await bench.run("video create-from-text hare --model kling-v3 --wait");
  const options = { isTty: true, columns: 160, env: { NO_COLOR: "1" } };
  const { stdout } = await bench.run("jobs", options);
  expect(stdout).toMatch(/ not saved .*not downloaded yet: kling resume/);
  expect(stdout).not.toContain("fetching");
  expect((await bench.run("jobs --state made")).json["count"]).toBe(1);
});

test("says of jobs that wait while no process is at work that nothing sends them, and what does", async () => {
  await bench.run("run b.yaml --detach");
  const options = { isTty: true, columns: 160, env: { NO_COLOR: "1" } };
  const { stdout } = await bench.run("jobs", options);
  expect(stdout).toMatch(/ waiting .*no process runs it: kling resume/);
  const { json } = await bench.run("jobs");
  const [{ job }] = json["jobs"] as unknown as readonly [{ job: string }];
  expect((await bench.run(`jobs show ${job}`, options)).stdout).toMatch(
    /next {2}No process is running it\.\n +kling resume/,
  );
});

test("tells jobs of several accounts apart for people", async () => {
  await bench.run("run b.yaml");
  const options = { isTty: true, env: { NO_COLOR: "1" } };
  expect((await bench.run("jobs", options)).stdout).not.toContain("ACCOUNT");
  const env = { KLING_ACCOUNT: "studio", KLING_API_KEY: "api-key-kling-of-the-studio" };
  await bench.run("run b.yaml", { env });
  const { stdout } = await bench.run("jobs", options);
  expect(stdout).toContain("ACCOUNT");
  expect(stdout).toContain("emulator studio");
});

test("the budget's columns add up while jobs hold units", async () => {
  await bench.run("run b.yaml");
  await bench.run("video create-from-text hare --model kling-v3");
  const { json } = await bench.run("budget");
  expect(json["accounts"]).toMatchObject([{ spent_today: 3, spent: 3, held: 3 }]);
  const { stdout } = await bench.run("budget", { isTty: true, env: { NO_COLOR: "1" } });
  expect(stdout).toMatch(/SPENT TODAY +SPENT IN ALL +RESERVED +SPENT \+ RESERVED/);
  expect(stdout).toMatch(/ 3 +3 +3 +6\n/);
});

test("the budget tells what each purpose cost, with its price, and one of them alone", async () => {
  const batch = (purpose: string, prompt: string) =>
    writeFile(
      join(bench.folder, "p.yaml"),
      `purpose: ${purpose}\nrequests: [{ name: a, prompt: ${prompt}, model: kling-v3 }]`,
    );
  await batch("spring", "a hare");
  await bench.run("run p.yaml");
  await bench.run("run p.yaml --again");
  await batch("autumn", "an owl");
  await bench.run("run p.yaml");
  const row = { unit: "video", held: 0, held_usd: 0 };
  const spring = { ...row, purpose: "spring", spent: 6, spent_usd: 0.84 };
  const { json } = await bench.run("budget");
  expect(json["purposes"]).toMatchObject([{ ...row, purpose: "autumn", spent: 3, spent_usd: 0.42 }, spring]);
  const one = await bench.run("budget --purpose spring");
  expect(one.json["purposes"]).toMatchObject([spring]);
  const options = { isTty: true, env: { NO_COLOR: "1" } };
  expect((await bench.run("budget", options)).stdout).toMatch(/spring +emulator.* +6 +0\.84 +0\n/);
  expect((await bench.run("budget --purpose spring", options)).stdout).toMatch(
    /SPENT +US\$ AT LIST PRICE .*\n.* 6 +0\.84 +0\nNo charge \(emulator\)\.\n$/,
  );
  expect((await bench.run("budget --purpose winter", options)).stdout).toBe("nothing was spent for winter\n");
});

test.each([
  ["nothing was sent", () => Promise.reject(new TypeError("fetch failed", { cause: NO_LISTENER }))],
  ["1 × (refused)", () => Promise.resolve(Response.json({ code: 1301, message: "risk" }, { status: 400 }))],
])("shows of a create request that brought no task: %s", async (text, answer) => {
  bench.intercept(({ method }) => (method === "POST" ? answer() : Promise.resolve(undefined)));
  await bench.run("run b.yaml --timeout 1");
  bench.intercept(undefined);
  const { stdout } = await bench.run(`jobs show ${await onlyJob()}`, { isTty: true, env: { NO_COLOR: "1" } });
  expect(stdout).toMatch(/ sent +\S/);
  expect(stdout).toContain(text);
});

test("counts attempts that sent nothing apart from the create requests that left", async () => {
  const noRoute = () => Promise.reject(new TypeError("fetch failed", { cause: NO_LISTENER }));
  bench.intercept(({ method }) => (method === "POST" ? noRoute() : Promise.resolve(undefined)));
  await bench.run("run b.yaml");
  const show = async () =>
    (await bench.run(`jobs show ${await onlyJob()}`, { isTty: true, env: { NO_COLOR: "1" } })).stdout;
  expect(await show()).toMatch(/ sent +nothing was sent in \d+ attempts\n/);
  bench.intercept(undefined);
  await bench.run("resume");
  expect(await show()).toMatch(/ sent +1 × \(accepted\); \d+ attempts sent nothing\n/);
});

test("cancels a job that was not sent, and none that was", async () => {
  const id = await enqueueOnly();
  expect((await bench.run(`jobs cancel ${id}`, NO_KEY)).json).toMatchObject({ state: "canceled" });
  // Who wants it after all reads how.
  const shown = await bench.run(`jobs show ${id}`, NO_KEY);
  expect(shown.json["next"]).toEqual([
    { text: "It was canceled. To buy it", command: `kling jobs retry ${id}` },
  ]);
  const again = await bench.run(`jobs cancel ${id}`, NO_KEY);
  expect({ code: again.error["code"], exit: again.exitCode }).toEqual({ code: "not_possible", exit: 1 });
});

test("cancels several jobs, and says for which it was not possible", async () => {
  const three = ["a fox", "an owl", "an elk"].map((prompt) => `{ model: kling-v3, prompt: ${prompt} }`);
  await writeFile(join(bench.folder, "three.yaml"), `requests: [${three.join(", ")}]`);
  const { json } = await bench.run("run three.yaml --detach");
  const ids = (json["jobs"] as readonly { readonly job: string }[]).map(({ job }) => job);
  const missing = await bench.run(`jobs cancel ${ids[0]} nosuch`, NO_KEY);
  expect(missing.error["code"]).toBe("job_not_found");
  const two = await bench.run(`jobs cancel ${ids[0]} ${ids[1]} ${ids[0]}`, NO_KEY);
  expect({ exit: two.exitCode, json: two.json }).toMatchObject({
    exit: 0,
    json: { success: true, count: 2, jobs: [{ job: ids[0], state: "canceled" }, { job: ids[1] }] },
  });
  const all = await bench.run(`jobs cancel ${ids.join(" ")}`, NO_KEY);
  expect(all).toMatchObject({ exitCode: 1, json: { success: false, count: 1, jobs: [{ job: ids[2] }] } });
  expect(all.error).toMatchObject({
    code: "not_possible",
    jobs: [ids[0], ids[1]],
    message: expect.stringMatching(/^Not possible for 2 of 3 jobs: First: job j\w+ is canceled; /),
  });
});

// One test for three promises, because half an hour of lost answers takes seconds to play.
test("ends with 9 while it is unknown whether a job was bought; review gives the units back, and a task that is found later is the job's", async () => {
  bench.intercept(async (request) => {
    if (request.url.includes("_emulator")) return undefined;
    if (request.method === "POST") await bench.emulator.fetch(request);
    return new Response("<html>bad gateway</html>", { status: 502 });
  });
  const lost = await bench.run("run b.yaml");
  bench.intercept(undefined);
  expect({ exit: lost.exitCode, code: lost.error["code"] }).toEqual({ exit: 9, code: "jobs_unknown" });
  const id = await onlyJob();
  const unknown = await bench.run(`jobs show ${id}`);
  expect(unknown.json).toMatchObject({
    state: "unknown",
    units: { held: 3 },
    next: [
      {
        text: "Look for the task",
        command: `kling video status ${unknown.json["external_task_id"]} --external --type text2video`,
      },
      { text: "If the command finds it, continue the job", command: "kling resume" },
      {
        text: "If it is only at the console of the service, attach it",
        command: `kling jobs adopt ${id} TASK_ID`,
      },
      {
        text: "If you are sure that no task exists, release the units",
        command: `kling jobs review ${id} --not-bought`,
      },
    ],
  });
  const { stdout: shown } = await bench.run(`jobs show ${id}`, { isTty: true, env: { NO_COLOR: "1" } });
  expect(shown).toContain(`next  Look for the task:
        kling video status ${unknown.json["external_task_id"]} --external --type text2video
      If the command finds it, continue the job:
        kling resume
      If it is only at the console of the service, attach it:
        kling jobs adopt ${id} TASK_ID
      If you are sure that no task exists, release the units:
        kling jobs review ${id} --not-bought
`);
  await bench.run(`jobs review ${id} --not-bought --by ana`);
  const { json } = await bench.run(`jobs show ${id}`);
  expect(json).toMatchObject({ state: "rejected", units: { held: 0 } });
  await bench.run(`video status ${json["external_task_id"]} --external`);
  const found = await bench.run(`jobs show ${id}`);
  expect(found.json).toMatchObject({ state: "succeeded", units: { held: 0, settled: 3 } });
  expect(bench.emulator.control.journal().creates).toBe(1);
});

test("a task that is found by its external ID while it runs is attached to its job", async () => {
  bench.intercept(async (request) => {
    if (request.url.includes("_emulator")) return undefined;
    if (request.method === "POST") await bench.emulator.fetch(request);
    return new Response("<html>bad gateway</html>", { status: 502 });
  });
  await bench.run("run b.yaml --timeout 5");
  bench.intercept(undefined);
  const id = await onlyJob();
  const lost = await bench.run(`jobs show ${id}`);
  expect(lost.json).toMatchObject({ state: "submitting" });
  const status = await bench.run(`video status ${lost.json["external_task_id"]} --external`);
  expect(status.exitCode).toBe(8);
  expect((await bench.run(`jobs show ${id}`)).json).toMatchObject({ state: "running" });
});

test("commands in messages look in the store that the command named", async () => {
  await bench.run("run b.yaml --store my.sqlite");
  const { json } = await bench.run("jobs --store my.sqlite");
  const [{ job }] = Object(json["jobs"]);
  const review = await bench.run(`jobs review ${job} --store my.sqlite`);
  expect(review.error["message"]).toContain(`\`kling jobs adopt ${job} TASK_ID --store my.sqlite\``);
  const adopt = await bench.run(`jobs adopt ${job} --store my.sqlite`);
  expect(adopt.error["message"]).toContain(`\`kling jobs adopt ${job} TASK_ID --store my.sqlite\``);
});

test("shows the ledger and what each account spent, emulated ones by their name", async () => {
  await bench.run("run b.yaml");
  const ledger = await bench.run("ledger", NO_KEY);
  expect(ledger.json["entries"]).toMatchObject([
    { entry: "settle", units: 3 },
    { entry: "reserve", units: 3 },
  ]);
  const { json } = await bench.run("budget", NO_KEY);
  expect(json["accounts"]).toMatchObject([
    {
      account: expect.stringMatching(/^emulator 127\.0\.0\.1:9 [0-9a-f]{10}$/),
      total: { settled: 3, held: 0 },
    },
  ]);
});

test("the ledger of a batch ends with its sums, however many entries are shown", async () => {
  await bench.run("run b.yaml");
  await bench.run("video create-from-text hare --model kling-v3");
  const [job] = (await bench.run("jobs --state done")).json["jobs"] as readonly { readonly batch: string }[];
  const batch = job?.batch ?? "";
  const { json } = await bench.run(`ledger --batch ${batch} --limit 1`);
  expect(json).toMatchObject({
    count: 1,
    has_more: true,
    totals: [{ unit: "video", spent: 3, spent_usd: 0.42, held: 0, held_usd: 0 }],
  });
  const options = { isTty: true, env: { NO_COLOR: "1" } };
  const { stdout } = await bench.run(`ledger --batch ${batch} --limit 1`, options);
  expect(stdout).toMatch(
    /Older entries are not shown \(--limit 1\)\. To see more, use --limit 10\.\nThe sums count all entries\.\n\nACCOUNT +SPENT +US\$ AT LIST PRICE +RESERVED\nemulator.* 3 +0\.42 +0\nNo charge/,
  );
  expect((await bench.run("ledger")).json).not.toHaveProperty("totals");
});

test("the budget shows the limits per model in words", async () => {
  const policy = {
    kind: "klingkit.policy",
    version: 1,
    writtenBy: "ana",
    unitsPerModel: { "kling-v3": 200 },
  };
  await writeFile(join(bench.folder, "spend.json"), JSON.stringify(policy));
  const { stdout } = await bench.run("budget --policy spend.json", { isTty: true, env: { NO_COLOR: "1" } });
  expect(stdout).toMatch(/units per model +kling-v3: 200\n/);
});

test("status asks a task that a job made on its own route, with a key pair and without --type", async () => {
  const env = {
    KLING_API_KEY: undefined,
    KLING_ACCESS_KEY: "ak-0123456789",
    KLING_SECRET_KEY: "sk-0123456789",
  };
  await bench.run("run b.yaml", { env });
  const { json } = await bench.run("jobs", { env });
  const [job] = Array.isArray(json["jobs"]) ? json["jobs"] : [];
  const status = await bench.run(`video status ${job?.task_id}`, { env });
  expect(status.json).toMatchObject({ success: true, status: "succeed" });
  expect(bench.requests.at(-1)).toBe(`GET /v1/videos/text2video/${job?.task_id}`);
});

test("prints tables for people", async () => {
  await bench.run("run b.yaml");
  const { stdout } = await bench.run("jobs", { isTty: true });
  expect(stdout).toContain("STATE");
  expect(stdout).toContain("fox.mp4");
});

test("a job whose file is lost is given up by a person, and bought again with an approval of its own", async () => {
  bench.emulator.control.setFaults([{ action: { type: "expired-link" } }]);
  const made = await bench.run("video create-from-text fox --model kling-v3");
  const id = String(made.json["job"]);
  expect((await bench.run("resume")).error).toMatchObject({ code: "jobs_held" });
  const refused = await bench.run(`jobs retry ${id} --approve`);
  expect(refused.error).toMatchObject({
    code: "retry_refused",
    message: expect.stringContaining(`kling jobs review ${id} --gone`),
  });
  expect((await bench.run(`jobs review ${id} --gone --not-bought`)).error).toMatchObject({
    code: "conflicting_flags",
  });
  const given = await bench.run(`jobs review ${id} --gone --by ana`);
  expect(given.json).toMatchObject({ success: true, state: "expired", error: { code: "result_gone" } });
  expect(bench.emulator.control.journal()).toMatchObject({ creates: 1, billed: 1 });
  bench.emulator.control.setFaults([]);
  expect((await bench.run(`jobs retry ${id} --approve`)).exitCode).toBe(0);
  expect(bench.emulator.control.journal()).toMatchObject({ creates: 2, billed: 2, delivered: 1 });
});
