import { readFileSync } from "node:fs";
import { chmod, mkdir } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type { Environment } from "../deps.ts";
import { CliError } from "../errors/cli-error.ts";
import { writeWhole } from "../files/write-whole.ts";
import { CONFIG_KEYS, type ConfigKey, isConfigKey } from "./config-keys.ts";

export type Profile = Readonly<Partial<Record<ConfigKey, string>>>;
export type Config = Readonly<Record<string, Profile>>;

export const DEFAULT_PROFILE = "default";
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/** `$XDG_CONFIG_HOME/klingkit/config.json`; a relative XDG_CONFIG_HOME is ignored, as its specification asks. */
export function configPath(env: Environment): string {
  const xdg = env["XDG_CONFIG_HOME"];
  const base = xdg?.startsWith("/") ? xdg : join(env["HOME"] ?? homedir(), ".config");
  return join(base, "klingkit", "config.json");
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads all profiles; a missing file is an empty one. Throws `load_error`. */
export const readConfig = (env: Environment): Config => readConfigFile(configPath(env));

/** The same for a file in another place. */
export function readConfigFile(path: string): Config {
  const text = readText(path);
  if (text === undefined) return {};
  const value = parseJson(path, text);
  const profiles = isObject(value) ? value["profiles"] : undefined;
  if (!isObject(profiles)) throw loadError(path, new Error("it has no object `profiles`"));
  return Object.fromEntries(
    Object.entries(profiles).map(([name, fields]) => {
      checkApprovals(path, fields);
      return [name, knownFields(fields)];
    }),
  );
}

export const APPROVAL_RULES = ["any", "person"] as const;

/** A misspelt guard guards nothing, so it is refused where every other unknown value is ignored. */
function checkApprovals(path: string, fields: unknown): void {
  const value = isObject(fields) ? (fields["approvals"] ?? "any") : "any";
  if (APPROVAL_RULES.some((rule) => rule === value)) return;
  throw loadError(path, new Error(`its approvals are not one of ${APPROVAL_RULES.join(", ")}`));
}

/** Synchronous on purpose: every call reads this small file, and `node:fs/promises` takes longer to load than to read it. */
function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR"))
      return undefined;
    throw loadError(path, error);
  }
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the file, which holds keys.
    throw loadError(path, new Error("it is not JSON"));
  }
}

function knownFields(fields: unknown): Profile {
  if (!isObject(fields)) return {};
  return Object.fromEntries(
    Object.entries(fields).filter(([key, value]) => isConfigKey(key) && typeof value === "string"),
  );
}

function loadError(path: string, cause: unknown): CliError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new CliError({
    code: "load_error",
    message: `Cannot read ${path}: ${reason}. Correct or remove the file.`,
    cause,
  });
}

/** Writes all profiles in one step, readable by the owner only. Throws `save_error`. */
export async function writeConfig(env: Environment, profiles: Config): Promise<void> {
  const path = configPath(env);
  try {
    await mkdir(dirname(path), { recursive: true, mode: FOLDER_MODE });
    // An older folder may be open to others.
    await chmod(dirname(path), FOLDER_MODE);
    await writeWhole(path, `${JSON.stringify({ profiles }, undefined, 2)}\n`, { mode: FILE_MODE });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CliError({ code: "save_error", message: `Cannot write ${path}: ${reason}.`, cause });
  }
}

/** Profile by name; an unknown one is empty. */
export function profileOf(config: Config, name: string): Profile {
  return Object.hasOwn(config, name) ? (config[name] ?? {}) : {};
}

export const KNOWN_KEYS = Object.keys(CONFIG_KEYS).join(", ");
