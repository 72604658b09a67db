import type { ErrorCode } from "../errors/codes/error-codes.ts";
import { EXIT } from "../errors/exit-code.ts";
import type { Failure } from "./failure.ts";

/** Codes of the command line for the emulator's errors about its folder, by the emulator's codes. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  data_version: "emulator_data_unreadable",
  data_corrupt: "emulator_data_damaged",
  data_write_failed: "write_error",
};

/** Errors of an emulator that runs inside a command, by shape, so that mapping an error never loads it. Its folder is beside the store. */
export function describeEmulatorError(error: unknown): Failure | undefined {
  if (!(error instanceof Error && "code" in error && typeof error.code === "string")) return undefined;
  const code = /^Data\w+Error$/.test(error.name) ? CODES[error.code] : undefined;
  if (code === undefined) return undefined;
  const message = `${error.message} With --emulated, the folder is beside the store, so another --store has another folder. Nothing was sent.`;
  return { code, message, exitCode: EXIT.failure, details: {} };
}
