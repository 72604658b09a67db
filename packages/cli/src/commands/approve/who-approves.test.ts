import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makePlan, openJobClient, openSqliteStore, parseBatch } from "@klingkit/engine";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Bench, createBench, type RunOptions } from "../../testing/kling-bench.ts";

const REAL = { KLING_BASE_URL: "https://192.0.2.1:9" };
const POLICY = { kind: "klingkit.policy", version: 1, writtenBy: "ana" };

let bench: Bench;
beforeEach(async () => {
  bench = await createBench({ publicUrl: "https://results.example.com" });
  await writeFile(join(bench.folder, "b.yaml"), "requests: [{ name: fox, prompt: a fox, model: kling-v3 }]");
  await writeFile(
    join(bench.folder, "policy.json"),
    JSON.stringify({ ...POLICY, routes: ["v1/text2video:kling-v3"] }),
  );
});
afterEach(() => bench.close());

/** Emulated answers at an address that counts as the real service. */
const run = (line: string, options: RunOptions = {}) =>
  bench.run(line, { ...options, env: { ...REAL, ...options.env } });
const onTerminal = (answer: string): RunOptions => ({ isTty: true, answer });
const creates = () => bench.emulator.control.journal().creates;

/** How the only job came to be approved, as `jobs show` has it. */
async function approvalOfJob() {
  const { json } = await run("jobs");
  const [job] = Array.isArray(json["jobs"]) ? json["jobs"] : [];
  return (await run(`jobs show ${job?.job}`)).json["approval"];
}

async function writeConfig(file: string, profiles: object) {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify({ profiles }));
  return file;
}

describe("each approval records how it came about", () => {
  test.each([
    ["a flag", "run b.yaml --approve --by ana", {}, { via: "flag", by: "ana" }],
    ["an answer on a terminal", "run b.yaml --by ana", onTerminal("y"), { via: "terminal", by: "ana" }],
    ["a policy file", "run b.yaml --policy policy.json", {}, { via: "policy", by: "policy of ana" }],
    ["a flag that answers on a terminal", "run b.yaml --approve", onTerminal("n"), { via: "flag" }],
  ])("%s", async (_, line, options, approval) => {
    expect((await run(line, options)).exitCode).toBe(0);
    expect(await approvalOfJob()).toMatchObject(approval);
  });

  test.each([
    ["without a terminal", "approve b.yaml", {}, "flag"],
    ["on a terminal with --yes", "approve b.yaml --yes", onTerminal("n"), "flag"],
    ["on a terminal", "approve b.yaml", onTerminal("y"), "terminal"],
  ])("`kling approve` %s", async (_, line, options, via) => {
    expect((await run(line, options)).exitCode).toBe(0);
    expect((await run("run b.yaml")).exitCode).toBe(0);
    expect(await approvalOfJob()).toMatchObject({ via });
  });

  test("a purchase by a policy is recorded with the most that its plan could cost", async () => {
    const path = join(bench.folder, "policy.sqlite");
    const shown = async () => {
      const { stdout } = await run(`approvals --store ${path}`, { isTty: true, env: { NO_COLOR: "1" } });
      const { json } = await run(`report --store ${path}`);
      return { table: stdout, page: await readFile(String(json["report"]), "utf8") };
    };
    await run(`run b.yaml --policy policy.json --store ${path}`);
    expect((await run(`approvals --store ${path}`)).json["approvals"]).toMatchObject([{ max_units: 3 }]);
    const now = await shown();
    expect(now.table).toMatch(/ policy of ana +policy +used +\w+ +1 +3 /);
    expect(now.page).toContain("UTC, at most 3 units (US$ 0.42), plan");
    // As earlier versions recorded it.
    const store = await openSqliteStore(path);
    await store.write((db) => db.updateTable("approval").set({ max_units: null }).execute());
    await store.close();
    const before = await shown();
    expect(before.table).toMatch(/ policy of ana +policy +used +\w+ +1 +by policy /);
    expect(before.page).toContain("UTC, within the limits of the policy, plan");
  });

  test("`kling approvals` lists them all, with what became of them", async () => {
    await run("approve b.yaml --by eve --expires 1h", onTerminal("y"));
    await run("run b.yaml --by ana");
    await run("approve b.yaml --again --by ana --expires 30m");
    await bench.emulator.control.advance(3_600_000);
    await run("approve b.yaml --again --by bob", onTerminal("y"));
    const { json } = await run("approvals");
    expect(json).toMatchObject({
      count: 3,
      approvals: [
        { approved_by: "bob", via: "terminal", state: "unused", batch: null },
        { approved_by: "ana", via: "flag", state: "expired" },
        { approved_by: "eve", via: "terminal", state: "used", batch: expect.stringMatching(/^b/) },
      ],
    });
    const { stdout } = await run("approvals --limit 1", { isTty: true, env: { NO_COLOR: "1" } });
    expect(stdout).toMatch(/APPROVAL +BY +VIA +STATE/);
    expect(stdout).toMatch(/ bob +terminal +unused /);
  });

  test("`kling approvals` and the report show the most that each unit may come to", async () => {
    const requests = [
      { name: "clip", prompt: "waves", model: "kling-v3" },
      { name: "still", operation: "image create", body: { prompt: "a lake" } },
    ];
    await writeFile(join(bench.folder, "two.yaml"), JSON.stringify({ requests }));
    await run("run two.yaml --approve --by ana --output-dir two");
    const { stdout } = await run("approvals", { isTty: true, env: { NO_COLOR: "1" } });
    expect(stdout).toMatch(/ ana +flag +used .* 2 +3, \d+ image /);
    const { json } = await run("report two.yaml");
    expect(await readFile(String(json["report"]), "utf8")).toMatch(
      /by ana, via flag, .*, at most 3 units \(US\$ 0\.42\) and \d+ image units \(US\$ [\d.]+\), plan/,
    );
  });

  test("people read it with the job", async () => {
    await run("run b.yaml --approve --by ana");
    const { json } = await run("jobs");
    const [job] = Array.isArray(json["jobs"]) ? json["jobs"] : [];
    const { stdout } = await run(`jobs show ${job?.job}`, onTerminal(""));
    expect(stdout).toContain("by ana, via flag, 2026-");
  });
});

