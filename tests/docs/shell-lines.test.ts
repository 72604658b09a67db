import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { startEmulator } from "@klingkit/emulator";
import { createTempDir } from "@klingkit/testkit";
import { expect, it } from "vitest";
import { compareOutput } from "./support/compare-output.ts";
import { findBlocks } from "./support/page-blocks.ts";

const GUIDE = new URL("../../docs/guides/emulator.md", import.meta.url);
const LIMIT_MS = 120_000;
const API_KEY = "api-key-kling-guide";

interface ShellResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** One shell for all blocks, as a reader has it; it stops at the first line that fails. */
function runShell(script: string, cwd: string, baseUrl: string): Promise<ShellResult> {
  const env = {
    PATH: process.env["PATH"],
    KLING_BASE_URL: baseUrl,
    KLING_API_KEY: API_KEY,
    HIGGSFIELD_BASE_URL: baseUrl,
    HF_CREDENTIALS: "guide:guide",
  };
  return new Promise((settle) => {
    execFile("sh", ["-euc", script], { cwd, env, timeout: LIMIT_MS }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
      settle({ exitCode, stdout, stderr });
    });
  });
}

it("the curl lines of the emulator's guide work in the order they stand in", async ({ skip }) => {
  await using folder = await createTempDir();
  const tools = await runShell("command -v curl openssl", folder.path, "");
  skip(tools.exitCode !== 0, "no curl or openssl on this machine");
  const marked = findBlocks(await readFile(GUIDE, "utf8"));
  const textsOf = (kind: string) => marked.filter((block) => block.kind === kind).map(({ text }) => text);
  const blocks = textsOf("run");
  expect(blocks.length).toBeGreaterThan(5);
  const emulator = await startEmulator({ clock: "frozen" });
  try {
    const { exitCode, stdout, stderr } = await runShell(blocks.join("\n"), folder.path, emulator.baseUrl);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    for (const output of textsOf("output")) compareOutput(output, stdout);
    expect(stdout).toContain('"resource_pack_name":"small"');
  } finally {
    await emulator.close();
  }
});
