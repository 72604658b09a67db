import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";
import { makePng } from "../../testing/make-png.ts";

const CREDENTIALS = { HF_CREDENTIALS: "key-id-of-tests:key-secret-of-tests" };
const endpoint = "kling-video/v2.6/pro";

let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
});

afterEach(() => bench.close());

test("buys from the second service by the id of its endpoint, paid in its own unit", async () => {
  const { json, stderr } = await bench.run(
    ["call", `${endpoint}/text-to-video`, "--prompt", "a fox", "--duration", "5", "--output", "fox.mp4"],
    { env: CREDENTIALS },
  );
  expect(stderr).toBe("");
  expect(json).toMatchObject({
    success: true,
    status: "succeed",
    estimate: { unit: "usd", usd: 0.7, price_source: "service" },
  });
  expect((await readFile(join(bench.folder, "fox.mp4"))).length).toBeGreaterThan(1000);
  expect(bench.requests.some((line) => line.includes("secret"))).toBe(false);
});

test("gives a local file to the service before the create", async () => {
  await writeFile(join(bench.folder, "fox.png"), makePng(640, 640));
  const { json } = await bench.run(
    ["call", `${endpoint}/image-to-video`, "--prompt", "it moves", "--image_url", "fox.png"],
    { env: CREDENTIALS },
  );
  expect(json).toMatchObject({ success: true });
  const posts = bench.requests.filter((line) => line.startsWith("POST "));
  expect(posts).toEqual([
    `POST /estimate/${endpoint}/image-to-video`,
    "POST /files/generate-upload-url",
    `POST /${endpoint}/image-to-video`,
  ]);
});

test("takes the price list where the service names no price, and asks nothing for a dry run", async () => {
  await bench.close();
  bench = await createBench({ higgsfield: { switches: { estimates: "missing" } } });
  const call = ["call", `${endpoint}/text-to-video`, "--prompt", "a fox"];
  const dry = await bench.run([...call, "--dry-run"], { env: CREDENTIALS });
  expect(bench.requests).toEqual([]);
  const bought = await bench.run(call, { env: CREDENTIALS });
  for (const { json } of [dry, bought]) {
    expect(json["estimate"]).toMatchObject({ usd: 0.7 });
    expect(json["estimate"]).not.toHaveProperty("price_source");
  }
  expect(bench.requests).toContain(`POST /estimate/${endpoint}/text-to-video`);
});

test("asks once for requests of a batch that differ in their words alone, and says who named the prices", async () => {
  const requests = ["a fox", "a hare"].map((prompt) => ({
    prompt,
    model: "kling-2.6",
    service: "higgsfield",
  }));
  await writeFile(join(bench.folder, "b.json"), JSON.stringify({ requests }));
  const { stdout } = await bench.run("plan b.json", {
    env: { ...CREDENTIALS, NO_COLOR: "1" },
    isTty: true,
  });
  expect(stdout).toMatch(/prices in US\$ +2 prices named by the service/);
  expect(bench.requests.filter((line) => line.startsWith("POST"))).toHaveLength(1);
  const offline = await bench.run("plan b.json", { env: { NO_COLOR: "1" }, isTty: true });
  expect(offline.stdout).toMatch(/prices in US\$ +2 from the price list \S+/);
});

test("names what a key of the service is called where none is set, before anything is sent", async () => {
  const { error, exitCode } = await bench.run(["call", `${endpoint}/text-to-video`, "--prompt", "a fox"]);
  expect(exitCode).toBe(4);
  expect(error).toMatchObject({
    code: "missing_api_key",
    message: expect.stringContaining("HF_CREDENTIALS"),
  });
  expect(bench.requests).toEqual([]);
});

test("refuses what the endpoint does not have", async () => {
  const call = ["call", `${endpoint}/text-to-video`, "--prompt", "a fox", "--duration"];
  const wrong = await bench.run([...call, "7"], { env: CREDENTIALS });
  expect(wrong.exitCode).toBe(2);
  const misspelt = await bench.run(["call", "kling-video/v2.6/pro/text2video", "--prompt", "a fox"], {
    env: CREDENTIALS,
  });
  expect(misspelt.error).toMatchObject({
    code: "unknown_operation",
    message: expect.stringContaining(`${endpoint}/text-to-video`),
  });
  expect(bench.requests).toEqual([]);
});

test("plans a batch of both services, with a total for each unit, and compares their routes", async () => {
  const batch = join(bench.folder, "batch.json");
  const requests = [
    { prompt: "a fox", model: "kling-2.6" },
    { prompt: "a hare", model: "kling-2.6", service: "higgsfield" },
  ];
  await writeFile(batch, JSON.stringify({ requests }));
  const { json } = await bench.run(["plan", batch]);
  expect(json).toMatchObject({
    totals: { jobs: 1, other_units: [{ unit: "usd", usd: 0.35, jobs: 1 }] },
    jobs: [
      { service: "kling" },
      { service: "higgsfield", route: `${endpoint}/text-to-video`, resolution: "1080p" },
    ],
  });
  const compared = await bench.run(["plan", batch, "--compare"]);
  expect(compared.json).toMatchObject({
    requests: [
      { routes: expect.arrayContaining([expect.objectContaining({ service: "higgsfield" })]) },
      { routes: expect.arrayContaining([expect.objectContaining({ service: "kling" })]) },
    ],
  });
  const cheapest = await bench.run(["plan", batch, "--cheapest", "--service", "kling"]);
  expect(cheapest.error).toMatchObject({ code: "conflicting_flags" });
});
