import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../testing/kling-bench.ts";
import { makePng } from "../testing/make-png.ts";

let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

const write = (name: string, text: string) => writeFile(join(bench.folder, name), text);
/** Commands of a page for the jobs that are not finished. */
async function commandsOf(page: string): Promise<readonly string[]> {
  const text = await readFile(join(bench.folder, page), "utf8");
  const [, unfinished = ""] = /not finished(.*?)<\/section>/s.exec(text) ?? [];
  return Array.from(unfinished.matchAll(/data-copy="([^"]+)"/g), ([, command = ""]) => command);
}

const TABLE = "name,model,prompt\nfox,kling-v3,a fox\nowl,kling-v3,an owl\n";
const BATCH = `defaults: { model: kling-v3 }
requests: [{ name: fox, prompt: a fox }, { name: owl, prompt: an owl }]`;
const HIGGSFIELD = { HF_CREDENTIALS: "id:secret" };

/** What each command that takes a file makes of it. */
async function lookBy(file: string) {
  const options = { env: HIGGSFIELD };
  const report = await bench.run(`report ${file}`, options);
  const jobs = await bench.run(`jobs --batch ${file}`, options);
  const ledger = await bench.run(`ledger --batch ${file}`, options);
  return {
    exits: [report, jobs, ledger].map(({ exitCode }) => exitCode),
    jobs: report.json["jobs"],
    listed: jobs.json["count"],
  };
}

test.each([
  ["shots.csv", TABLE, "--purpose Shoes"],
  ["shots.yaml", BATCH, "--purpose Shoes"],
  ["shots.yaml", `purpose: boots\n${BATCH}`, "--purpose Shoes"],
  ["shots.yaml", BATCH.replaceAll("kling-v3", "kling-3.0"), "--service higgsfield"],
  ["shots.csv", TABLE.replaceAll("kling-v3", "kling-3.0"), "--service higgsfield --purpose Shoes"],
  ["shots.yaml", BATCH.replace("defaults: { model: kling-v3 }\n", ""), "--cheapest --purpose Shoes"],
])("%s that was run with flags is found by its name (%#)", async (file, text, flags) => {
  await write(file, text);
  const ran = await bench.run(`run ${file} ${flags}`, { env: HIGGSFIELD });
  expect(ran.exitCode).toBe(0);
  expect(await lookBy(file)).toEqual({ exits: [0, 0, 0], jobs: 2, listed: 2 });
});

test("a file that the routes without flags refuse is run and found on those of a flag", async () => {
  // Kling takes no image with sides below 300 px.
  await writeFile(join(bench.folder, "small.png"), makePng(200, 200));
  await write("small.yaml", "requests: [{ name: a, prompt: x, model: kling-2.6, firstFrame: small.png }]");
  const options = { env: HIGGSFIELD };
  expect((await bench.run("plan small.yaml", options)).exitCode).toBe(2);
  for (const command of ["run", "plan", "run"])
    expect((await bench.run(`${command} small.yaml --service higgsfield`, options)).exitCode).toBe(0);
  const { json, exitCode } = await bench.run("jobs --batch small.yaml", options);
  expect({ exitCode, count: json["count"] }).toEqual({ exitCode: 0, count: 1 });
});

test("jobs under the own purpose of a file come before those of a run with another one", async () => {
  await write("shots.csv", TABLE);
  await bench.run("run shots.csv --output-dir own");
  await bench.run("run shots.csv --purpose Shoes --output-dir shoes");
  const { json } = await bench.run("jobs --batch shots.csv");
  expect(json["jobs"]).toMatchObject([{ purpose: "shots" }, { purpose: "shots" }]);
});

test("a file that was changed since does not stand for equal requests of another project", async () => {
  await write("shots.yaml", `purpose: boots\n${BATCH}`);
  await bench.run("run shots.yaml");
  await write("other.yaml", `purpose: other\n${BATCH.replace("a fox", "a crow")}`);
  await bench.run("run other.yaml --output-dir other");
  await write("shots.yaml", "purpose: boots\nrequests: [{ name: crow, model: kling-v3, prompt: a crow }]");
  const { stderr } = await bench.run("jobs --batch shots.yaml", { isTty: true });
  expect(stripVTControlCharacters(stderr)).toContain("No request of shots.yaml was run as it is now.");
  const { json } = await bench.run("jobs --batch shots.yaml");
  expect(json["jobs"]).toMatchObject([{ purpose: "boots" }, { purpose: "boots" }]);
});

test("says under which purpose the jobs are, and what buys the rest of the file under it", async () => {
  await write("shots.csv", TABLE);
  await bench.run(["run", "shots.csv", "--purpose", "Winter shoes"]);
  await write("shots.csv", `${TABLE}elk,kling-v3,an elk\n`);
  const { stderr } = await bench.run("report shots.csv", { isTty: true, columns: 300 });
  const told = stripVTControlCharacters(stderr);
  expect(told).toContain(
    'The requests of shots.csv were run under another purpose than its own: "Winter shoes".',
  );
  expect(told).toContain("run `kling run shots.csv --purpose 'Winter shoes'`");
});

