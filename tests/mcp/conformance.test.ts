import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { serveHttp } from "@klingkit/mcp";
import { expect, it } from "vitest";
import { createMcpWorld } from "./support/mcp-world.ts";

const RUNNER = fileURLToPath(
  new URL("../../node_modules/@modelcontextprotocol/conformance/dist/index.js", import.meta.url),
);
const EXPECTED = fileURLToPath(new URL("conformance-expected-failures.yml", import.meta.url));
const LIMIT_MS = 120_000;

it(
  "passes the scenarios of the official conformance runner that apply to it",
  async () => {
    await using world = await createMcpWorld();
    const server = await serveHttp(world.serverOptions);
    const args = [RUNNER, "server", "--url", server.url, "--expected-failures", EXPECTED];
    try {
      const { exitCode, output } = await run(args);
      expect({ exitCode, output: exitCode === 0 ? "" : output }).toEqual({ exitCode: 0, output: "" });
      for (const name of [
        "server-initialize",
        "ping",
        "tools-list",
        "resources-list",
        "dns-rebinding-protection",
      ])
        expect(output).toMatch(new RegExp(`✓ ${name}`));
    } finally {
      await server.close();
    }
  },
  LIMIT_MS,
);

function run(args: readonly string[]): Promise<{ readonly exitCode: number; readonly output: string }> {
  return new Promise((settle) => {
    execFile(process.execPath, args, { timeout: LIMIT_MS }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
      settle({ exitCode, output: `${stdout}\n${stderr}` });
    });
  });
}
