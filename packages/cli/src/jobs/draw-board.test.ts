import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../testing/kling-bench.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
  const batch = "requests: [{ name: fox-in-snow, prompt: a fox, model: kling-v3 }]";
  await writeFile(join(bench.folder, "b.yaml"), batch);
});
afterEach(() => bench.close());

/** Rows of the job, one per picture of the board. */
async function rowsAt(columns: number): Promise<readonly string[]> {
  const { stdout } = await bench.run("run b.yaml", { isTty: true, columns });
  return stripVTControlCharacters(stdout)
    .split("\n")
    .filter((line) => / . fox-in-snow {2}/.test(line));
}

const barOf = (row: string): number => row.match(/[━─]/g)?.length ?? 0;

test.each([
  [60, 12],
  [80, 20],
  [140, 20],
])("at %i columns the bar shrinks before a name is cut", async (columns, most) => {
  const rows = await rowsAt(columns);
  const running = rows.filter((row) => row.includes("running"));
  expect(running.length).toBeGreaterThan(0);
  for (const row of running) {
    expect(barOf(row)).toBeGreaterThanOrEqual(4);
    expect(barOf(row)).toBeLessThanOrEqual(most);
  }
  expect(rows.at(-1)).toMatch(/✓ fox-in-snow {2}done {7}fox-in-snow.*\.mp4 {2}\d+ s +3$/);
  expect(barOf(rows.at(-1) ?? "")).toBe(0);
});

test("no board of a run that goes well says that a video is not saved", async () => {
  const { stdout } = await bench.run("run b.yaml", { isTty: true, columns: 80 });
  expect(stripVTControlCharacters(stdout)).toMatch(/fox-in-snow {2}fetching/);
  expect(stdout).not.toContain("not saved");
});

test.each([
  [80, / s {2}kling-[\w.-]+… /],
  [140, / kling-v2-5-turbo /],
])("at %i columns the model of a running job is cut, not left out", async (columns, shown) => {
  const batch = "requests: [{ name: fox-in-snow, prompt: a fox, model: kling-v2-5-turbo }]";
  await writeFile(join(bench.folder, "b.yaml"), batch);
  const running = (await rowsAt(columns)).filter((row) => /running.* \/ ~/.test(row));
  expect(running.length).toBeGreaterThan(0);
  for (const row of running) expect(row).toMatch(shown);
});

test("the board shows the slots of each model that tasks hold, by the name that the jobs use", async () => {
  const batch = `requests:
  - { name: fox, model: kling-v3, prompt: a fox }
  - { name: owl, model: kling-v3, prompt: an owl }
  - { name: elk, model: kling-v2-6, prompt: an elk }`;
  await writeFile(join(bench.folder, "b.yaml"), batch);
  const { stdout } = await bench.run("run b.yaml --quota 1", { isTty: true, columns: 80 });
  expect(stripVTControlCharacters(stdout)).toMatch(/^slots {2}kling-v3 1\/1 · kling-v2-6 1\/1$/m);
});

test("a job stands below the one whose result it takes, and waits for it", async () => {
  const batch = `requests:
  - { name: turn, model: kling-v3, prompt: it turns, firstFrame: { from: fox } }
  - { name: owl, model: kling-v3, prompt: an owl }
  - { name: fox, operation: image create, body: { prompt: a fox } }`;
  await writeFile(join(bench.folder, "b.yaml"), batch);
  const { stdout } = await bench.run("run b.yaml", { isTty: true, columns: 100 });
  const pictures = stripVTControlCharacters(stdout).split("kling run  ").slice(1);
  const rowsOf = (picture: string | undefined) =>
    picture
      ?.split("\n")
      .filter((line) => /(fox|turn|owl) /.test(line))
      .map((line) => line.slice(3, 40).trimEnd());
  expect(pictures[0]).toContain("3 jobs");
  expect(rowsOf(pictures[0])?.map((row) => row.slice(0, 6))).toEqual(["owl   ", "fox   ", "└ turn"]);
  expect(pictures[0]).toMatch(/└ turn {2}waiting {4}for fox/);
  expect(rowsOf(pictures.at(-1))?.at(-1)).toMatch(/└ turn {2}done {7}turn.mp4/);
});