describe("with `approvals: person`", () => {
  beforeEach(() => run("config set approvals person"));

  test.each([
    "run b.yaml --approve",
    "video create-from-text fox --model kling-v3 --approve",
    "approve b.yaml",
    "approve b.yaml --yes",
  ])("`kling %s` without a terminal approves nothing, and says who can", async (line) => {
    const { exitCode, error } = await run(line);
    expect({ exitCode, code: error["code"], approvals: error["approvals"] }).toEqual({
      exitCode: 3,
      code: "approval_required",
      approvals: "person",
    });
    expect(error["message"]).toMatch(/Only a person can approve here/);
    expect(error["message"]).toContain(join(bench.folder, ".config", "klingkit", "config.json"));
    expect(error["message"]).toContain("on a terminal");
    expect(error["approve_with"]).not.toMatch(/--approve|--yes/);
    expect(creates()).toBe(0);
  });

  test("an approval that came by a flag before does not count", async () => {
    await run("config unset approvals", onTerminal("y"));
    await run("approve b.yaml");
    await run("config set approvals person");
    const { exitCode, error } = await run("run b.yaml");
    expect({ exitCode, code: error["code"], creates: creates() }).toEqual({
      exitCode: 3,
      code: "approval_required",
      creates: 0,
    });
    expect(error["message"]).toContain("the approval came by flag");
  });

  test("a person on a terminal approves, and is asked although there is a flag", async () => {
    expect((await run("run b.yaml --approve", onTerminal("n"))).exitCode).toBe(3);
    expect((await run("approve b.yaml --yes", onTerminal("n"))).exitCode).toBe(3);
    expect((await run("run b.yaml --approve", onTerminal("y"))).exitCode).toBe(0);
    expect(await approvalOfJob()).toMatchObject({ via: "terminal" });
  });

  test("what a person approved on a terminal runs without one", async () => {
    await run("approve b.yaml", onTerminal("y"));
    expect((await run("run b.yaml")).exitCode).toBe(0);
    expect(creates()).toBe(1);
  });

  test("a policy file approves", async () => {
    expect((await run("run b.yaml --policy policy.json")).exitCode).toBe(0);
    expect(await approvalOfJob()).toMatchObject({ via: "policy" });
  });

  test("only the policy file that the setting names approves, and it needs no flag", async () => {
    await run("config set policy policy.json", onTerminal("y"));
    await writeFile(join(bench.folder, "mine.json"), JSON.stringify(POLICY));
    const other = await run("run b.yaml --policy mine.json");
    expect({ exitCode: other.exitCode, code: other.error["code"] }).toEqual({
      exitCode: 3,
      code: "approval_required",
    });
    expect((await run("run b.yaml")).exitCode).toBe(0);
  });

  test("an emulator needs no approval as before", async () => {
    expect((await bench.run("run b.yaml")).exitCode).toBe(0);
  });

  test.each(["config unset approvals", "config set approvals any", "config set policy other.json"])(
    "`kling %s` is a person's, too",
    async (line) => {
      expect((await run(line)).exitCode).toBe(3);
      expect((await run(line, onTerminal("n"))).exitCode).toBe(3);
      expect((await run("config get approvals")).json["value"]).toBe("person");
      expect((await run(line, onTerminal("y"))).exitCode).toBe(0);
    },
  );

  test.each([
    ["another profile", { KLING_PROFILE: "other" }],
    ["no profile of its own", { KLING_PROFILE: "default" }],
  ])("no variable lowers it: %s", async (_, env) => {
    await run("config set region global --profile other");
    expect((await run("run b.yaml --approve", { env })).exitCode).toBe(3);
    expect(creates()).toBe(0);
  });
});

