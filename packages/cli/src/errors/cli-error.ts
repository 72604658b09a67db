import type { ErrorCode, UsageCode } from "./codes/error-codes.ts";
import { EXIT, type ExitCode, exitCodeOf } from "./exit-code.ts";

/** What an error carries besides code and message, such as `task_id`. Printed after them, in this order. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

export interface CliErrorOptions {
  readonly code: ErrorCode;
  /** What happened and what to do next. */
  readonly message: string;
  /** The same for a terminal, with lines of the file that it is about. */
  readonly shown?: string | undefined;
  readonly exitCode?: ExitCode;
  readonly details?: ErrorDetails;
  readonly cause?: unknown;
}

/** An error that is ready to be printed. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly code: ErrorCode;
  readonly exitCode: ExitCode;
  readonly details: ErrorDetails;
  readonly shown: string | undefined;

  constructor({ code, message, shown, exitCode, details = {}, cause }: CliErrorOptions) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.shown = shown;
    this.exitCode = exitCode ?? exitCodeOf(code);
    this.details = details;
  }
}

/** The command line itself is wrong: nothing was read, sent or spent. Exit 2. */
export function usageError(code: UsageCode, message: string, details: ErrorDetails = {}): CliError {
  return new CliError({ code, message, exitCode: EXIT.usage, details });
}
