import { ConfigError } from "klingkit";
import type { McpServerOptions } from "./server-options.ts";

const NEEDED = [
  "engine",
  "jobClient",
  "planContext",
  "mediaFolder",
] as const satisfies readonly (keyof McpServerOptions)[];

/** For callers without types. Throws ConfigError, which names the first option that is missing. */
export function requireOptions(callee: string, options: Partial<McpServerOptions> | null | undefined): void {
  const missing = NEEDED.find((name) => options?.[name] === undefined || options[name] === null);
  if (missing === undefined) return;
  throw new ConfigError({
    option: missing,
    message: `${callee} needs ${missing}: ${callee}({ ${NEEDED.join(", ")} }). Nothing was sent.`,
  });
}
