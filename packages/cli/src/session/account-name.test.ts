import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { API_KEY, type Bench, createBench, type RunOptions } from "../testing/kling-bench.ts";
import { accountNames } from "./account-name.ts";

const NEW_KEY = "api-key-kling-fedcba9876543210";
const NEW: RunOptions = { env: { KLING_API_KEY: NEW_KEY } };

/** Keys of one customer at both services, and those that replace them. */
const OLD_KEYS = { KLING_API_KEY: API_KEY, HF_CREDENTIALS: "old-id:old-secret" };
const NEW_KEYS = { KLING_API_KEY: NEW_KEY, HF_CREDENTIALS: "new-id:new-secret" };
const BOTH_NEW: RunOptions = { env: NEW_KEYS };
/** A key in the config file is used where the environment has none. */
const NO_KEYS = { KLING_API_KEY: undefined };

const ACCOUNT = "studio";
const BATCH = `
purpose: both
requests:
  - { name: k, model: kling-v3, prompt: a fox }
  - { name: h, service: higgsfield, model: kling-2.6, prompt: a hare }
`;

let bench: Bench;
beforeEach(async () => {
  bench = await createBench({
    keys: [
      ...[API_KEY, NEW_KEY].map((apiKey) => ({ apiKey, account: ACCOUNT })),
      { keyId: "old-id", keySecret: "old-secret", account: ACCOUNT },
      { keyId: "new-id", keySecret: "new-secret", account: ACCOUNT },
    ],
  });
  await writeFile(join(bench.folder, "both.yaml"), BATCH);
});
afterEach(() => bench.close());

const accountsOf = async () => {
  const { json } = await bench.run("jobs");
  return Object.fromEntries(Array.from(Object(json["jobs"]), ({ name, account }) => [name, account]));
};

const stateOf = async () => Object((await bench.run("jobs")).json["jobs"])[0];

/** Runs the batch and tells how many jobs this call bought. */
async function runBatch(env: NonNullable<RunOptions["env"]>) {
  const { exitCode, stdout, stderr } = await bench.run("run both.yaml --output-dir out", { env });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "")["bought_now"]["count"];
}

test("warns before a run that lacks the name of the account buys a batch again", async () => {
  const file = join(bench.folder, "both.yaml");
  await writeFile(file, "purpose: one\nrequests: [{ name: k, model: kling-v3, prompt: a fox }]\n");
  await bench.run("run both.yaml", { env: { KLING_ACCOUNT: ACCOUNT } });
  const { json } = await bench.run("plan both.yaml");
  expect(json["warnings"]).toEqual([
    {
      message:
        "The account emulator studio has bought 1 request of this plan before. A run buys it again. If that is this account with a key that was replaced, set KLING_ACCOUNT='emulator studio' first.",
    },
  ]);
  const named = await bench.run("plan both.yaml", { env: { KLING_ACCOUNT: "emulator studio" } });
  expect(named.json["already_there"]).toHaveLength(1);
});

test.each([[{}], [{ KLING_ACCOUNT: ACCOUNT }]])(
  "warns before a replaced key buys a batch again, with %j",
  async (named) => {
    expect(await runBatch(OLD_KEYS)).toBe(2);
    const { k, h } = await accountsOf();
    const env = { ...NEW_KEYS, ...named };
    const messages = [
      `The account ${k} has bought 1 request of this plan before. A run buys it again. If that is this account with a key that was replaced, set KLING_ACCOUNT='${k}' first.`,
      `The account ${h} has bought 1 request of this plan before. A run buys it again. If that is this account with a key that was replaced, set HF_ACCOUNT='${h}' first.`,
    ];
    const warnings = messages.map((message) => ({ message }));
    expect((await bench.run("plan both.yaml", { env })).json["warnings"]).toEqual(warnings);
    expect((await bench.run("approve both.yaml --yes --by me", { env })).json["warnings"]).toEqual(warnings);
    const { stderr } = await bench.run("plan both.yaml", { env, isTty: true });
    expect(stderr.match(/has bought 1 request of this plan before\. A run buys it again\./g)).toHaveLength(2);
    const { stdout } = await bench.run("run both.yaml --detach", {
      env: { ...env, KLING_ACCOUNT: k, HF_ACCOUNT: h },
    });
    expect(stdout).not.toContain("has bought");
    const lines = (await bench.run("run both.yaml --output-dir again", { env })).stdout.trim().split("\n");
    const events = lines.map((line) => JSON.parse(line));
    expect(events.filter(({ event }) => event === "warning")).toEqual(
      messages.map((message) => ({ event: "warning", message })),
    );
  },
);

