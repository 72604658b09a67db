import type { ErrorDetails } from "../errors/cli-error.ts";
import type { ErrorCode } from "../errors/codes/error-codes.ts";
import type { ExitCode } from "../errors/exit-code.ts";

/** What is printed of an error, and the exit code that it ends with. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  /** The same for a terminal, with lines of the file that it is about. */
  readonly shown?: string | undefined;
  readonly exitCode: ExitCode;
  readonly details: ErrorDetails;
}
