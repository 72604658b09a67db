import { spawn } from "node:child_process";

export type CommandResult = { readonly exitCode: number; readonly output: string };

export type CommandOptions = {
  /** Working folder. Default: the checkout's root, where every script of ours runs. */
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Ends the command with SIGTERM after this many ms. Default 10 minutes. */
  readonly timeoutMs?: number;
};

const DEFAULT_TIMEOUT_MS = 10 * 60_000;
const EXIT_CODE_OF_A_SIGNAL = 128;

/** Runs a command and keeps what it prints, both streams in order. Never rejects: a missing command is exit code 127. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((settle) => {
    const child = spawn(command, args, {
      stdio: ["ignore", "pipe", "pipe"],
      timeout: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.env === undefined ? {} : { env: options.env }),
    });
    const chunks: string[] = [];
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => chunks.push(chunk));
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => chunks.push(chunk));
    child.on("error", (error) => settle({ exitCode: 127, output: `${command}: ${error.message}` }));
    child.on("close", (exitCode) =>
      settle({ exitCode: exitCode ?? EXIT_CODE_OF_A_SIGNAL, output: chunks.join("") }),
    );
  });
}
