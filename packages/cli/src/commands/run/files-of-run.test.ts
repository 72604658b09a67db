import { mkdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

const BATCH = `
purpose: tests
defaults: { model: kling-v3 }
requests:
  - { name: fox, prompt: a fox }
  - { name: hare, prompt: a hare }
`;

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
  await writeFile(join(bench.folder, "b.yaml"), BATCH);
});
afterEach(() => bench.close());

const place = (file: string) => join(bench.folder, file);
const isThere = (file: string) =>
  stat(place(file)).then(
    () => true,
    () => false,
  );
const summaryOf = (stdout: string) => JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}");
const creates = () => bench.emulator.control.journal().creates;

test("a finished batch whose file was deleted says so, and fetches it again without buying", async () => {
  await bench.run("run b.yaml");
  await rm(place("fox.mp4"));
  const { json } = await bench.run("jobs");
  expect(
    Object(json["jobs"]).map(({ name, file_exists }: Record<string, unknown>) => [name, file_exists]),
  ).toEqual([
    ["hare", true],
    ["fox", false],
  ]);
  const people = await bench.run("jobs", { isTty: true, env: { NO_COLOR: "1" } });
  expect(people.stdout).toMatch(/fox\.mp4 \(not there\)/);
  const { exitCode, stdout } = await bench.run("run b.yaml");
  expect({ exitCode, success: summaryOf(stdout).success }).toEqual({ exitCode: 0, success: true });
  expect({ isThere: await isThere("fox.mp4"), creates: creates() }).toEqual({ isThere: true, creates: 2 });
  expect((await bench.run("budget")).json["accounts"]).toMatchObject([{ spent: 6, held: 0 }]);
});

test("says to a person that files are fetched again", async () => {
  await bench.run("run b.yaml");
  await rm(place("fox.mp4"));
  const { stderr } = await bench.run("run b.yaml", { isTty: true });
  expect(stderr).toContain("1 file is gone. It is downloaded again.");
});

test("a detached run looks for no files: a worker may have them on another machine", async () => {
  await bench.run("run b.yaml");
  await rm(place("fox.mp4"));
  const { exitCode, json } = await bench.run("run b.yaml --detach");
  expect({ exitCode, next: json["next"] }).toEqual({ exitCode: 0, next: undefined });
  await bench.run("worker --until-idle");
  expect({ isThere: await isThere("fox.mp4"), creates: creates() }).toEqual({ isThere: false, creates: 2 });
});

test("a file that the service no longer has ends with exit 1 and says so, and nothing is bought", async () => {
  await bench.run("run b.yaml");
  await rm(place("fox.mp4"));
  await bench.emulator.control.advance(40 * 86_400_000);
  const { exitCode, error, stdout } = await bench.run("run b.yaml");
  expect({ exitCode, code: error["code"], creates: creates() }).toEqual({
    exitCode: 1,
    code: "result_gone",
    creates: 2,
  });
  expect(error["message"]).toMatch(
    /^1 video was made and paid for, .* Nothing was bought again\. `kling jobs retry j\w+` buys it again\.$/,
  );
  // It was collected, and that is not undone: another machine may have the file.
  expect(summaryOf(stdout)).toMatchObject({
    success: false,
    counts: { collected: 2 },
    jobs: [{ name: "fox", state: "collected", error: { code: "result_gone" } }, { name: "hare" }],
  });
  const people = await bench.run("run b.yaml", { isTty: true, env: { NO_COLOR: "1" } });
  expect({ exitCode: people.exitCode, shown: people.stdout }).toEqual({
    exitCode: 1,
    shown: expect.stringContaining("1 of 2 videos on disk"),
  });
  const screen = async (line: string) =>
    (await bench.run(line, { isTty: true, columns: 200, env: { NO_COLOR: "1" } })).stdout;
  const plan = await screen("plan b.yaml");
  expect(plan).toMatch(
    /fox\.mp4 \(gone\)\n[\s\S]*The service no longer has the file of fox\. If you have no copy: `kling jobs retry j\w+` buys it again\.\n/,
  );
  expect(plan).toMatch(/^next {2}kling jobs retry j\w+$/m);
  expect(await screen("jobs")).toContain("fox.mp4 (gone)");
  await writeFile(place("fox.mp4"), "restored from a backup");
  expect((await bench.run("run b.yaml")).exitCode).toBe(0);
});