test("a file in a fixed place holds, wherever the environment says that the config is", async () => {
  const file = await writeConfig(join(bench.folder, "etc", "config.json"), {
    default: { approvals: "person" },
  });
  const options = { fixedConfigPaths: [file], env: { XDG_CONFIG_HOME: join(bench.folder, "empty") } };
  const { exitCode, error } = await run("run b.yaml --approve", options);
  expect({ exitCode, creates: creates() }).toEqual({ exitCode: 3, creates: 0 });
  expect(error["message"]).toContain(file);
});

test("a policy file can ask for a person for what it does not cover", async () => {
  const strict = { ...POLICY, approvals: "person", createsPerRun: 0 };
  await writeFile(join(bench.folder, "strict.json"), JSON.stringify(strict));
  const { exitCode, error } = await run("run b.yaml --approve --policy strict.json");
  expect({ exitCode, creates: creates() }).toEqual({ exitCode: 3, creates: 0 });
  expect(error["message"]).toContain("the policy asks for it");
  expect(error["message"]).not.toContain("or pass a policy file");
  const flag = await run("approve b.yaml --yes --policy strict.json");
  expect({ exitCode: flag.exitCode, message: flag.error["message"] }).toEqual({
    exitCode: 3,
    message: expect.stringContaining("the policy asks for it. Nothing was stored."),
  });
  expect((await run("approvals")).json).toMatchObject({ count: 0 });
});

test("where a policy asks for a terminal, the refusal of a flag names a command that passes there", async () => {
  await writeFile(
    join(bench.folder, "strict.json"),
    JSON.stringify({ ...POLICY, createsPerRun: 0, leastRungs: [{ rung: "terminal" }] }),
  );
  const { exitCode, error } = await run("run b.yaml --policy strict.json --approve");
  expect({ exitCode, command: error["approve_with"] }).toEqual({
    exitCode: 3,
    command: "kling run b.yaml --policy strict.json",
  });
  expect(error["message"]).toContain("`kling run b.yaml --policy strict.json` on a terminal and answer y.");
  const flag = await run("approve b.yaml --yes --policy strict.json");
  expect([flag.exitCode, flag.error["message"]]).toEqual([3, expect.stringContaining("Nothing was stored")]);
  expect((await run("run b.yaml --policy strict.json", onTerminal("y"))).exitCode).toBe(0);
});

