import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { Deps } from "../deps.ts";
import { usageError } from "../errors/cli-error.ts";

/** Flag of every command that reads or writes the store. */
export interface StoreOptions {
  readonly store?: string;
}

/** The file with jobs, approvals and ledger: `--store`, then `KLING_STORE`, then the platform's data folder. */
export function storePath({ env, cwd, platform }: Deps, { store }: StoreOptions): string {
  const given = store ?? env["KLING_STORE"]?.trim();
  if (!given) return join(dataFolder({ env, platform }), "jobs.sqlite");
  if (/^postgres(ql)?:\/\//i.test(given))
    throw usageError("unsupported_store", "--store: this version keeps jobs in a SQLite file; give a path.");
  return resolve(cwd, given);
}

/** @source XDG Base Directory Specification; Apple "File System Programming Guide"; Windows known folder LocalAppData */
function dataFolder({ env, platform }: Pick<Deps, "env" | "platform">): string {
  const home = env["HOME"] ?? env["USERPROFILE"] ?? homedir();
  if (platform === "win32") return join(env["LOCALAPPDATA"] ?? join(home, "AppData", "Local"), "klingkit");
  if (platform === "darwin") return join(home, "Library", "Application Support", "klingkit");
  const xdg = env["XDG_DATA_HOME"];
  return join(xdg?.startsWith("/") ? xdg : join(home, ".local", "share"), "klingkit");
}
