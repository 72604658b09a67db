import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../testing/kling-bench.ts";
import { makePng } from "../testing/make-png.ts";
import { previewFiles } from "./show-preview.ts";

const TRUE_COLOUR = { TERM: "xterm-256color", COLORTERM: "truecolor" };
const NO_DECODER = { KLING_FFMPEG: "/no/ffmpeg", PATH: "" };

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
  await writeFile(join(bench.folder, "b.yaml"), "requests: [{ name: fox, prompt: a fox, model: kling-v3 }]");
});
afterEach(() => bench.close());

/** What previews of files write to a terminal. */
async function preview(
  names: readonly string[],
  {
    env = TRUE_COLOUR,
    columns = 100,
  }: { readonly env?: Record<string, string>; readonly columns?: number } = {},
) {
  const written = { stdout: "", stderr: "" };
  const streamOf = (name: "stdout" | "stderr") => ({
    isTty: true,
    columns,
    write: (text: string) => {
      written[name] += text;
    },
  });
  const io = {
    stdin: { isTty: true, readAll: async () => "", readLine: async () => "" },
    stdout: streamOf("stdout"),
    stderr: streamOf("stderr"),
  };
  const { createDeps } = await import("../create-deps.ts");
  const deps = createDeps({ argv: [], env: { ...NO_DECODER, ...env }, io, cwd: bench.folder });
  await previewFiles(
    deps,
    {},
    names.map((name) => join(bench.folder, name)),
  );
  return written;
}

const bare = (text: string) => text.replaceAll("\u001b", "").replaceAll(/\[[\d;]*[mG]/g, "");

test("a picture stands beside its name and size, as high as its ratio", async () => {
  await writeFile(join(bench.folder, "fox.png"), makePng(64, 64));
  const { stdout, stderr } = await preview(["fox.png"]);
  const lines = stdout.trimEnd().split("\n");
  expect(lines).toHaveLength(12);
  expect(lines[0]?.startsWith("  \u001b[38;2;")).toBe(true);
  expect(bare(lines[5] ?? "")).toBe(`  ${"▀".repeat(24)}fox.png`);
  expect(bare(lines[6] ?? "")).toBe(`  ${"▀".repeat(24)}84 B`);
  expect(lines[5]).toContain("\u001b[29G");
  expect(stderr).toBe("");
});

test("in a narrow terminal the words stand below, and no line is wider than it", async () => {
  await writeFile(join(bench.folder, "fox.png"), makePng(160, 90));
  const lines = bare((await preview(["fox.png"], { columns: 40 })).stdout)
    .trimEnd()
    .split("\n");
  expect(lines.slice(-2)).toEqual(["  fox.png", "  94 B"]);
  for (const line of lines) expect([...line].length).toBeLessThan(40);
});

test("a name cannot give orders to the terminal", async () => {
  const name = "\u001b[2Jfox\u202e.png";
  await writeFile(join(bench.folder, name), makePng(8, 8));
  const { stdout } = await preview([name]);
  expect(stdout).toContain("\\u001b[2Jfox\\u202e.png");
});

test.each([
  [{ TERM: "xterm-kitty" }, "\u001b_Gf=100,a=T,q=2,C=1,c=24,r=12,m="],
  [{ TERM: "xterm-256color", TERM_PROGRAM: "WezTerm" }, "\u001b]1337;File=inline=1;doNotMoveCursor=1;"],
])("%j gets a real image", async (env, start) => {
  await writeFile(join(bench.folder, "fox.png"), makePng(64, 64));
  expect((await preview(["fox.png"], { env })).stdout).toContain(start);
});

test("more than ten pictures are counted", async () => {
  const names = Array.from({ length: 12 }, (_, at) => `${at}.png`);
  for (const name of names) await writeFile(join(bench.folder, name), makePng(8, 8));
  const { stdout, stderr } = await preview(names);
  expect(stdout).toContain("9.png");
  expect(stdout).not.toContain("10.png");
  expect(stderr).toBe("2 more files. `kling sheet` makes one picture of all.\n");
});

test.each([
  [
    TRUE_COLOUR,
    "No preview of 1 file: KLING_FFMPEG names a program that does not work: /no/ffmpeg cannot be run",
  ],
  [{ TERM: "xterm" }, "No preview: this terminal shows no pictures."],
])("a run with --preview and %j says once why there is none", async (env, said) => {
  const given = { isTty: true, env: { ...NO_DECODER, ...env } };
  const { exitCode, stderr, stdout } = await bench.run("run b.yaml --preview", given);
  expect(exitCode).toBe(0);
  expect(stderr.split(said)).toHaveLength(2);
  expect(stdout).not.toContain("▀");
});

test("no picture is drawn into JSON or a pipe", async () => {
  const env = { ...NO_DECODER, ...TRUE_COLOUR };
  for (const given of [{ env }, { env, isTty: true }]) {
    const line = given.isTty ? "run b.yaml --preview --json" : "run b.yaml --preview";
    const { stdout, stderr } = await bench.run(line, given);
    expect(stdout + stderr).not.toMatch(/▀|No preview/);
  }
});