test.each([
  ["a batch", "run b.yaml"],
  ["a create", "video create-from-text fox --model kling-v3"],
])("%s that nobody can be asked about shows a person the plan and its price", async (_, line) => {
  const { exitCode, stderr } = await run(line, { isTty: true, stdin: "", env: { NO_COLOR: "1" } });
  expect(exitCode).toBe(3);
  expect(stderr).toMatch(/^fox +v1\/text2video:kling-v3 .* 3 {2}0\.42$/m);
  expect(stderr.replaceAll(/\s+/g, " ")).toContain(
    "It would buy 1 video for 3 units (US$ 0.42). Approve it with `kling",
  );
  expect(stderr).not.toMatch(/^ +approvals /m);
});

test("the command after an approval leads to the same store", async () => {
  const { json, stderr } = await run("approve b.yaml --store other.sqlite");
  expect(stderr).toBe("");
  expect(json["next"]).toBe("kling run b.yaml --store other.sqlite");
});

test("a misspelt rule is refused instead of guarding nothing", async () => {
  expect((await run("config set approvals persons")).error["code"]).toBe("invalid_approvals");
  const file = join(bench.folder, ".config", "klingkit", "config.json");
  await writeConfig(file, { default: { approvals: "persons" } });
  const { exitCode, error } = await run("run b.yaml --approve");
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 1, code: "load_error" });
  expect(await readFile(file, "utf8")).toContain("persons");
});

test("`kling approve HASH` and `kling run HASH` take a plan that an agent proposed, from the store", async () => {
  const path = join(bench.folder, "agents.sqlite");
  const store = await openSqliteStore(path);
  const requests = "requests: [{ name: fox, prompt: a fox, model: kling-v3 }]";
  const plan = await makePlan(parseBatch(requests), { loadImage: () => Promise.reject(new Error("none")) });
  await openJobClient(store).keepPlan(plan);
  await store.close();

  const approved = await run(`approve ${plan.hash} --yes --by ana --store ${path}`);
  const ran = await run(`run ${plan.hash} --store ${path}`);
  const unknown = await run(`approve sha256:${"0".repeat(64)} --yes --store ${path}`);

  expect(approved.json).toMatchObject({ plan_hash: plan.hash, approved_by: "ana" });
  expect({ exitCode: ran.exitCode, creates: creates() }).toEqual({ exitCode: 0, creates: 1 });
  expect(unknown.error).toMatchObject({ code: "file_not_found" });
});

test("a plan that is looked at and not approved leaves no store behind", async () => {
  const store = join(bench.folder, "new", "jobs.sqlite");
  await run("plan b.yaml -o plan.json", { env: { KLING_STORE: store } });
  const refused = await run(`approve plan.json --store ${store}`, onTerminal("n"));
  expect(refused).toMatchObject({ exitCode: 3 });
  const unknown = await run(`approve sha256:${"0".repeat(64)} --store ${store}`, onTerminal("y"));
  expect(unknown.stderr).toContain("file_not_found");
  expect(await bench.files()).not.toContain("new");
  expect(await run(`approve plan.json --store ${store}`, onTerminal("y"))).toMatchObject({ exitCode: 0 });
  expect(await bench.files()).toContain("new/jobs.sqlite");
});

