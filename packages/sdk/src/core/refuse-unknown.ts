import { suggest } from "@klingkit/spec/core";
import { ConfigError } from "./errors/config-error.ts";

/** Every key of an options type, so that a new one cannot be forgotten here. */
export type KeysOf<Options> = Readonly<Record<keyof Options, true>>;

/** A misspelt option would be ignored silently, and something else bought. Throws ConfigError. */
export function refuseUnknown(options: object, known: Readonly<Record<string, true>>, callee: string): void {
  for (const option of Object.keys(options)) {
    if (Object.hasOwn(known, option)) continue;
    const near = suggest(option, Object.keys(known));
    const hint = near === undefined ? "" : ` Did you mean ${near}?`;
    throw new ConfigError({
      option,
      message: `${option} is not an option of ${callee}.${hint} Nothing was sent.`,
    });
  }
}
