import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

const BATCH = `
purpose: tests
defaults: { model: kling-v3 }
requests: [{ name: fox, prompt: a fox }, { name: hare, prompt: a hare }]
`;

let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
  await writeFile(join(bench.folder, "batch.yaml"), BATCH);
});
afterEach(() => bench.close());

test("runs with callbacks: the creates carry the address, whose path is a secret of the store", async () => {
  const { exitCode, stderr, stdout } = await bench.run(
    "run batch.yaml --listen 0 --output-dir out --store jobs.sqlite",
  );
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).not.toMatch(/callbacks\//);
  const { DatabaseSync } = await import("node:sqlite");
  using database = new DatabaseSync(join(bench.folder, "jobs.sqlite"));
  const heard = database.prepare("select distinct task_id from inbox").all();
  expect(heard).toHaveLength(2);
});

test.each([
  ["a word", "--listen here", "invalid_listen"],
  ["a port that is none", "--listen 99999", "invalid_listen"],
  ["an address of another machine", "--listen 192.0.2.1:0", "invalid_listen"],
  ["a machine that does not exist", `--listen ${"a".repeat(64)}:0`, "invalid_listen"],
  ["an address without a listener", "--public-url https://hooks.example", "invalid_public_url"],
  ["an address that is none", "--listen 0 --public-url hooks.example", "invalid_public_url"],
  ["an address with a query", "--listen 0 --public-url https://hooks.example/?a=1", "invalid_public_url"],
])("refuses %s before anything is sent", async (_, flags, code) => {
  const { exitCode, error } = await bench.run(`run batch.yaml ${flags}`);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code });
  expect(bench.emulator.control.journal().creates).toBe(0);
});

test("asks for a public address where the service is not on this machine", async () => {
  const { exitCode, error } = await bench.run("run batch.yaml --approve --listen 0", {
    env: { KLING_BASE_URL: "http://192.0.2.1:9" },
  });
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code: "invalid_public_url" });
  expect(bench.emulator.control.journal().creates).toBe(0);
});

test.each(["", " ", ",", "whsec_AA==", `whsec_${btoa("\0".repeat(32))}`])(
  "refuses the webhook secret '%s', which would let unsigned callbacks in",
  async (secret) => {
    const env = { KLING_WEBHOOK_SECRET: secret };
    const { exitCode, error } = await bench.run("run batch.yaml --listen 0", { env });
    expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code: "invalid_webhook_secret" });
    expect(bench.emulator.control.journal().creates).toBe(0);
  },
);

test.each([
  ["on the internet", "https://kling.example", 0],
  ["of this network", "http://192.0.2.1:9", 2],
])("lets a private address for callbacks pass only where the service is: %s", async (_, baseUrl, bought) => {
  const line = "run batch.yaml --approve --listen 0 --public-url http://192.168.1.5/hooks";
  const { error } = await bench.run(line, { env: { KLING_BASE_URL: baseUrl } });
  expect(error["code"] === "invalid_public_url").toBe(bought === 0);
  expect(bench.emulator.control.journal().creates).toBe(bought);
});

test("refuses a webhook secret that cannot be one, without repeating it", async () => {
  const env = { KLING_WEBHOOK_SECRET: "hunter2 §" };
  const { exitCode, error, stderr } = await bench.run("run batch.yaml --listen 0", { env });
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code: "invalid_webhook_secret" });
  expect(stderr).not.toContain("hunter2");
  expect(bench.emulator.control.journal().creates).toBe(0);
});