test("a new key brings what an old one bought, under the old one's name", async () => {
  await bench.run("video create-from-text fox --model kling-v3");
  const { account, state } = await stateOf();
  expect(state).toBe("running");
  await bench.run("resume", NEW);
  expect(await stateOf()).toMatchObject({ state: "running" });
  const resumed = await bench.run("resume", { env: { ...NEW.env, KLING_ACCOUNT: account } });
  expect(resumed.exitCode).toBe(0);
  expect(await stateOf()).toMatchObject({ state: "collected" });
  expect(bench.emulator.control.journal()).toMatchObject({ creates: 1, billed: 1, delivered: 1 });
});

test.each([
  ["KLING_ACCOUNT", { KLING_ACCOUNT: ACCOUNT }, undefined],
  ["the config file, with keys of the environment", {}, "config set account studio"],
])("buys nothing again with new keys of both services where %s names their account", async (_, env, line) => {
  if (line !== undefined) expect((await bench.run(line)).stdout).not.toContain("warnings");
  expect(await runBatch({ ...OLD_KEYS, ...env })).toBe(2);
  expect(await runBatch({ ...NEW_KEYS, ...env })).toBe(0);
  expect(await accountsOf()).toEqual({ k: "emulator studio", h: "emulator studio" });
  expect(bench.emulator.control.journal()).toMatchObject({ creates: 2, billed: 2 });
});

test("buys nothing again when an account gets its name after the purchase", async () => {
  expect(await runBatch(OLD_KEYS)).toBe(2);
  const { json } = await bench.run("plan both.yaml", { env: { ...OLD_KEYS, KLING_ACCOUNT: ACCOUNT } });
  expect(json["already_there"]).toHaveLength(2);
  expect(await runBatch({ ...OLD_KEYS, KLING_ACCOUNT: ACCOUNT })).toBe(0);
  expect(bench.emulator.control.journal()).toMatchObject({ creates: 2, billed: 2 });
});

test("the limits of a day hold on the day on which an account gets its name, and a worker lists both names", async () => {
  const write = (name: string) =>
    writeFile(join(bench.folder, "one.yaml"), `requests: [{ prompt: a ${name}, model: kling-v3 }]`);
  const policy = { kind: "klingkit.policy", version: 1, writtenBy: "ana", unitsPerDay: 5 };
  await writeFile(join(bench.folder, "day.json"), JSON.stringify(policy));
  await write("fox");
  expect((await bench.run("run one.yaml --policy day.json")).exitCode).toBe(0);
  await write("owl");
  const env = { KLING_ACCOUNT: ACCOUNT };
  const refused = await bench.run("run one.yaml --policy day.json", { env });
  expect(refused).toMatchObject({ exitCode: 3, error: { code: "budget_exceeded" } });
  expect((await bench.run("run one.yaml", { env })).exitCode).toBe(0);
  const [first] = Array.from<{ account: string }>(
    Object((await bench.run("jobs")).json["jobs"]).toReversed(),
  );
  const named = { account: `emulator ${ACCOUNT}`, earlier_names: [first?.account] };
  expect((await bench.run("budget")).json["accounts"]).toContainEqual(expect.objectContaining(named));
  const { stdout } = await bench.run("budget --policy day.json", { isTty: true, columns: 160 });
  expect(stdout).toContain(`emulator ${ACCOUNT} and ${first?.account}`);
  const worker = await bench.run("worker --until-idle", { env });
  expect(JSON.parse(worker.stdout.split("\n")[0] ?? "")["accounts"]).toEqual([
    `emulator ${ACCOUNT}`,
    first?.account,
  ]);
});

test.each(["doctor", "plan both.yaml", "resume"])(
  "finds what was bought before the name after the keys were replaced, too, where `kling %s` ran in between",
  async (line) => {
    expect(await runBatch(OLD_KEYS)).toBe(2);
    await writeFile(
      join(bench.folder, "both.yaml"),
      BATCH.replaceAll("fox", "owl").replaceAll("hare", "elk"),
    );
    await bench.run("run both.yaml --output-dir out --detach", { env: OLD_KEYS });
    const named = { KLING_ACCOUNT: ACCOUNT };
    await bench.run(line, { env: { ...OLD_KEYS, ...named } });
    const env = { ...NEW_KEYS, ...named };
    const { json } = await bench.run("doctor", { env });
    const { k, h } = await accountsOf();
    expect(json["checks"]).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          name: "account",
          detail: expect.stringContaining(`; also what was bought as ${k}`),
        }),
        expect.objectContaining({
          name: "higgsfield account",
          detail: expect.stringContaining(`; also what was bought as ${h}`),
        }),
      ]),
    );
    expect((await bench.run("worker --until-idle", { env })).exitCode).toBe(0);
    expect((await bench.run("jobs --state collected")).json["count"]).toBe(4);
    expect(await runBatch(env)).toBe(0);
    await writeFile(join(bench.folder, "both.yaml"), BATCH);
    expect((await bench.run("plan both.yaml", { env })).json["already_there"]).toHaveLength(2);
    expect(await runBatch(env)).toBe(0);
    expect(bench.emulator.control.journal()).toMatchObject({ creates: 4, billed: 4 });
  },
);

