import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Bench, createBench } from "../testing/kling-bench.ts";
import { makePng } from "../testing/make-png.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
  await writeFile(join(bench.folder, "lake.png"), makePng(512, 512));
});
afterEach(() => bench.close());

describe("what a dry run warns of", () => {
  const CREATE = ["video", "create", "x", "--ref-image", "lake.png", "-r", "16:9"];

  test("stands in the result of the purchase", async () => {
    const dry = await bench.run([...CREATE, "--dry-run"]);
    const bought = await bench.run(CREATE);
    expect(dry.json["warnings"]).toContainEqual(expect.objectContaining({ rule: "label-unused" }));
    expect(bought.json).toMatchObject({
      success: true,
      warnings: dry.json["warnings"],
      estimate: { units: 4 },
    });
  });

  test("is shown to people before they buy", async () => {
    const { stderr, exitCode } = await bench.run(CREATE, { isTty: true });
    expect(exitCode).toBe(0);
    expect(stderr).toContain("the prompt never names it (@image_1)");
  });

  test("is refused with --strict, and nothing is sent", async () => {
    const { exitCode, error } = await bench.run([...CREATE, "--strict"]);
    expect({ exitCode, error }).toMatchObject({
      exitCode: 2,
      error: { message: expect.stringContaining("never names") },
    });
    expect(bench.emulator.control.journal().creates).toBe(0);
  });

  test("names a prompt adherence that the model ignores", async () => {
    const line = "video create-from-text fox --model kling-v2-6 --cfg-scale 0.5";
    const { json } = await bench.run(`${line} --dry-run`);
    expect(json["warnings"]).toContainEqual(expect.objectContaining({ rule: "cfg-scale-ignored" }));
    const { exitCode, error } = await bench.run(`${line} --strict`);
    expect(exitCode).toBe(2);
    expect(error["message"]).toContain("kling-v2-6 ignores it");
  });

  test("of a batch is in the lines of the run and in the job's events, and --strict and `strict` refuse it", async () => {
    const request = { name: "r", model: "kling-v3", prompt: "a", firstFrame: "lake.png", aspectRatio: "1:1" };
    await writeFile(join(bench.folder, "b.json"), JSON.stringify({ requests: [request] }));
    await writeFile(join(bench.folder, "s.json"), JSON.stringify({ strict: true, requests: [request] }));
    for (const line of ["run b.json --strict", "plan b.json --strict", "run s.json"]) {
      const { exitCode, error } = await bench.run(line);
      expect({ line, exitCode, code: error["code"] }).toEqual({ line, exitCode: 2, code: "plan_invalid" });
    }
    await bench.run("plan b.json -o plan.json");
    expect((await bench.run("run plan.json --strict")).error["code"]).toBe("plan_invalid");
    expect(bench.emulator.control.journal().creates).toBe(0);
    const { stdout } = await bench.run("run b.json");
    const lines = stdout
      .trim()
      .split("\n")
      .map((text) => JSON.parse(text));
    expect(lines).toContainEqual(
      expect.objectContaining({ event: "warning", name: "r", rule: "aspect-ratio-ignored" }),
    );
    const { job } = lines.find(({ event }) => event === "job");
    expect((await bench.run(`jobs show ${job}`)).stdout).toContain("aspectRatio");
  });
});

test("create-from-image refuses --ratio, as its help says", async () => {
  const { exitCode, error } = await bench.run("video create-from-image x -i lake.png -r 1:1 --dry-run");
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code: "invalid_ratio" });
});

test("a prompt of several words without quotes is told to have some", async () => {
  const { exitCode, error } = await bench.run("video create-from-text a fox in snow");
  expect(exitCode).toBe(2);
  expect(error["message"]).toMatch(/in quotes/);
});

test("mistakes name the flags that were typed", async () => {
  const { error } = await bench.run("video create-from-text x -d 99 --dry-run");
  expect(error).toMatchObject({
    code: "invalid_duration",
    message: expect.stringMatching(/^--duration: .*3 to 15/),
  });
});

describe("shots from the shell", () => {
  test.each(["create-from-text", "create", "create-from-image -i lake.png"])("%s", async (command) => {
    const words = command.split(" ");
    const line = ["video", ...words, "--shot", "3:one; and a half", "--shot", "4:two", "--dry-run"];
    const { json, exitCode } = await bench.run(line);
    expect(exitCode).toBe(0);
    expect(json["payload"]).toMatchObject({
      multi_shot: true,
      duration: "7",
      multi_prompt: [
        { prompt: "one; and a half", duration: "3" },
        { prompt: "two", duration: "4" },
      ],
    });
  });

  test("a script with --multi-shot keeps its times", async () => {
    const { json } = await bench.run([
      "video",
      "create",
      "shot 1, 2, a; shot 2, 3, b;",
      "--multi-shot",
      "--dry-run",
    ]);
    expect(json["payload"]).toMatchObject({ shot_type: "customize", duration: "5" });
  });

  test.each(["one", "3:", ":one", "3.5:one"])("%s is no shot", async (shot) => {
    const { error, exitCode } = await bench.run(["video", "create-from-text", "--shot", shot, "--dry-run"]);
    expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code: "invalid_shot" });
  });
});

test("a comment that cuts a prompt off is refused with its line", async () => {
  const yaml = "requests:\n  - name: cut\n    model: kling-v3\n    prompt: A title card #1: hello\n";
  await writeFile(join(bench.folder, "cut.yaml"), yaml);
  const { exitCode, error } = await bench.run("plan cut.yaml");
  expect(exitCode).toBe(2);
  expect(error["message"]).toMatch(/cut\.yaml:4:13: prompt: "#" begins a comment.*"A title card".*quotes/);
  await writeFile(
    join(bench.folder, "kept.yaml"),
    yaml.replace(/A title.*/, '"A title card #1: hello" # first'),
  );
  expect((await bench.run("plan kept.yaml")).exitCode).toBe(0);
});
