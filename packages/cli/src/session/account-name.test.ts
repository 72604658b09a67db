import { afterEach, beforeEach, expect, test } from "vitest";
import { API_KEY, type Bench, createBench, type RunOptions } from "../testing/kling-bench.ts";
import { accountName } from "./account-name.ts";

const NEW_KEY = "api-key-kling-fedcba9876543210";
const NEW: RunOptions = { env: { KLING_API_KEY: NEW_KEY } };

let bench: Bench;
beforeEach(async () => {
  bench = await createBench({ keys: [API_KEY, NEW_KEY].map((apiKey) => ({ apiKey, account: "studio" })) });
});
afterEach(() => bench.close());

const stateOf = async () => {
  const { json } = await bench.run("jobs");
  return Object(json["jobs"])[0];
};

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

test("a name in the config file holds for the key beside it", async () => {
  await bench.run("config set account studio");
  await bench.run(`config set api_key ${API_KEY}`);
  const withKeyOfFile: RunOptions = { env: { KLING_API_KEY: undefined } };
  await bench.run("video create-from-text fox --model kling-v3", withKeyOfFile);
  expect(await stateOf()).toMatchObject({ account: "emulator studio" });
  await bench.run("video create-from-text hare --model kling-v3", NEW);
  expect((await stateOf()).account).toMatch(/^emulator 127/);
});

test("no name makes emulated jobs real ones", () => {
  const settings = {
    account: { value: "emulator studio", source: "KLING_ACCOUNT" },
    baseUrl: { value: "https://example.com", source: "default" },
    credentials: { kind: "api-key", apiKey: API_KEY } as const,
  };
  expect(accountName(settings, { isEmulator: false })).toBe("studio");
  expect(accountName(settings, { isEmulator: true })).toBe("emulator studio");
});