test("resumes what was begun before the accounts had a name, and leaves nothing of it alone", async () => {
  await bench.run("run both.yaml --detach", { env: OLD_KEYS });
  const env = { ...OLD_KEYS, KLING_ACCOUNT: ACCOUNT };
  const resumed = await bench.run("worker --until-idle", { env });
  expect(resumed.exitCode).toBe(0);
  expect(resumed.stdout).not.toContain("unfinished_of_other_accounts");
  expect((await bench.run("jobs --state collected")).json["count"]).toBe(2);
  expect(bench.emulator.control.journal()).toMatchObject({ creates: 2, billed: 2 });
});

test("HF_ACCOUNT gives an old name to Higgsfield alone", async () => {
  await bench.run("run both.yaml --detach", { env: OLD_KEYS });
  const { k, h } = await accountsOf();
  expect(k).not.toBe(h);
  const { stdout } = await bench.run("resume", { env: { ...NEW_KEYS, HF_ACCOUNT: h } });
  expect(JSON.parse(stdout.trim().split("\n").at(-1) ?? "")).toMatchObject({
    counts: { collected: 1 },
    unfinished_of_other_accounts: { [k]: 1 },
  });
  await bench.run(`config set higgsfield_account ${ACCOUNT}`);
  const { json } = await bench.run("doctor", { env: { ...NEW_KEYS, KLING_ACCOUNT: "other" } });
  expect(json["checks"]).toEqual(
    expect.arrayContaining([
      { name: "account", status: "ok", detail: "emulator other, from KLING_ACCOUNT" },
      expect.objectContaining({
        name: "higgsfield account",
        status: "ok",
        detail: expect.stringMatching(/^emulator studio, from \S+config.json, profile default$/),
      }),
    ]),
  );
});

test("tells of unfinished jobs of another service under the same name", async () => {
  const env = { KLING_ACCOUNT: ACCOUNT };
  await bench.run("run both.yaml --detach", { env: { ...OLD_KEYS, ...env } });
  const { stdout } = await bench.run("resume", { env: { ...OLD_KEYS, ...env, HF_CREDENTIALS: undefined } });
  expect(JSON.parse(stdout.trim().split("\n").at(-1) ?? "")).toMatchObject({
    counts: { collected: 1 },
    unfinished_of_other_accounts: { "emulator studio": 1 },
  });
});

test("a name in the config file is not that of another key than the one beside it", async () => {
  await bench.run(`config set api_key ${API_KEY}`);
  await bench.run(`config set account ${ACCOUNT}`);
  await bench.run("video create-from-text fox --model kling-v3", { env: NO_KEYS });
  expect(await stateOf()).toMatchObject({ account: "emulator studio" });
  await bench.run("video create-from-text hare --model kling-v3", NEW);
  expect((await stateOf()).account).toMatch(/^emulator 127/);
  const unused =
    /^The account name studio \(\S+config.json, profile default\) is not used for Kling, .*KLING_ACCOUNT=studio\.$/;
  const { json } = await bench.run(`config set account ${ACCOUNT}`, NEW);
  expect(json["warnings"]).toEqual([{ message: expect.stringMatching(unused) }]);
  const { json: doctor } = await bench.run("doctor", NEW);
  expect(doctor["checks"]).toEqual(
    expect.arrayContaining([expect.objectContaining({ name: "account", status: "warning" })]),
  );
  const lines = (await bench.run("run both.yaml", BOTH_NEW)).stdout.split("\n");
  expect(lines).toContainEqual(
    expect.stringMatching(/^{"event":"warning","message":"The account name studio /),
  );
  const { stderr } = await bench.run("resume", { ...NEW, isTty: true });
  expect(stderr).toMatch(/warning.* The account name studio /);
});

test("a name in the config file belongs to its profile", async () => {
  await bench.run(`config set account ${ACCOUNT}`);
  await bench.run(`config set api_key ${NEW_KEY} --profile other`);
  await bench.run("video create-from-text fox --model kling-v3 --profile other", { env: NO_KEYS });
  expect((await stateOf()).account).toMatch(/^emulator 127/);
});

test("no name makes emulated jobs real ones", () => {
  const named = {
    account: { value: "emulator studio", source: "KLING_ACCOUNT" },
    baseUrl: "https://example.com",
    key: API_KEY,
  };
  expect(accountNames({ ...named, isEmulator: false }).account).toBe("studio");
  expect(accountNames({ ...named, isEmulator: true }).account).toBe("emulator studio");
});
