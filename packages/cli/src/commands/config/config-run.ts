import { resolve } from "node:path";
import { APPROVAL_RULES, configPath } from "@klingkit/engine/jobs";
import { KLING_BASE_URLS } from "@klingkit/spec/plain";
import {
  type Config,
  DEFAULT_PROFILE,
  KNOWN_KEYS,
  profileOf,
  readConfig,
  writeConfig,
} from "../../config/config-file.ts";
import { CONFIG_KEYS, type ConfigKey, isConfigKey, maskValue } from "../../config/config-keys.ts";
import type { Deps } from "../../deps.ts";
import { CliError, usageError } from "../../errors/cli-error.ts";
import { findUnusedNames } from "../../session/account-note.ts";
import { parseNotifyRule } from "../../session/notify-rule.ts";
import { BASE_URL_RULE, isBaseUrl } from "../../session/settings.ts";
import { canAsk, confirm } from "../../terminal/confirm.ts";
import { type OutputOptions, printResult } from "../../terminal/output.ts";
import { formatPairs } from "../../terminal/pairs.ts";
import { showWarnings, warningsJson } from "../../terminal/warnings.ts";

interface ConfigOptions extends OutputOptions {
  readonly profile?: string;
  readonly reveal?: boolean;
}

/** The profile that every other command would read. A blank variable is none. */
const profileName = ({ profile }: ConfigOptions, { env }: Deps): string =>
  profile ?? (env["KLING_PROFILE"]?.trim() || DEFAULT_PROFILE);

export async function runConfigSet(
  key: string,
  value: string | undefined,
  options: ConfigOptions,
  deps: Deps,
): Promise<void> {
  const name = checkedKey(key);
  const text = (
    value ?? (deps.io.stdin.isTty ? undefined : await deps.io.stdin.readAll(deps.signal))
  )?.trim();
  if (!text) throw usageError("missing_value", `config set ${name}: give a value, or pipe it in.`);
  checkValue(name, text);
  const profile = profileName(options, deps);
  const config = readConfig(deps.env);
  // A path is meant from where it was typed, and read from anywhere.
  const stored = name === "policy" ? resolve(deps.cwd, text) : text;
  if (isGuard(name)) {
    const isKept = name === "approvals" && text === "person";
    const question =
      name === "policy" ? `Let the policy ${stored} approve purchases beside a person?` : TAKE_BACK;
    await requirePerson(deps, { config, profile, isKept, question });
  }
  await writeConfig(deps.env, {
    ...config,
    [checkedProfile(profile)]: { ...profileOf(config, profile), [name]: stored },
  });
  const file = configPath(deps.env);
  const warnings =
    name === "account" || name === "higgsfield_account" ? await findUnusedNames(deps, { profile }) : [];
  const result = { success: true, key: name, value: shown(name, text), profile, file };
  printResult(
    deps,
    options,
    { ...result, ...warningsJson(warnings) },
    (style) => `${style.good("saved")} ${name} ${style.dim(file)}\n`,
  );
  showWarnings(deps, options, warnings);
}

export async function runConfigGet(key: string, options: ConfigOptions, deps: Deps): Promise<void> {
  const name = checkedKey(key);
  const profile = profileName(options, deps);
  const value = profileOf(readConfig(deps.env), profile)[name];
  if (value === undefined) {
    const message = `config get: ${name} is not set in profile ${profile}. To set it, run \`kling config set ${name} VALUE\`.`;
    throw new CliError({ code: "not_set", message });
  }
  const text = options.reveal ? value : shown(name, value);
  printResult(deps, options, { success: true, key: name, value: text }, () => `${text}\n`);
}