test.each([
  [1303, /fox-in-snow {2}waiting {4}for a free slot \(kling-v3\)/],
  [1302, /fox-in-snow {2}waiting {4}too many requests, next try in \d+ s/],
])("a job that the service refuses for now with %i waits for a reason in words", async (code, words) => {
  bench.emulator.control.setFaults([{ match: { method: "POST" }, action: { type: "business-error", code } }]);
  const options = { isTty: true, columns: 100 };
  const run = await bench.run("run b.yaml --timeout 5", options);
  const rows = stripVTControlCharacters(run.stdout)
    .split("\n")
    .filter((line) => /^ . fox-in-snow /.test(line));
  expect(rows.join("\n")).toMatch(words);
  const { stdout } = await bench.run("jobs", options);
  // Nobody tries it again by itself.
  expect(stdout).toContain("no process runs it: kling resume");
  expect([...rows, stdout].join("\n")).not.toContain("HTTP 429");
  const { json } = await bench.run("jobs");
  expect(JSON.stringify(json)).toContain("HTTP 429");
});

test.each([
  ["on the board", "run b.yaml", 100],
  ["line by line", "run b.yaml", 50],
  ["by a worker", "worker --until-idle", 100],
])("a pool that is stopped has the model's name of the batch, %s", async (_, command, columns) => {
  bench.emulator.control.setFaults([
    { match: { method: "POST" }, action: { type: "business-error", code: 1102 } },
  ]);
  if (command.startsWith("worker")) await bench.run("run b.yaml --detach");
  const { stdout } = await bench.run(command, { isTty: true, columns });
  const shown = stripVTControlCharacters(stdout);
  expect(shown).toMatch(/^ ?kling-v3: stopped\. /m);
  expect(shown).not.toContain("kling-3.0");
});

test("the last board leaves the reason of a stopped pool to the error", async () => {
  bench.emulator.control.setFaults([
    { match: { method: "POST" }, action: { type: "business-error", code: 1102 } },
  ]);
  const { stdout, stderr } = await bench.run("run b.yaml", { isTty: true, columns: 100 });
  const pictures = stripVTControlCharacters(stdout).split("kling run  ");
  expect(pictures.at(-1)).toMatch(/fox-in-snow {2}stopped/);
  expect(pictures.at(-1)).not.toContain("kling-v3: stopped");
  expect(stripVTControlCharacters(stderr).match(/Account balance not enough/g)).toHaveLength(1);
});

test("names the services that the jobs are sent to, and not an emulator of another one", async () => {
  const env = {
    KLING_BASE_URL: "http://192.0.2.1:9",
    HIGGSFIELD_BASE_URL: bench.emulator.baseUrl,
    HF_CREDENTIALS: "emulator:emulator",
  };
  const { exitCode, stdout } = await bench.run("run b.yaml --approve", { isTty: true, columns: 100, env });
  const heads = stripVTControlCharacters(stdout)
    .split("\n")
    .filter((line) => line.startsWith("kling run"));
  expect({
    exitCode,
    heads: new Set(heads.map((line) => /192\.0\.2\.1:9|emulated/g.exec(line)?.[0])),
  }).toEqual({
    exitCode: 0,
    heads: new Set(["192.0.2.1:9"]),
  });
  expect(heads.join("\n")).not.toContain("emulated");
});

test("jobs behind one that met too many requests wait for the same, and say when it is over", async () => {
  const names = ["ant", "bee", "cow"];
  const requests = names.map((name) => `  - { name: ${name}, model: kling-v3, prompt: ${name} }`);
  await writeFile(join(bench.folder, "b.yaml"), ["requests:", ...requests].join("\n"));
  bench.emulator.control.setFaults([
    { match: { method: "POST" }, action: { type: "business-error", code: 1302 } },
  ]);
  const { stdout } = await bench.run("run b.yaml --timeout 5", { isTty: true, columns: 120 });
  const rows = stripVTControlCharacters(stdout)
    .split("\n")
    .filter((line) => / (ant|bee|cow) /.test(line))
    .slice(-names.length);
  expect(rows).toHaveLength(names.length);
  for (const row of rows) expect(row).toMatch(/too many requests, next try in \d+ s/);
});

