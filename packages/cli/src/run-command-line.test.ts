import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "./testing/kling-bench.ts";
import { VERSION } from "./version.ts";

let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

test("prints its version, which is that of the package", async () => {
  const manifest: unknown = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8"));
  expect(manifest).toMatchObject({ version: VERSION });
  expect((await bench.run("--version")).stdout).toBe(`${VERSION}\n`);
  expect((await bench.run("version")).stdout).toBe(`${VERSION}\n`);
});

test.each(["", "--help", "video --help", "video create --help", "help video", "config --help"])(
  "prints help for `kling %s` on standard output",
  async (line) => {
    const { exitCode, stdout, stderr } = await bench.run(line);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Usage: kling/);
    expect(stderr).toBe("");
  },
);

test.each(["vidio list", "video", "video create-from-text a b c", "models --nothing", "config set"])(
  "answers `kling %s` with a usage error as JSON",
  async (line) => {
    const { exitCode, error, stdout } = await bench.run(line);
    expect({ exitCode, code: error["code"], stdout }).toEqual({
      exitCode: 2,
      code: "usage_error",
      stdout: "",
    });
  },
);

test.each(["nosuch --help", "video cut --help", "help nosuch", "help video cut", "jobs nosuch --help"])(
  "answers `kling %s` with a usage error: no help makes a command exist",
  async (line) => {
    const { exitCode, error, stdout } = await bench.run(line);
    expect({ exitCode, code: error["code"], stdout }).toEqual({
      exitCode: 2,
      code: "usage_error",
      stdout: "",
    });
  },
);

test("prints the help of the command that the words name, whatever options stand between them", async () => {
  expect((await bench.run("help video list")).stdout).toMatch(/^Usage: kling video list/);
  expect((await bench.run("jobs --state done --help")).stdout).toMatch(/^Usage: kling jobs/);
  expect((await bench.run("video create list --help")).stdout).toMatch(/^Usage: kling video create /);
  expect((await bench.run("--help")).stdout).toMatch(/^ {2}20 {3}Plan has something to buy/m);
});

test.each([
  ["help help", "kling "],
  ["jobs help", "kling jobs "],
  ["jobs help retry", "kling jobs retry "],
  ["lip-sync help create", "kling lip-sync create "],
])("takes the word help before a command's name: kling %s", async (line, usage) => {
  const { exitCode, stdout } = await bench.run(line);
  expect(exitCode).toBe(0);
  expect(stdout.startsWith(`Usage: ${usage}`)).toBe(true);
});

test.each(["image create", "call v1/images/generations", "video create-from-text"])(
  "lists one option for the callback address and the task ID: kling %s",
  async (line) => {
    const { stdout } = await bench.run(`${line} --help`);
    expect(stdout.match(/^ *--callback[-_]url /gm)).toHaveLength(1);
    expect(stdout.match(/^ *--external[-_](?:task[-_])?id /gm)).toHaveLength(1);
  },
);

test("names the command that takes a voice", async () => {
  const { error } = await bench.run("video create-from-text fox --voice 3");
  expect(error["message"]).toContain("`kling video create-from-image --voice ID`");
});

test("prints help as JSON with --json", async () => {
  const { json } = await bench.run("--help --json");
  expect(json).toMatchObject({ success: true, command: "kling" });
  expect(json["commands"]).toContainEqual(expect.objectContaining({ name: "video" }));
  const { options } = (await bench.run("help video list --json")).json;
  expect(options).toContainEqual(expect.objectContaining({ flags: expect.stringContaining("--type") }));
});

test("tells type, default, unit, limit and values of each flag in the help as JSON", async () => {
  const flagsOf = async (line: string) => (await bench.run(`${line} --help --json`)).json["options"];
  const create = await flagsOf("video create-from-image");
  expect(create).toContainEqual(
    expect.objectContaining({ name: "--duration", type: "number", unit: "seconds", default: 5 }),
  );
  expect(create).toContainEqual(expect.objectContaining({ name: "--cfg-scale", minimum: 0, maximum: 1 }));
  expect(create).toContainEqual(
    expect.objectContaining({ name: "--resolution", values: expect.arrayContaining(["720p", "1080p"]) }),
  );
  expect(create).toContainEqual(expect.objectContaining({ name: "--shot", repeatable: true }));
  expect(create).toContainEqual(expect.objectContaining({ name: "--audio", type: "boolean", default: null }));
  expect(await flagsOf("video add-sound")).toContainEqual(
    expect.objectContaining({ name: "--bgm", type: "string", maxLength: 200 }),
  );
  expect(await flagsOf("video list")).toContainEqual(expect.objectContaining({ name: "--page", minimum: 1 }));
});

test.each([
  ["image create", "--aspect-ratio"],
  ["call v1/images/generations", "--aspect_ratio"],
  ["audio speak", "--voice-id"],
  ["tts", "--voice-id"],
])("lists the fields of the operation in the help as JSON: kling %s", async (line, flag) => {
  const { json } = await bench.run(`${line} --help --json`);
  expect(json["options"]).toContainEqual(expect.objectContaining({ name: flag, group: "Fields" }));
  expect(json["options"]).toContainEqual(expect.objectContaining({ name: "--body" }));
});

