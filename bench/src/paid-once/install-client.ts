import { cp } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createTempDir } from "@klingkit/testkit";
import { INSTALL_OPTIONS, run } from "../../../tests/packaging/consumer.ts";
import { runProgram } from "../../../tests/support/run-program.ts";
import { PATIENCE_MS, SCALE } from "./bench-service.ts";
import { type Client, shorten } from "./client-job.ts";

const CLIENTS = new URL("../../../tests/clients/", import.meta.url);

export interface InstalledClient extends AsyncDisposable {
  /** Why there is none, such as without a registry. */
  readonly absence?: string;
  readonly buy: Client;
}

/** Installs a client of others as its locked project in tests/clients does; each video is bought by a process of its own. */
export async function installClient(
  name: string,
  credentialsOf: (account: string) => Readonly<Record<string, string>>,
): Promise<InstalledClient> {
  const project = await createTempDir(`${name}-`);
  await cp(fileURLToPath(new URL(`${name}/`, CLIENTS)), project.path, { recursive: true });
  const program = pathToFileURL(project.file("buy-one.mjs"));
  const { exitCode, stderr } = await run("npm", ["ci", ...INSTALL_OPTIONS], project.path);
  return {
    ...(exitCode === 0 ? {} : { absence: shorten(stderr) }),
    async buy({ service, account, outputDir, folder }) {
      const env = {
        ...credentialsOf(account),
        OUTPUT_DIR: outputDir,
        SCALE: String(SCALE),
        TIMEOUT_MS: String(PATIENCE_MS),
      };
      const { emulator } = service;
      const { stdout, stderr: trouble } = await runProgram(program, { emulator, folder, env });
      return { outcome: shorten(stdout === "" ? trouble : stdout) };
    },
    [Symbol.asyncDispose]: project[Symbol.asyncDispose],
  };
}