test.each(["kling", "higgsfield"])(
  "at an emulator an approval covers what was not bought there before: %s",
  async (service) => {
    const request = (name: string) =>
      `{ name: ${name}, prompt: a ${name}, model: kling-v3, durationSeconds: 5 }`;
    const batch = (...names: readonly string[]) =>
      writeFile(
        join(bench.folder, "grows.yaml"),
        `defaults: { service: ${service} }\nrequests: [${names.map(request).join(", ")}]`,
      );
    // Without an address of its own, Higgsfield is where Kling is.
    const env = { HF_CREDENTIALS: "id:secret" };
    await batch("fox");
    expect(await bench.run("run grows.yaml", { env })).toMatchObject({ exitCode: 0 });
    await batch("fox", "owl");
    const { json } = await bench.run("approve grows.yaml", { env });
    expect(json).toMatchObject({ already_there: [{ name: "fox" }], max_creates: 1 });
    const { json: jobs } = await bench.run("jobs");
    expect(jobs["jobs"]).toMatchObject([{ account: json["account"] }]);
  },
);

test("what continues jobs that a policy approved names a policy: without one its limits would not hold", async () => {
  await run("run b.yaml --policy policy.json --detach");
  const { json } = await run("jobs");
  const [job] = Array.isArray(json["jobs"]) ? json["jobs"] : [];
  const { json: shown } = await run(`jobs show ${job?.job}`);
  expect(shown["next"]).toEqual([
    { text: "No process is running it." },
    { command: expect.stringMatching(/^kling resume .*--policy FILE$/) },
  ]);
  const { json: report } = await run("report b.yaml");
  const page = await readFile(String(report["report"]), "utf8");
  expect(page).toMatch(/kling resume b\.yaml [^<]*--policy FILE/);
});

test.each([
  ["with a key", {}],
  ["without one", { KLING_API_KEY: undefined }],
])("approve warns of a limit of the policy also where no store exists yet: %s", async (_, env) => {
  await writeFile(join(bench.folder, "spend.json"), JSON.stringify({ ...POLICY, unitsPerRun: 2 }));
  const approve = "approve b.yaml --policy spend.json --store new.sqlite";
  const shown = await bench.run(approve, { env, isTty: true, answer: "n" });
  expect(shown.stderr).toContain(
    "would be refused now: the run limit of 2 units has 2 left and 3 are needed.",
  );
  expect(await bench.files()).not.toContain("new.sqlite");
  const { json } = await bench.run(`${approve} --yes`, { env });
  expect(json["warnings"]).toHaveLength(1);
});

test("a limit that is reached is explained once, with its file, and approve warns of it before the run", async () => {
  const limited = { ...POLICY, unitsPerDay: 4 };
  await writeFile(join(bench.folder, "spend.json"), JSON.stringify(limited));
  expect((await bench.run("run b.yaml --policy spend.json")).exitCode).toBe(0);
  await writeFile(join(bench.folder, "b.yaml"), "requests: [{ name: owl, prompt: an owl, model: kling-v3 }]");
  const reason =
    "the day limit of 4 units has 1 left and 3 are needed. At most 1 unit more can pass today. The limit resets at midnight UTC. To continue sooner, raise it in spend.json";
  const refused = await bench.run("run b.yaml --policy spend.json");
  expect(refused).toMatchObject({ exitCode: 3, error: { code: "budget_exceeded" } });
  expect(refused.error["message"]).toBe(`Nothing was sent: ${reason}.`);
  const approved = await bench.run("approve b.yaml --policy spend.json --yes");
  expect(approved).toMatchObject({
    exitCode: 0,
    json: { warnings: [{ message: `With this policy a run of the plan would be refused now: ${reason}.` }] },
  });
  const shown = await bench.run("approve b.yaml --policy spend.json", { isTty: true, answer: "n" });
  expect(shown.stderr).toContain("would be refused now: the day limit");
  expect((await bench.run("approve b.yaml --yes")).json).not.toHaveProperty("warnings");
});

test("at an emulator a policy limits, and leaves no approval behind: nothing needs one", async () => {
  expect((await bench.run("run b.yaml --policy policy.json")).exitCode).toBe(0);
  expect((await bench.run("approvals")).json["approvals"]).toEqual([]);
});
