import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const SCRIPT = fileURLToPath(new URL("gen.ts", import.meta.url));

const run = (words: readonly string[]) =>
  new Promise<{ exitCode: unknown; stdout: string; stderr: string }>((settle) => {
    execFile(process.execPath, ["--conditions=@klingkit/source", SCRIPT, ...words], (error, stdout, stderr) =>
      settle({ exitCode: error === null ? 0 : error.code, stdout, stderr }),
    );
  });

it("lists the generators with --help, and runs none", async () => {
  const { exitCode, stdout } = await run(["--help"]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^Usage: .*\n\nWithout a name, all of: exports, api, .*, llms-index\.\n$/);
});

it.each(["--chek", "apis"])("refuses %s before anything is generated", async (word) => {
  const { exitCode, stdout, stderr } = await run(["api", word]);
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr: `There is no ${word}. Nothing was generated.\n`,
  });
  expect(stdout).toContain("all of: exports, api");
});
