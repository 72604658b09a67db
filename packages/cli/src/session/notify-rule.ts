import { configPath } from "@klingkit/engine/jobs";
import { profileOf, readConfig } from "../config/config-file.ts";
import type { Deps } from "../deps.ts";
import { unsupportedValue } from "../errors/unsupported-value.ts";
import { NOTIFY_RULES, type NotifyRule } from "../terminal/notify.ts";
import { type ConnectionOptions, readSettings } from "./settings.ts";

/** `KLING_NOTIFY`, then `notify` of the config file, then `auto`. Throws `invalid_notify`. */
export function readNotifyRule(deps: Deps, options: ConnectionOptions): NotifyRule {
  const variable = deps.env["KLING_NOTIFY"]?.trim();
  if (variable) return parseNotifyRule(variable, "KLING_NOTIFY");
  const { profile } = readSettings(deps, options);
  const stored = profileOf(readConfig(deps.env), profile).notify?.trim();
  return stored ? parseNotifyRule(stored, `${configPath(deps.env)}, notify`) : "auto";
}

export function parseNotifyRule(text: string, source: string): NotifyRule {
  const rule = NOTIFY_RULES.find((known) => known === text);
  if (rule) return rule;
  throw unsupportedValue("invalid_notify", { source, value: text, known: NOTIFY_RULES });
}
