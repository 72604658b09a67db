import { homedir } from "node:os";
import { join } from "node:path";

/** File of the default store, in `dataFolder`. */
export const DEFAULT_STORE_NAME = "jobs.sqlite";

/**
 * Folder for what a person keeps on this machine: the store, unless another one is named.
 * @source XDG Base Directory Specification; Apple "File System Programming Guide"; Windows known folder LocalAppData
 */
export function dataFolder({
  env,
  platform,
}: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
}): string {
  const home = env["HOME"] ?? env["USERPROFILE"] ?? homedir();
  if (platform === "win32") return join(env["LOCALAPPDATA"] ?? join(home, "AppData", "Local"), "klingkit");
  if (platform === "darwin") return join(home, "Library", "Application Support", "klingkit");
  const xdg = env["XDG_DATA_HOME"];
  return join(xdg?.startsWith("/") ? xdg : join(home, ".local", "share"), "klingkit");
}
