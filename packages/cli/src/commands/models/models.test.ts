import { MODELS, ROUTES } from "@klingkit/spec";
import { HIGGSFIELD_CREATES } from "@klingkit/spec/higgsfield";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

const list = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? value : [];

test("shows every current capability of every current model", async () => {
  const { json } = await bench.run("models --json model,capability");
  const shown = list(json["models"]).map(({ model, capability }) => `${String(model)} ${String(capability)}`);
  const expected = MODELS.filter(({ retiredOn }) => !retiredOn).flatMap(({ standardName, capabilities }) =>
    capabilities.map((capability) => `${standardName} ${capability}`),
  );
  expect(shown.toSorted()).toEqual(expected.toSorted());
});

test("shows retired models when asked, with their day", async () => {
  const { json } = await bench.run("models --retired --json model_name,retired_on");
  expect(json["models"]).toContainEqual({ model_name: "kling-v1", retired_on: "2026-09-15" });
});

test("keeps to one capability", async () => {
  const { json } = await bench.run("models --capability omni-video --json capability");
  expect(new Set(list(json["models"]).map(({ capability }) => capability))).toEqual(new Set(["omni-video"]));
});

test("shows every route with its state and evidence", async () => {
  const { json } = await bench.run("routes");
  expect(json["count"]).toBe(ROUTES.length + HIGGSFIELD_CREATES.length);
  expect(list(json["routes"])[0]).toMatchObject({ state: "verified", evidence: expect.any(Array) });
});

test.each([
  ["models --capability painting", "invalid_capability"],
  ["models --json price", "invalid_field"],
  ["routes --state proved", "invalid_state"],
  ["routes --json nothing", "invalid_field"],
])("refuses `kling %s` as %s and says what would pass", async (line, code) => {
  const { exitCode, error } = await bench.run(line);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code });
  expect(error["message"]).toMatch(/Use |Valid fields/);
});

test("lists unverified routes by the word that is shown and by the name in JSON, and suggests the nearest word", async () => {
  const shown = await bench.run("routes --state unverified");
  const named = await bench.run("routes --state hypothesis");
  expect(shown.json["count"]).toBeGreaterThan(0);
  expect(shown.json).toEqual(named.json);
  const { stdout } = await bench.run("routes", { isTty: true });
  expect(stdout).toContain("unverified");
  expect(stdout).not.toContain("hypothesis");
  const { error } = await bench.run("routes --state unverifed");
  expect(error["message"]).toContain("Did you mean unverified?");
});

test.each([60, 80, 100])(
  "at %i columns every route stands with its evidence, and every model with its names",
  async (columns) => {
    const routes = await bench.run("routes", { isTty: true, columns, env: { NO_COLOR: "1" } });
    expect(routes.stdout).toMatch(/^verified +v1\/text2video:kling-v3 +2026-09-28/m);
    expect(routes.stdout).toContain("response of 2026-03-29 recorded");
    const models = await bench.run("models", { isTty: true, columns, env: { NO_COLOR: "1" } });
    expect(models.stdout).toMatch(/^CAPABILITY +MODEL +MODEL_NAME/);
  },
);

test("draws tables without colours when piped or with NO_COLOR", async () => {
  const coloured = await bench.run("routes", { isTty: true });
  const plain = await bench.run("routes", { isTty: true, env: { NO_COLOR: "1" } });
  expect(coloured.stdout).toContain("\u001b[");
  expect(plain.stdout).not.toContain("\u001b[");
  expect(plain.stdout).toContain("v1/text2video:kling-v3");
});

test("names the routes of both services on which a model is sold", async () => {
  const { json } = await bench.run("models --json model,capability,routes");
  const routesOf = (model: string, capability: string) =>
    list(json["models"])
      .filter((row) => row["model"] === model && row["capability"] === capability)
      .flatMap((row) => list(row["routes"]).map(({ route }) => route));
  expect(routesOf("kling-2.6", "text-to-video")).toEqual([
    "text-to-video:kling-2.6",
    "v1/text2video:kling-v2-6",
    "kling-video/v2.6/pro/text-to-video",
  ]);
  expect(routesOf("kling-o1", "omni-video")).toContain("kling-video/omni/video-edit");
  expect(routesOf("kling-3.0", "motion-control")).toContain("kling-video/v3/motion-control/std");
});

const offersOf = async (line: string, env = {}) => {
  const { json } = await bench.run(line, { env });
  const offers = list(json["models"]).flatMap(({ routes }) => list(routes));
  return (route: string) => offers.find((offer) => offer["route"] === route);
};

test("tells of every route what it costs, and what it refuses that another takes", async () => {
  const find = await offersOf("models");
  expect(find("v1/text2video:kling-v2-6")).toMatchObject({
    usd_per_second: { from: 0.042, to: 0.14 },
    cannot: [],
  });
  expect(find("text-to-video:kling-2.6")).toMatchObject({ cannot: ["negative prompt"] });
  expect(find("kling-video/v2.6/pro/text-to-video")).toMatchObject({
    usd_per_second: { from: 0.07, to: 0.14 },
    cannot: ["720p", "negative prompt", "watermark"],
  });
});

test("draws a row for each route", async () => {
  const { stdout } = await bench.run("models --offers", { isTty: true, env: { NO_COLOR: "1" } });
  expect(stdout).toMatch(/higgsfield +kling-video\/v2\.6\/pro\/text-to-video .*0\.070–0\.140 +720p/);
  expect(stdout).toMatch(/^SERVICE +ROUTE +STATE /);
  expect(stdout).toMatch(/\nkling +v1\/text2video:kling-v2-6 +unverified +0\.042–0\.140/);
  expect(stdout).not.toContain("hypothesis");
});

test("asks Higgsfield which models the account may use", async () => {
  const find = await offersOf("models --live", { HF_CREDENTIALS: "id-of-tests:secret-of-tests" });
  expect(find("kling-video/v2.6/pro/text-to-video")).toMatchObject({ is_available: true });
  expect(find("text-to-video:kling-2.6")).not.toHaveProperty("is_available");
  expect(bench.requests).toContain("GET /models");
  const { exitCode, error } = await bench.run("models --live");
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 4, code: "missing_api_key" });
});

test.each([80, 100])("at %i columns no two offers have the same route", async (columns) => {
  const { stdout } = await bench.run("models --offers", { isTty: true, columns, env: { NO_COLOR: "1" } });
  const routes = [...stdout.matchAll(/^(?:kling|higgsfield) +(\S+)/gm)].map(([, route]) => route);
  expect(routes.length).toBeGreaterThan(30);
  expect(new Set(routes).size).toBe(routes.length);
});