test.each(["", "purpose: kites\n"])(
  "a run under another purpose that is stopped names what buys nothing that was taken out of the file (%#)",
  async (head) => {
    const line = "kling run shots.yaml --purpose Kites";
    await write("shots.yaml", `${head}${BATCH}`);
    await bench.run(`run shots.yaml --purpose Kites --detach`);
    await write("shots.yaml", `${head}${BATCH.replace("an owl", "an elk")}`);
    const { error } = await bench.run(`run shots.yaml --purpose Kites --timeout 1 --report`);
    expect(error["resume"]).toBe(line);
    await bench.run(line.slice("kling ".length));
    const { json } = await bench.run("jobs --state approved");
    expect(json["jobs"]).toMatchObject([{ name: "owl", prompt: "an owl" }]);
  },
);

test("what buys does not take jobs under another purpose for those of a file, and names that purpose", async () => {
  await write("shots.csv", TABLE);
  await bench.run("run shots.csv --purpose Shoes --detach");
  for (const [line, command] of [
    ["resume shots.csv", "kling resume Shoes"],
    ["jobs retry --batch shots.csv --failed", "kling jobs retry --batch Shoes --failed"],
  ] as const) {
    const { error } = await bench.run(line);
    expect(error).toMatchObject({
      code: "batch_not_found",
      message: `No request of shots.csv was run under its own purpose, "shots". Nothing was sent. They were run under "Shoes". If you mean all jobs of that purpose, run \`${command}\`.`,
    });
  }
  expect(bench.emulator.control.journal()).toMatchObject({ creates: 0 });
});

test("where the file stands for other jobs, the run itself is what continues and what writes the page again", async () => {
  await write("shots.yaml", BATCH);
  await bench.run("run shots.yaml --output-dir own");
  const line = "run shots.yaml --purpose Kites --output-dir kites";
  await bench.run(`${line} --detach`);
  await write("shots.yaml", BATCH.replace("an owl", "an elk"));
  const { error } = await bench.run(`${line} --timeout 1 --report`);
  expect(error["resume"]).toBe("kling run shots.yaml --purpose Kites");
  expect(await commandsOf("kites/report-shots-kites.html")).toEqual([
    "kling run shots.yaml --purpose Kites",
    "kling run shots.yaml --purpose Kites --report",
  ]);
});

test("a page of an edited file continues the file, and not what was taken out of it", async () => {
  await write("shots.yaml", `purpose: kites\n${BATCH}`);
  await bench.run("run shots.yaml --detach");
  await write("shots.yaml", `purpose: kites\n${BATCH.replace(/, \{ name: owl.+\}/, "")}`);
  await bench.run("report shots.yaml");
  expect(await commandsOf("report-shots.html")).toEqual([
    "kling resume shots.yaml",
    "kling report shots.yaml",
  ]);
  await bench.run("resume shots.yaml");
  expect(bench.emulator.control.journal()).toMatchObject({ creates: 1 });
});

test("a page of a file that was run under another purpose continues that run", async () => {
  await write("shots.csv", TABLE);
  await bench.run("run shots.csv --purpose Shoes --detach");
  await bench.run("report shots.csv");
  expect(await commandsOf("report-shots.html")).toEqual([
    "kling run shots.csv --purpose Shoes",
    "kling report shots.csv",
  ]);
});

test("a run that made other videos of a file than its name stands for has a page and a next command of its own", async () => {
  await write("shots.yaml", `purpose: kites\n${BATCH.replace("kling-v3", "kling-3.0")}`);
  const own = await bench.run("run shots.yaml --report", { env: HIGGSFIELD });
  expect(own.exitCode).toBe(0);
  const flags = "--service higgsfield";
  await bench.run(`run shots.yaml ${flags} --report`, { env: HIGGSFIELD });
  await write(
    "shots.yaml",
    `purpose: kites\n${BATCH.replace("kling-v3", "kling-3.0").replace("an owl", "an elk")}`,
  );
  await bench.run(`run shots.yaml ${flags} --report`, { env: HIGGSFIELD });
  expect((await bench.files()).filter((name) => name.endsWith(".html")).toSorted()).toEqual([
    "report-shots-higgsfield.html",
    "report-shots.html",
  ]);
  // Its two videos were bought by two runs.
  const { stdout } = await bench.run(`plan shots.yaml ${flags}`, { env: HIGGSFIELD, isTty: true });
  expect(stripVTControlCharacters(stdout)).toMatch(
    /^next {2}kling run shots\.yaml --service higgsfield --report$/m,
  );
});
