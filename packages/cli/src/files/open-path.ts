import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Deps } from "../deps.ts";

/** The program that opens a file or folder as a double click does. */
const OPENERS: Readonly<Record<string, string>> = { darwin: "open", win32: "explorer.exe" };
const DEFAULT_OPENER = "xdg-open";

/**
 * Opens a file or folder with the program that the desktop has for it, and does not wait for that program. Returns why it
 * could not, as a sentence; undefined where it could.
 */
export async function openPath(
  { env, platform }: Pick<Deps, "env" | "platform">,
  path: string,
): Promise<string | undefined> {
  const opener = OPENERS[platform] ?? DEFAULT_OPENER;
  const child = spawn(opener, [path], { env: { ...env }, stdio: "ignore", detached: true });
  try {
    await once(child, "spawn");
  } catch {
    return `${path} was not opened, because ${opener} is not installed. Open it yourself.`;
  }
  child.unref();
  return undefined;
}
