import { access, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

const BATCH = "{ output: 'clips/{name}.mp4', requests: [{ name: fox, model: kling-v3, prompt: a fox }] }";

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
  await writeFile(join(bench.folder, "b.yaml"), BATCH);
});
afterEach(() => bench.close());

async function firstJob(): Promise<string> {
  await bench.run("run b.yaml --output-dir out");
  return newestJob();
}

async function newestJob(): Promise<string> {
  const { json } = await bench.run("jobs");
  return Object(json["jobs"])[0].job;
}

test("puts the video beside the one that it replaces, wherever the command is run", async () => {
  await bench.run(`jobs retry ${await firstJob()} --approve --max-units 100`);
  expect((await readdir(join(bench.folder, "out/clips"))).toSorted()).toEqual(["fox-2.mp4", "fox.mp4"]);
  await expect(access(join(bench.folder, "clips"))).rejects.toThrow("ENOENT");
});

test("puts it into the folder that is named", async () => {
  await bench.run(`jobs retry ${await firstJob()} --approve --max-units 100 --output-dir other`);
  expect(await readdir(join(bench.folder, "other/clips"))).toEqual(["fox.mp4"]);
});

test("buys nothing where the folder cannot be used, as on another machine", async () => {
  const job = await firstJob();
  await mkdir(join(bench.folder, "taken"));
  await writeFile(join(bench.folder, "taken/file"), "");
  const line = `jobs retry ${job} --approve --max-units 100 --output-dir taken/file`;
  const { exitCode, error } = await bench.run(line);
  expect(exitCode).not.toBe(0);
  expect(error["message"]).toContain("--output-dir");
  expect(bench.emulator.control.journal().creates).toBe(1);
});

const FAILED = [
  {
    match: { method: "POST" as const },
    nth: 1,
    action: { type: "fail-task" as const, message: "internal error" },
  },
];

test.each(["jobs retry JOB --approve --max-units 100", "run b.yaml --again --output-dir out"])(
  "a video that never had a file gets the planned name from `%s`",
  async (line) => {
    bench.emulator.control.setFaults(FAILED);
    const job = await firstJob();
    bench.emulator.control.setFaults([]);
    expect((await bench.run(line.replace("JOB", job))).exitCode).toBe(0);
    expect(await readdir(join(bench.folder, "out/clips"))).toEqual(["fox.mp4"]);
  },
);

test("lets a pool try again that the refusal of another job had stopped", async () => {
  bench.emulator.control.setFaults(FAILED);
  const job = await firstJob();
  bench.emulator.control.setFaults([
    { match: { method: "POST" }, action: { type: "business-error", code: 1102 } },
  ]);
  await writeFile(join(bench.folder, "other.yaml"), BATCH.replaceAll("fox", "cat"));
  expect((await bench.run("run other.yaml")).exitCode).not.toBe(0);
  bench.emulator.control.setFaults([]);
  expect((await bench.run(`jobs retry ${job} --approve --max-units 100`)).exitCode).toBe(0);
  expect(await readdir(join(bench.folder, "out/clips"))).toEqual(["fox.mp4"]);
});

test("a file that somebody has put there in between stays, and so does one of another job", async () => {
  bench.emulator.control.setFaults(FAILED);
  const job = await firstJob();
  bench.emulator.control.setFaults([]);
  await mkdir(join(bench.folder, "out/clips"), { recursive: true });
  await writeFile(join(bench.folder, "out/clips/fox.mp4"), "mine");
  await bench.run(`jobs retry ${job} --approve --max-units 100`);
  await bench.run(`jobs retry ${await newestJob()} --approve --max-units 100`);
  expect((await readdir(join(bench.folder, "out/clips"))).toSorted()).toEqual([
    "fox-2.mp4",
    "fox-3.mp4",
    "fox.mp4",
  ]);
  expect(await readFile(join(bench.folder, "out/clips/fox.mp4"), "utf8")).toBe("mine");
});

test("the files of one take share its name: the take has a dash, the file of the take a dot", async () => {
  const sound =
    "{ output: '{name}.{ext}', requests: [{ name: rain, operation: audio create, body: { prompt: rain, duration: 5 } }] }";
  await writeFile(join(bench.folder, "b.yaml"), sound.replace("{ext}", "mp3"));
  bench.emulator.control.setFaults(FAILED);
  await firstJob();
  bench.emulator.control.setFaults([]);
  const filesAfter = async () => {
    await bench.run(`jobs retry ${await newestJob()} --approve --max-units 100`);
    return (await readdir(join(bench.folder, "out"))).toSorted();
  };
  expect(await filesAfter()).toEqual(["rain.2.wav", "rain.mp3"]);
  expect(await filesAfter()).toEqual(["rain-2.2.wav", "rain-2.mp3", "rain.2.wav", "rain.mp3"]);
});

test("refuses a job that was retried before it asks, and names the newest one", async () => {
  const job = await firstJob();
  await bench.run(`jobs retry ${job} --approve --max-units 100`);
  const { exitCode, error } = await bench.run(`jobs retry ${job} --approve --max-units 100`);
  expect({ exitCode, error }).toMatchObject({
    exitCode: 1,
    error: {
      code: "retry_refused",
      message: expect.stringContaining(`\`kling jobs retry ${await newestJob()}\``),
    },
  });
  expect(bench.emulator.control.journal().creates).toBe(2);
});
