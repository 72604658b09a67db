import { execFile } from "node:child_process";
import { readFile, stat, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readPolicy } from "@klingkit/engine";
import { createTempDir } from "@klingkit/testkit";
import { expect, it } from "vitest";
import { compareOutput } from "./support/compare-output.ts";
import { findBlocks } from "./support/page-blocks.ts";

const GUIDE = new URL("../../docs/guides/agents.md", import.meta.url);
const PROGRAM = fileURLToPath(new URL("../../packages/cli/bin/kling.js", import.meta.url));
const TOOLS = fileURLToPath(new URL("../../node_modules/.bin", import.meta.url));
/** The guide asks until the video is there, however slow the machine is. */
const LIMIT_MS = 500_000;

interface ShellResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** One shell for all blocks, as a reader has it; it stops at the first line that fails. */
function runShell(script: string, cwd: string): Promise<ShellResult> {
  const path = [cwd, TOOLS, process.env["PATH"]].join(delimiter);
  const env = { PATH: path, HOME: cwd, MCP_INSPECTOR_SECRET_STORE: "memory" };
  return new Promise((settle) => {
    execFile("sh", ["-euc", script], { cwd, env, timeout: LIMIT_MS }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
      settle({ exitCode, stdout, stderr });
    });
  });
}

it(
  "the guide for agents ends in a video on disk: the official inspector plans and runs against the emulator",
  async () => {
    await using folder = await createTempDir();
    const guide = await readFile(GUIDE, "utf8");
    const program = `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`;
    await writeFile(folder.file("kling"), program, { mode: 0o755 });
    const blocks = findBlocks(guide);
    const textsOf = (kind: string) => blocks.filter((block) => block.kind === kind).map(({ text }) => text);
    for (const { kind, file, text } of blocks) if (kind === "file") await writeFile(folder.file(file), text);

    const { exitCode, stdout, stderr } = await runShell(textsOf("run").join("\n"), folder.path);

    expect({ exitCode, stderr: exitCode === 0 ? "" : stderr }).toEqual({ exitCode: 0, stderr: "" });
    for (const output of textsOf("output")) compareOutput(output, stdout);
    expect((await stat(join(folder.path, "videos", "fox.mp4"))).size).toBeGreaterThan(1000);
    expect(readPolicy(await readFile(folder.file("policy.json"), "utf8"))).toMatchObject({
      writtenBy: "ana",
    });
  },
  LIMIT_MS,
);
