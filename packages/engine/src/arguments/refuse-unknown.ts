import { unknownOption } from "@klingkit/spec/core";
import { ConfigError } from "klingkit";
import { isFields } from "./is-fields.ts";

/** Its keys are the names that an options object may have. */
export type KnownNames = object;

/** For callers without types. A misspelt limit or filter would be ignored silently, and more bought or shown. Throws ConfigError. */
export function refuseUnknown(callee: string, options: unknown, known: KnownNames): void {
  if (options === undefined) return;
  if (!isFields(options))
    throw new ConfigError({
      option: "options",
      message: `${callee} takes its options as an object, with some of ${Object.keys(known).join(", ")}. Nothing was sent.`,
    });
  const unknown = unknownOption(options, known, callee);
  if (unknown !== undefined) throw new ConfigError(unknown);
}
