import { ConfigError } from "./errors/config-error.ts";

/** For callers without types. A value of another type may be a key, and is not repeated. Throws ConfigError. */
export function requireOptions(options: unknown, callee: string, example: string): void {
  if (typeof options === "object" && options !== null && !Array.isArray(options)) return;
  throw new ConfigError({
    option: "options",
    message: `${callee} takes its options as an object, such as ${example}. Nothing was sent.`,
  });
}
