import { readFileSync } from "node:fs";
import { homedir, userInfo } from "node:os";
import { join } from "node:path";
import type { ApprovalRule } from "./approval.ts";

type Environment = Readonly<Record<string, string | undefined>>;
type Fields = Readonly<Record<string, unknown>>;

export const APPROVAL_RULES = ["any", "person"] as const satisfies readonly ApprovalRule[];

const SYSTEM_FILE = {
  win32: "C:\\ProgramData\\klingkit\\config.json",
  other: "/etc/klingkit/config.json",
} as const;

/** `$XDG_CONFIG_HOME/klingkit/config.json`; a relative XDG_CONFIG_HOME is ignored, as its specification asks. */
export function configPath(env: Environment): string {
  const xdg = env["XDG_CONFIG_HOME"];
  const base = xdg?.startsWith("/") ? xdg : join(env["HOME"] ?? homedir(), ".config");
  return join(base, "klingkit", "config.json");
}

/** Config files that no variable moves: the administrator's, and that of the user as the system knows him. */
export function systemConfigPaths(platform: string): readonly string[] {
  const shared = platform === "win32" ? SYSTEM_FILE.win32 : SYSTEM_FILE.other;
  try {
    return [shared, join(userInfo().homedir, ".config", "klingkit", "config.json")];
  } catch {
    // A user without an entry in the system's list has no folder either.
    return [shared];
  }
}

/** A config file that cannot be used. Quotes nothing of the file, which holds keys. */
export class ConfigFileError extends Error {
  override readonly name = "ConfigFileError";
  readonly code = "config_unreadable";
  readonly path: string;
  /** What is wrong with it, without a full stop. */
  readonly reason: string;

  constructor(path: string, reason: string) {
    super(`Cannot read ${path}: ${reason}. Correct or remove the file.`);
    this.path = path;
    this.reason = reason;
  }
}

/** The profiles of a config file, with their `approvals` checked; a missing file has none. Throws ConfigFileError. */
export function readConfigProfiles(path: string): Readonly<Record<string, Fields>> {
  const text = readText(path);
  if (text === undefined) return {};
  const config = parseJson(path, text);
  const profiles = isObject(config) ? config["profiles"] : undefined;
  if (!isObject(profiles)) throw new ConfigFileError(path, "it has no object `profiles`");
  return Object.fromEntries(
    Object.entries(profiles).map(([name, value]) => {
      const fields = isObject(value) ? value : {};
      checkApprovals(path, fields);
      return [name, fields];
    }),
  );
}

/** Whether the owner of a config file lets only persons approve, in any profile. Throws ConfigFileError. */
export const asksForPerson = (path: string): boolean =>
  Object.values(readConfigProfiles(path)).some(({ approvals }) => approvals === "person");

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A misspelt guard guards nothing, so it is refused where every other unknown value is ignored. */
function checkApprovals(path: string, { approvals }: Fields): void {
  if (APPROVAL_RULES.some((rule) => rule === (approvals ?? "any"))) return;
  throw new ConfigFileError(path, `its approvals are not one of ${APPROVAL_RULES.join(", ")}`);
}

/** Synchronous on purpose: every call of `kling` reads this small file, and `node:fs/promises` takes longer to load than to read it. */
function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR"))
      return undefined;
    throw new ConfigFileError(path, error instanceof Error ? error.message : String(error));
  }
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the file.
    throw new ConfigFileError(path, "it is not JSON");
  }
}
