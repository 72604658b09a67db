import type { MediaRule } from "@klingkit/spec";
import { ConfigError } from "../../core/errors/config-error.ts";

/** For callers without types: a rule that was forgotten is no fault of the file. */
export function requireRule(callee: string, rule: MediaRule | undefined, example: string): void {
  if (Array.isArray(rule?.formats)) return;
  const message = `${callee} takes a rule after the file, such as MEDIA_RULES.${example}. Nothing was sent.`;
  throw new ConfigError({ option: "rule", message });
}
