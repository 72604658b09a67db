import { notSupported } from "@klingkit/spec/plain";
import { type CliError, usageError } from "./cli-error.ts";
import type { UsageCode } from "./codes/error-codes.ts";

interface UnsupportedValue {
  /** The option, variable or file that has it. */
  readonly source: string;
  readonly value: string;
  readonly known: readonly string[];
}

/** A word that is none of a few: every option says it in the same way. */
export const unsupportedValue = (code: UsageCode, { source, value, known }: UnsupportedValue): CliError =>
  usageError(code, `${source}: ${notSupported(value, known)} Nothing was sent.`);
