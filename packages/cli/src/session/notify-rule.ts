import { configPath } from "@klingkit/engine/jobs";
import { profileOf, readConfig } from "../config/config-file.ts";
import type { Deps } from "../deps.ts";
import { usageError } from "../errors/cli-error.ts";
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
  throw usageError(
    "invalid_notify",
    `${source}: '${text}' is not supported. Use ${NOTIFY_RULES.join(", ")}.`,
  );
}
