import { main } from "../../packages/cli/src/run-command-line.ts";

/** Runs a command of `kling` in a folder that is also its home, with the clock of the machine. Throws where it fails. */
export async function runQuietly(folder: string, argv: readonly string[]): Promise<void> {
  const said: string[] = [];
  const quiet = { isTty: false, write: (text: string) => said.push(text) };
  const exitCode = await main({
    argv,
    env: { HOME: folder, PATH: process.env["PATH"] },
    io: {
      stdin: { isTty: false, readAll: async () => "", readLine: async () => "" },
      stdout: quiet,
      stderr: quiet,
    },
    fixedConfigPaths: [],
    cwd: folder,
  });
  if (exitCode !== 0)
    throw new Error(`kling ${argv.join(" ")} ended with ${exitCode}: ${said.slice(-2).join("")}`);
}