export async function runConfigUnset(key: string, options: ConfigOptions, deps: Deps): Promise<void> {
  const name = checkedKey(key);
  const config = readConfig(deps.env);
  const profile = profileName(options, deps);
  const { [name]: removed, ...rest } = profileOf(config, profile);
  if (isGuard(name)) await requirePerson(deps, { config, profile, isKept: false, question: TAKE_BACK });
  if (removed !== undefined) await writeConfig(deps.env, { ...config, [profile]: rest });
  const wasSet = removed !== undefined;
  const result = { success: true, key: name, profile, was_set: wasSet };
  printResult(deps, options, result, (style) => `${wasSet ? style.good("removed") : "not set:"} ${name}\n`);
}

export async function runConfigList(options: ConfigOptions, deps: Deps): Promise<void> {
  const config = readConfig(deps.env);
  const profiles = Object.fromEntries(
    Object.entries(config).map(([title, values]) => [
      title,
      Object.fromEntries(Object.entries(values).map(([key, value]) => [key, shown(key, value)])),
    ]),
  );
  const file = configPath(deps.env);
  const profile = profileName(options, deps);
  const result = {
    success: true,
    profile,
    values: profiles[profile] ?? {},
    profiles: Object.keys(config),
    file,
  };
  printResult(deps, options, result, (style) => {
    const blocks = Object.entries(profiles).map(
      ([title, values]) => `${style.bold(title)}\n${formatPairs(Object.entries(values), style.dim)}`,
    );
    return blocks.length > 0
      ? `${blocks.join("")}${style.dim(file)}\n`
      : `Nothing is set. ${style.dim(file)}\n`;
  });
}

export function runConfigPath(options: ConfigOptions, deps: Deps): void {
  const path = configPath(deps.env);
  printResult(deps, options, { success: true, path }, () => `${path}\n`);
}

/** Keys that say who may approve. */
const isGuard = (key: ConfigKey): boolean => key === "approvals" || key === "policy";

interface Loosening {
  readonly config: Config;
  readonly profile: string;
  /** Whether the rule that only a person approves stays as it is. */
  readonly isKept: boolean;
  readonly question: string;
}

const TAKE_BACK = "Only a person may approve purchases now. Take that back?";

/** Who may only be approved by a person does not take that rule back. Throws `approval_required`. */
async function requirePerson(deps: Deps, { config, profile, isKept, question }: Loosening): Promise<void> {
  if (isKept || profileOf(config, profile).approvals !== "person") return;
  if (canAsk(deps) && (await confirm(deps, question))) return;
  const message = `Only a person can change this, because ${configPath(deps.env)} says \`approvals: person\`. Nothing was changed. Run the command on a terminal and answer y.`;
  throw new CliError({ code: "approval_required", message });
}

function checkedKey(key: string): ConfigKey {
  if (isConfigKey(key)) return key;
  throw usageError("invalid_key", `config: no key '${key}'. Use ${KNOWN_KEYS}.`);
}

function checkedProfile(profile: string): string {
  if (/^[\w.-]+$/.test(profile) && profile !== "__proto__") return profile;
  throw usageError(
    "invalid_profile",
    `--profile: '${profile}' may have letters, digits, '-', '_' and '.' only.`,
  );
}

function checkValue(key: ConfigKey, value: string): void {
  if (key === "region" && !Object.hasOwn(KLING_BASE_URLS, value)) {
    const known = Object.keys(KLING_BASE_URLS).join(", ");
    throw usageError("invalid_region", `config set region: no region '${value}'. Use ${known}.`);
  }
  if (key === "approvals" && !APPROVAL_RULES.some((rule) => rule === value)) {
    const message = `config set approvals: no rule '${value}'. Use ${APPROVAL_RULES.join(", ")}.`;
    throw usageError("invalid_approvals", message);
  }
  if (key === "notify") parseNotifyRule(value, "config set notify");
  if (key === "base_url" && !isBaseUrl(value))
    throw usageError("invalid_base_url", `config set base_url: ${BASE_URL_RULE}.`);
}

const shown = (key: string, value: string): string =>
  isConfigKey(key) && !CONFIG_KEYS[key].isSecret ? value : maskValue(value);