test("prints errors for people on a terminal, as JSON with --json", async () => {
  const people = await bench.run("video status 1 --type x", { isTty: true, env: { NO_COLOR: "1" } });
  const json = await bench.run("video status 1 --type x --json", { isTty: true });
  expect(people.stderr).toMatch(
    /^error\[invalid_type\]: --type: 'x' is not supported\.[\s\S]*\n {2}more {2}kling spec errors invalid_type\n$/,
  );
  expect(json.error["code"]).toBe("invalid_type");
});

test("loads neither schemas nor the SDK for help", async () => {
  const main = new URL("run-command-line.ts", import.meta.url).href;
  const script = `
    import { registerHooks } from "node:module";
    const loaded = [];
    registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
    const { main } = await import(${JSON.stringify(main)});
    const stream = { isTty: false, write: () => undefined };
    await main({ argv: ["--help"], env: {}, cwd: ".", io: { stdin: { isTty: true }, stdout: stream, stderr: stream } });
    process.stdout.write(JSON.stringify(loaded));`;
  const args = ["--conditions=@klingkit/source", "--input-type=module", "-e", script];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
  });
  const loaded: unknown = JSON.parse(stdout);
  const names = Array.isArray(loaded) ? loaded.map(String) : [];
  expect(names.filter((name) => /commander/.test(name))).not.toEqual([]);
  expect(names.filter((name) => /\/zod\/|packages\/sdk|packages\/emulator|-run\.ts/.test(name))).toEqual([]);
});

test("refuses a completion script for a name that the program does not have", async () => {
  expect((await bench.run("completion zsh --name cling")).error["code"]).toBe("usage_error");
});

test("completes commands and flags in a real process", async () => {
  const cli = fileURLToPath(new URL("../bin/run-source.js", import.meta.url));
  const run = (...words: string[]) =>
    promisify(execFile)(process.execPath, ["--conditions=@klingkit/source", cli, ...words]);
  expect((await run("completion", "bash")).stdout).toContain("kling");
  expect((await run("completion", "zsh", "--name", "klingkit")).stdout).toContain("#compdef klingkit");
  expect((await run("complete", "--", "video", "")).stdout).toMatch(/^create-from-text\b/m);
  expect((await run("complete", "--", "video", "status", "--")).stdout).toMatch(/^--verbose\b/m);
});

test.each([
  [["video", "status", "--type", ""], /^text2video\b/m],
  [["video", "create-from-text", "-m", "kling-v3", "--resolution", "1"], /^1080p\b/m],
  [["config", "set", ""], /^api_key\b/m],
  [["completion", "f"], /^fish\b/m],
  [["call", "v1/audio/t"], /^v1\/audio\/tts\b/m],
  [["call", "v1/audio/tts", "--voi"], /^--voice_language\b/m],
  [["jobs", "--state", ""], /^waiting\b/m],
  [["routes", "--state", "un"], /^unverified\b/m],
  [["emulator", "--look", ""], /^slate\b/m],
])("completes values: %s", async (words, expected) => {
  const cli = fileURLToPath(new URL("../bin/run-source.js", import.meta.url));
  const args = ["--conditions=@klingkit/source", cli, "complete", "--", ...words];
  expect((await promisify(execFile)(process.execPath, args)).stdout).toMatch(expected);
});

/** The last line of what a shell reads: 0 lets it complete files, 16 folders, 4 nothing. */
test.each([
  [["run", ""], ":0"],
  [["report", "ba"], ":0"],
  [["run", "--policy", ""], ":0"],
  [["video", "create", "--first-frame", ""], ":0"],
  [["image", "create", "--image", ""], ":0"],
  [["emulator", "--data", ""], ":16"],
  [["run", "batch.yaml", "--emu"], ":4"],
  [["jobs", "show", ""], ":4"],
  [["emulator", "--look", ""], ":4"],
])("lets the shell complete files where one may stand: %s", async (words, expected) => {
  const cli = fileURLToPath(new URL("../bin/run-source.js", import.meta.url));
  const args = ["--conditions=@klingkit/source", cli, "complete", "--", ...words];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  expect(stdout.trimEnd().split("\n").at(-1)).toBe(expected);
});

test.skipIf(process.platform === "win32")(
  "completes in a bash without the package bash-completion",
  async () => {
    const cli = fileURLToPath(new URL("../bin/run-source.js", import.meta.url));
    const run = `"${process.execPath}" --conditions=@klingkit/source "${cli}"`;
    const lines = [
      `kling() { ${run} "$@"; }`,
      "source <(kling completion bash)",
      "source <(kling completion bash)",
      "COMP_WORDS=(kling video sta); COMP_CWORD=2; compopt() { :; }",
      '__kling_complete kling; echo "$COMPREPLY"',
    ];
    const bash = promisify(execFile)("bash", ["--norc", "--noprofile", "-c", lines.join("\n")]);
    expect(await bash).toEqual({ stdout: "status\n", stderr: "" });
  },
);

test("refuses to complete for an unknown shell", async () => {
  expect((await bench.run("completion tcsh")).error["code"]).toBe("invalid_shell");
});
