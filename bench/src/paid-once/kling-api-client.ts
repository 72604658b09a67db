import { cp } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createTempDir } from "@klingkit/testkit";
import { INSTALL_OPTIONS, run } from "../../../tests/packaging/consumer.ts";
import { runProgram } from "../../../tests/support/run-program.ts";
import { PATIENCE_MS, PUBLIC_URL, SCALE } from "./bench-service.ts";
import { type Client, shorten } from "./client-job.ts";

const PROJECT = fileURLToPath(new URL("../../../tests/clients/kling-api/", import.meta.url));

export interface InstalledClient extends AsyncDisposable {
  /** Why there is none, such as without a registry. */
  readonly absence?: string;
  readonly buy: Client;
}

/** Installs kling-api 1.0.0 as its locked project in tests/ does; each video is bought by a process of its own. */
export async function installKlingApi(): Promise<InstalledClient> {
  const project = await createTempDir("kling-api-");
  await cp(PROJECT, project.path, { recursive: true });
  const program = pathToFileURL(project.file("buy-one.mjs"));
  const { exitCode, stderr } = await run("npm", ["ci", ...INSTALL_OPTIONS], project.path);
  return {
    ...(exitCode === 0 ? {} : { absence: shorten(stderr) }),
    async buy({ service, account, outputDir, folder }) {
      const env = {
        KLING_BASE_URL: PUBLIC_URL,
        KLING_ACCESS_KEY: account,
        KLING_SECRET_KEY: "secret-of-the-bench",
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