test("the command that continues in the first folder leads to the same service and store", async () => {
  const run = "run b.yaml --emulated --speed 100 --store jobs.sqlite";
  await bench.run(`${run} --output-dir out`);
  const { error } = await bench.run(`${run} --output-dir other`);
  expect(error["message"]).toContain(
    "`kling run b.yaml --emulated --speed 100 --store jobs.sqlite --output-dir out`",
  );
});

test("another --output-dir for a batch that was run is refused with what helps", async () => {
  await bench.run("run b.yaml --output-dir out");
  const { exitCode, error } = await bench.run("run b.yaml --output-dir other");
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code: "output_dir_differs" });
  expect(error["message"]).toContain(place("out"));
  expect(error["message"]).toContain("`kling run b.yaml --output-dir out`");
  expect(error["message"]).not.toContain("without a purpose");
  expect(error["jobs"]).toHaveLength(2);
  expect(await isThere("other")).toBe(false);
  expect((await bench.run("run b.yaml --output-dir out")).exitCode).toBe(0);
  expect((await bench.run("run b.yaml")).exitCode).toBe(0);
  expect(creates()).toBe(2);
  expect((await bench.run("run b.yaml --output-dir other --again")).exitCode).toBe(0);
  expect({ isThere: await isThere("other/fox.mp4"), creates: creates() }).toEqual({
    isThere: true,
    creates: 4,
  });
});

test("the command that continues an edited batch brings new files to the folder of the others", async () => {
  const write = (second: string) =>
    writeFile(
      place("edited.yaml"),
      `requests:\n  - { name: fox, prompt: a fox, output: "shots/{name}.{ext}" }\n  - { name: hare, prompt: ${second}, output: "shots/{name}.{ext}" }\n`,
    );
  await write("a hare");
  await bench.run("run edited.yaml --output-dir out");
  await write("an owl");
  const { error } = await bench.run("run edited.yaml --output-dir other");
  // The file of another project, without a purpose, too, would be taken for the same batch.
  expect(error["message"]).toContain("All batches without a purpose count as one: for another project, give");
  const [, command = ""] = /To continue there, run `kling ([^`]+)`/.exec(String(error["message"])) ?? [];
  expect(command).toBe("run edited.yaml --output-dir out");
  expect((await bench.run(command)).exitCode).toBe(0);
  expect(await isThere("out/shots/hare-2.mp4")).toBe(true);
});

test("a client's page of a run warns of clips in other folders, which it leaves out", async () => {
  await bench.run("run b.yaml --output-dir out");
  await writeFile(place("b.yaml"), BATCH.replace("a hare", "an owl"));
  const { stdout } = await bench.run("run b.yaml --for-client");
  expect(summaryOf(stdout)).toMatchObject({ success: true, client_report_left_out: [place("hare.mp4")] });
  const { stderr } = await bench.run("run b.yaml --for-client", { isTty: true });
  expect(stderr.replaceAll(/\s+/g, " ")).toContain("leaves out 1 file in other folders: hare.mp4.");
  const { json } = await bench.run("report b.yaml --for-client");
  expect(json).toMatchObject({ files: 1, left_out: [place("hare.mp4")] });
});

test("two stores in one folder have an emulator each, at the same time", async () => {
  const runs = ["a", "b"].map((name) => bench.run(`resume --emulated --store ${name}.sqlite`));
  expect((await Promise.all(runs)).map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  expect(await isThere("a.sqlite.emulator")).toBe(true);
  expect(await isThere("b.sqlite.emulator")).toBe(true);
});

test.each([
  ["log.ndjson", "emulator_data_unreadable", /earlier version .*delete log\.ndjson/],
  ["state.db", "emulator_data_unreadable", /does not hold state of the emulator/],
])("names %s of an emulator that cannot be continued, and what to do", async (file, code, message) => {
  await mkdir(place("a.sqlite.emulator"));
  await writeFile(place(`a.sqlite.emulator/${file}`), "an earlier emulator wrote this\n".repeat(200));
  const { exitCode, error } = await bench.run("run b.yaml --emulated --store a.sqlite");
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 1, code });
  expect(error["message"]).toMatch(message);
  expect(error["message"]).toMatch(/another --store has another folder\. Nothing was sent\.$/);
});

test("files of two earlier runs are named with the folder of each", async () => {
  const batch = (...names: readonly string[]) =>
    writeFile(
      place("two.yaml"),
      `purpose: two\nrequests: [${names.map((name) => `{ name: ${name}, prompt: a ${name}, model: kling-v3 }`).join(", ")}]`,
    );
  await batch("fox");
  await bench.run("run two.yaml --output-dir out");
  await batch("fox", "owl", "elk");
  await bench.run("run two.yaml");
  const { error } = await bench.run("run two.yaml --output-dir other");
  expect(error["message"]).toContain(
    `of this batch, an earlier run saves 1 video in ${place("out")}, 2 in ${bench.folder}. Nothing was sent now. To continue there, run \`kling run two.yaml\`.`,
  );
});

