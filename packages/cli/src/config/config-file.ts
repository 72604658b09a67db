import { chmod } from "node:fs/promises";
import { dirname } from "node:path";
import { ConfigFileError, configPath, readConfigProfiles } from "@klingkit/engine/jobs";
import type { Environment } from "../deps.ts";
import { CliError } from "../errors/cli-error.ts";
import { CONFIG_KEYS, type ConfigKey, isConfigKey } from "./config-keys.ts";

export type Profile = Readonly<Partial<Record<ConfigKey, string>>>;
export type Config = Readonly<Record<string, Profile>>;

export const DEFAULT_PROFILE = "default";
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/** Reads all profiles; a missing file is an empty one. Throws `load_error`. */
export const readConfig = (env: Environment): Config => readConfigFile(configPath(env));

/** The same for a file in another place. */
export function readConfigFile(path: string): Config {
  try {
    return Object.fromEntries(
      Object.entries(readConfigProfiles(path)).map(([name, fields]) => [name, knownFields(fields)]),
    );
  } catch (cause) {
    if (!(cause instanceof ConfigFileError)) throw cause;
    throw new CliError({ code: "load_error", message: cause.message, cause });
  }
}

const knownFields = (fields: Readonly<Record<string, unknown>>): Profile =>
  Object.fromEntries(
    Object.entries(fields).filter(([key, value]) => isConfigKey(key) && typeof value === "string"),
  );

/** Writes all profiles in one step, readable by the owner only. Throws `save_error`. */
export async function writeConfig(env: Environment, profiles: Config): Promise<void> {
  const path = configPath(env);
  // Most commands only read the file, and start faster without it.
  const { makeFolder } = await import("klingkit/node");
  try {
    await makeFolder(dirname(path), { mode: FOLDER_MODE });
    // An older folder may be open to others.
    await chmod(dirname(path), FOLDER_MODE);
    const { writeWhole } = await import("../files/write-whole.ts");
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
