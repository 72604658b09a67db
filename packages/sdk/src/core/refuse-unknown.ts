import { unknownOption } from "@klingkit/spec/core";
import { ConfigError } from "./errors/config-error.ts";

/** A misspelt option would be ignored silently, and something else bought or read. Throws ConfigError. */
export function refuseUnknown(options: object, known: Readonly<Record<string, true>>, callee: string): void {
  const unknown = unknownOption(options, known, callee);
  if (unknown !== undefined) throw new ConfigError(unknown);
}
