import { readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { isJsonObject } from "@klingkit/spec";
import { KlingkitVideoError } from "../video-error.ts";

const SHARED_FILE = {
  win32: "C:\\ProgramData\\klingkit\\config.json",
  other: "/etc/klingkit/config.json",
} as const;

/**
 * Config files of the `kling` command: those that no variable moves (the administrator's, and that of the user as the system
 * knows them), and the one that the environment leads to.
 */
export function configPaths({
  platform,
  env,
}: {
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}): readonly string[] {
  const xdg = env["XDG_CONFIG_HOME"];
  const base = xdg?.startsWith("/") ? xdg : join(env["HOME"] ?? "", ".config");
  return [...fixedPaths(platform), join(base, "klingkit", "config.json")];
}

function fixedPaths(platform: string): readonly string[] {
  const shared = platform === "win32" ? SHARED_FILE.win32 : SHARED_FILE.other;
  try {
    return [shared, join(userInfo().homedir, ".config", "klingkit", "config.json")];
  } catch {
    // A user without an entry in the system's list has no folder either.
    return [shared];
  }
}

/**
 * Whether the owner of this machine lets only persons approve (`"approvals": "person"` in any profile): no program lowers that.
 * Throws KlingkitVideoError `config_invalid` for a file that cannot be read: it may say so.
 */
export const asksForPerson = (paths: readonly string[]): boolean =>
  paths.some((path) =>
    Object.values(readProfiles(path)).some(
      (profile) => isJsonObject(profile) && profile["approvals"] === "person",
    ),
  );

function readProfiles(path: string): Readonly<Record<string, unknown>> {
  try {
    const config: unknown = JSON.parse(readFileSync(path, "utf8"));
    const profiles = isJsonObject(config) ? config["profiles"] : undefined;
    if (isJsonObject(profiles)) return profiles;
    throw new TypeError("it has no object `profiles`");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && (cause.code === "ENOENT" || cause.code === "ENOTDIR"))
      return {};
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new KlingkitVideoError({
      code: "config_invalid",
      message: `${path} cannot be read (${reason}), and it may say who approves purchases. Nothing was sent. Correct the file.`,
      mayHaveCharged: "no",
      cause,
    });
  }
}