test("a job that is paid in US dollars shows them, beside one that is paid in units", async () => {
  const batch = `defaults: { model: kling-v3, durationSeconds: 5 }
requests:
  - { name: fox, prompt: a fox }
  - { name: owl, prompt: an owl, service: higgsfield }`;
  await writeFile(join(bench.folder, "b.yaml"), batch);
  const env = { HF_CREDENTIALS: "id:secret" };
  const { stdout } = await bench.run("run b.yaml", { isTty: true, columns: 60, env });
  const shown = stripVTControlCharacters(stdout);
  expect(shown).toMatch(/^ {3}NAME .* COST$/m);
  expect(shown).toMatch(/✓ fox .* 3$/m);
  expect(shown).toMatch(/✓ owl .* US\$ \d+\.\d\d$/m);
  expect(shown).toMatch(/3 of ~3 units and US\$\s+(\d+\.\d\d)\s+of\s+~US\$ \1/);
});

test("the last board of a run that was stopped says nothing of the time that is left", async () => {
  const stop = new AbortController();
  bench.intercept(async ({ method }) => {
    const isSent = bench.requests.some((request) => request.startsWith("POST /v1/videos"));
    if (method === "GET" && isSent) stop.abort();
    return undefined;
  });
  const { stdout } = await bench.run("run b.yaml", { isTty: true, columns: 100, signal: stop.signal });
  const pictures = stripVTControlCharacters(stdout).split("kling run  ");
  expect(pictures.slice(0, -1).join("")).toMatch(/about [\d.]+ s left/);
  expect(pictures.at(-1)).toContain("1 running");
  expect(pictures.at(-1)).not.toContain("left");
});

test("the board keeps the order of the file, also for a request that was edited", async () => {
  const write = (second: string) =>
    writeFile(
      join(bench.folder, "b.yaml"),
      `purpose: order\nrequests: [${["a fox", second, "an owl"].map((prompt, at) => `{ name: n${at}, prompt: ${prompt}, model: kling-v3 }`).join(", ")}]`,
    );
  await write("a lake");
  await bench.run("run b.yaml");
  await write("a blue lake");
  const { stdout } = await bench.run("run b.yaml", { isTty: true, columns: 100 });
  const last = stripVTControlCharacters(stdout).split("kling run  ").at(-1) ?? "";
  expect([...last.matchAll(/✓ (n\d) /g)].map(([, name]) => name)).toEqual(["n0", "n1", "n2"]);
});

test("the board says nothing of the time that is left while a file cannot be downloaded", async () => {
  let refusals = 0;
  bench.intercept(({ url }) => {
    if (!url.includes(".mp4") || refusals > 2) return Promise.resolve(undefined);
    refusals += 1;
    return Promise.resolve(new Response("no", { status: 503 }));
  });
  await writeFile(
    join(bench.folder, "b.yaml"),
    "requests: [{ name: fox, prompt: a fox, model: kling-v3 }, { name: owl, prompt: an owl, model: kling-v3 }]",
  );
  const { stdout } = await bench.run("run b.yaml --quota 1", { isTty: true, columns: 100 });
  const pictures = stripVTControlCharacters(stdout).split("kling run  ");
  const blocked = pictures.filter((picture) => picture.includes("not fetched yet"));
  expect(blocked.length).toBeGreaterThan(0);
  expect(blocked.filter((picture) => picture.includes(" left"))).toEqual([]);
  expect(pictures.join("")).toMatch(/about [\d.]+ s left/);
});

test.each([
  ["the board", 80],
  ["lines, where no board fits", 50],
])("after Ctrl-C, what is waited for stands on %s, with how to stop at once", async (_, columns) => {
  // Its response is all there is of it: a run waits for it.
  const batch =
    "requests: [{ operation: audio speak, body: { text: hello, voice_id: genshin_vindi2, voice_language: en } }]";
  await writeFile(join(bench.folder, "b.yaml"), batch);
  const interrupt = new AbortController();
  bench.intercept(async ({ method }) => {
    if (method !== "POST") return undefined;
    interrupt.abort();
    await setTimeout(200);
    return undefined;
  });
  const { stdout } = await bench.run("run b.yaml", { isTty: true, columns, signal: interrupt.signal });
  expect(stripVTControlCharacters(stdout).replaceAll(/\s+/g, " ")).toContain(
    "Stopping: waiting for the response to 1 request. Press Ctrl-C again to stop at once.",
  );
});
