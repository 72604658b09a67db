import { type ChildProcess, execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { StartedEmulator } from "@klingkit/emulator";

const PRELOAD = new URL("loopback-network.ts", import.meta.url).href;
const LIMIT_MS = 60_000;

export interface ProgramOptions {
  readonly emulator: StartedEmulator;
  /** The emulator has no TLS: the program is pointed at it, as the documentation says, instead of meeting it as its network. */
  readonly isPointed?: boolean;
  /** Working folder; the certificate is written into it. */
  readonly folder: string;
  /** All that the program sees of the environment, beside what finds the emulator. */
  readonly env?: Readonly<Record<string, string>>;
  /** Of a program that runs until it is stopped: what it prints when it is ready, and what is done then, before SIGTERM. */
  readonly serves?: { readonly at: RegExp; readonly use: (match: RegExpExecArray) => Promise<void> };
}

export interface ProgramResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script (TypeScript too) in a process of its own whose network is the emulator. */
export async function runProgram(
  file: URL,
  { emulator, folder, env = {}, isPointed = false, serves }: ProgramOptions,
): Promise<ProgramResult> {
  const certificatePath = join(folder, "certificate.pem");
  await writeFile(certificatePath, emulator.certificate ?? "");
  const network = isPointed ? [] : ["--import", PRELOAD];
  const args = ["--conditions=@klingkit/source", ...network, fileURLToPath(file)];
  const own = {
    ...(isPointed ? { KLING_BASE_URL: emulator.baseUrl, HIGGSFIELD_BASE_URL: emulator.baseUrl } : {}),
    EMULATOR_URL: emulator.baseUrl,
    ...(isPointed ? {} : { NODE_EXTRA_CA_CERTS: certificatePath }),
    HOME: folder,
    // Not of the program's concern: it only starts sooner.
    NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"],
  };
  const options = { cwd: folder, timeout: LIMIT_MS, env: { ...env, ...own } };
  return new Promise((settle, fail) => {
    const child = execFile(process.execPath, args, options, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
      settle({ exitCode, stdout, stderr });
    });
    if (serves) whenReady(child, serves).then(() => child.kill("SIGTERM"), fail);
  });
}

/** Uses a program once it has printed that it is ready. */
async function whenReady(
  { stdout }: ChildProcess,
  { at, use }: NonNullable<ProgramOptions["serves"]>,
): Promise<void> {
  let said = "";
  const match = await new Promise<RegExpExecArray>((found, fail) => {
    stdout?.on("data", (chunk) => {
      said += chunk;
      const match = at.exec(said);
      if (match) found(match);
    });
    stdout?.on("end", () => fail(new Error(`the program ended before it was ready: ${said}`)));
  });
  await use(match);
}