test("the same holds for --detach: a worker would write the files where they were to go first", async () => {
  await bench.run("run b.yaml --output-dir out --detach");
  const { error, exitCode } = await bench.run("run b.yaml --output-dir other --detach");
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code: "output_dir_differs" });
  // No file is there, and --again alone would buy both twice.
  expect(error["message"]).toMatch(
    / saves 2 videos in .+, and none of them is sent yet\. .+ To give them up, run `kling jobs cancel \w+ \w+`\. Then add --again\./,
  );
  expect(error["jobs"]).toMatchObject([{ state: "approved" }, { state: "approved" }]);
  expect((await bench.run("run b.yaml --output-dir out --detach")).json).toMatchObject({
    is_continued: true,
  });
});

test("the same holds while the batch is still running", async () => {
  bench.emulator.control.setFaults([
    { match: { method: "POST" }, action: { type: "business-error", code: 1102 } },
  ]);
  await bench.run("run b.yaml --output-dir out");
  const { error } = await bench.run("run b.yaml --output-dir other");
  expect(error["code"]).toBe("output_dir_differs");
});

const WITH_ELEMENT = `
purpose: tests
elements:
  Mia:
    element_description: a girl
    reference_type: image_refer
    element_image_list:
      frontal_image: https://example.com/front.png
      refer_images: [{ image_url: https://example.com/side.png }]
requests:
  - { name: walk, model: kling-v3-omni, prompt: "<<<element_1>>> walks", aspectRatio: "16:9", elements: [{ elementId: { from: Mia } }] }
`;

test("makes the elements of a batch once, which have no file in any folder", async () => {
  await writeFile(place("b.yaml"), WITH_ELEMENT);
  const first = await bench.run("run b.yaml --output-dir out");
  expect(summaryOf(first.stdout)).toMatchObject({
    success: true,
    jobs: [{ name: "walk" }, { name: "Mia", file: null, files: [{ kind: "element", name: "Mia" }] }],
  });
  expect(await isThere("out/walk.mp4")).toBe(true);
  expect((await bench.run("run b.yaml --output-dir out")).exitCode).toBe(0);
  await writeFile(place("c.yaml"), WITH_ELEMENT.replace("tests", "others"));
  const people = { isTty: true, env: { NO_COLOR: "1" } };
  // The element was made for another purpose, of which nobody reads here.
  expect((await bench.run("plan c.yaml", people)).stdout).not.toContain("purpose that has");
  expect((await bench.run("run c.yaml --output-dir other")).exitCode).toBe(0);
  expect({ isThere: await isThere("other/walk.mp4"), creates: creates() }).toEqual({
    isThere: true,
    creates: 3,
  });
  const report = await bench.run("report c.yaml", people);
  expect({ exitCode: report.exitCode, stderr: report.stderr }).toEqual({ exitCode: 0, stderr: "" });
});
