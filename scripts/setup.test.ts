import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const SCRIPTS = fileURLToPath(new URL(".", import.meta.url));

// Stands in for npm: makes the Node of the "checkout" and writes down that it ran.
const FAKE_NPM = `
import { appendFileSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
rmSync("node_modules", { recursive: true, force: true });
if (process.env.FAKE_NPM_FAILS) { console.error("npm error network down"); process.exit(7); }
mkdirSync("node_modules/.bin", { recursive: true });
symlinkSync(process.execPath, "node_modules/.bin/node");
appendFileSync("calls.log", "install\\n");
`;
const FAKE_BUILD = `
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
mkdirSync("packages/one/dist", { recursive: true });
writeFileSync("packages/one/dist/index.js", "");
appendFileSync("calls.log", "build\\n");
`;
const PROGRAM = `console.log(process.argv.slice(2).join("|")); process.exitCode = 5;`;

let checkout: string;

type Run = { readonly exitCode: number | null; readonly stdout: string; readonly stderr: string };

function setUp(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Run> {
  return new Promise((settle, fail) => {
    const child = spawn(process.execPath, [join(checkout, "scripts/setup.mjs"), ...args], {
      cwd: checkout,
      env: { ...process.env, npm_execpath: join(checkout, "npm-cli.js"), ...env },
    });
    const output = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      output.stdout += chunk;
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      output.stderr += chunk;
    });
    child.on("error", fail);
    child.on("close", (exitCode) => settle({ exitCode, ...output }));
  });
}

async function calls(): Promise<string[]> {
  const log = await readFile(join(checkout, "calls.log"), "utf8").catch(() => "");
  return log.split("\n").filter(Boolean);
}

const write = (path: string, text: string) => writeFile(join(checkout, path), text);

beforeEach(async () => {
  checkout = await mkdtemp(join(tmpdir(), "klingkit-setup-"));
  await mkdir(join(checkout, "packages/one/src"), { recursive: true });
  await cp(join(SCRIPTS, "setup"), join(checkout, "scripts/setup"), { recursive: true });
  await cp(join(SCRIPTS, "setup.mjs"), join(checkout, "scripts/setup.mjs"));
  await write("package.json", JSON.stringify({ type: "module", scripts: { a: "1" } }));
  await write("package-lock.json", "{}");
  await write("packages/one/package.json", "{}");
  await write("packages/one/src/index.ts", "export const one = 1;");
  await write("scripts/build.ts", FAKE_BUILD);
  await write("npm-cli.js", FAKE_NPM);
  await write("program.mjs", PROGRAM);
});
afterEach(() => rm(checkout, { recursive: true, force: true }));

describe("setup.mjs", () => {
  it("installs and builds a fresh clone, then has nothing to do or say", async () => {
    const first = await setUp();
    expect(first, first.stderr).toMatchObject({ exitCode: 0, stdout: "" });
    expect(await setUp()).toEqual({ exitCode: 0, stdout: "", stderr: "" });
    expect(await calls()).toEqual(["install", "build"]);
  });

  it("only builds when a source changed", async () => {
    await setUp();
    await write("packages/one/src/index.ts", "export const one = 2;");
    await setUp();
    expect(await calls()).toEqual(["install", "build", "build"]);
  });

  it("does nothing when only a test or a package script changed", async () => {
    await setUp();
    await write("packages/one/src/index.test.ts", "");
    await write("package.json", JSON.stringify({ type: "module", scripts: { a: "2" } }));
    await setUp();
    expect(await calls()).toEqual(["install", "build"]);
  });

  it.for([
    ["package-lock.json", '{ "packages": {} }'],
    ["packages/one/package.json", '{ "dependencies": { "a": "1.0.0" } }'],
  ] as const)("installs again when %s changed", async ([path, text]) => {
    await setUp();
    await write(path, text);
    await setUp();
    expect((await calls()).filter((call) => call === "install")).toHaveLength(2);
  });

  it("builds again when the output was deleted", async () => {
    await setUp();
    await rm(join(checkout, "packages/one/dist"), { recursive: true });
    await setUp();
    expect(await calls()).toEqual(["install", "build", "build"]);
  });

  it("installs once when three start at the same time", async () => {
    const runs = await Promise.all([setUp(), setUp(), setUp()]);
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    expect(await calls()).toEqual(["install", "build"]);
    expect((await readdir(checkout)).filter((name) => name.includes("setup.lock"))).toEqual([]);
  });

  it("takes over the lock of a process that died", async () => {
    const gone = await new Promise<number>((settle) => {
      const child = spawn(process.execPath, ["-e", ""]);
      child.on("close", () => settle(child.pid ?? 0));
    });
    await mkdir(join(checkout, ".klingkit-setup.lock"));
    await write(".klingkit-setup.lock/pid", String(gone));
    expect(await setUp()).toMatchObject({ exitCode: 0 });
    expect(await calls()).toEqual(["install", "build"]);
  });

  it("ends with a code and advice when npm fails, and tries again next time", async () => {
    const failed = await setUp([], { FAKE_NPM_FAILS: "1" });
    expect(failed.exitCode).toBe(1);
    expect(failed.stderr).toMatch(/SETUP_INSTALL_FAILED[\s\S]*network down[\s\S]*npm ping/);
    expect(await setUp()).toMatchObject({ exitCode: 0 });
  });

  it("shows what the build printed when it fails", async () => {
    await write("scripts/build.ts", `console.log("index.ts(1,1): wrong"); process.exitCode = 1;`);
    const failed = await setUp();
    expect(failed.exitCode).toBe(1);
    expect(failed.stderr).toMatch(/SETUP_BUILD_FAILED[\s\S]*index\.ts\(1,1\): wrong/);
  });

  it("runs a file with its arguments and passes its exit code on", async () => {
    const run = await setUp(["--exec", "program.mjs", "a fox", "--system", "--out", "x"]);
    expect(run).toMatchObject({ exitCode: 5, stdout: "a fox|--system|--out|x\n" });
  });

  it.for([
    [["--wrong"], /SETUP_USAGE/],
    [["--exec"], /SETUP_USAGE/],
    [["--exec", "absent.mjs"], /SETUP_FILE_MISSING/],
  ] as const)("refuses %j", async ([args, message]) => {
    const run = await setUp(args);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toMatch(message);
  });
});
