import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Deps } from "../deps.ts";

/** The program that opens a file or folder as a double click does. */
const OPENERS: Readonly<Record<string, string>> = { darwin: "open", win32: "explorer.exe" };
const DEFAULT_OPENER = "xdg-open";
/** Set where a program can show something: a screen, a browser that the session names, or Windows around this Linux. */
const SCREENS = ["DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "WSL_DISTRO_NAME"] as const;
/** A program that cannot open anything ends sooner; others may stay as long as their window. */
const PATIENCE_MS = 1000;

/**
 * Opens a file or folder with the program that the desktop has for it, and does not wait for that program. Returns why it
 * could not, as a sentence; undefined where it could.
 */
export async function openPath(
  { env, platform }: Pick<Deps, "env" | "platform">,
  path: string,
): Promise<string | undefined> {
  const opener = OPENERS[platform] ?? DEFAULT_OPENER;
  if (opener === DEFAULT_OPENER && !SCREENS.some((name) => env[name]))
    return `${path} was not opened, because this session has no display, as over SSH. Open it on the desktop of this machine, or copy it to a machine with a browser.`;
  const child = spawn(opener, [path], { env: { ...env }, stdio: "ignore", detached: true });
  try {
    await once(child, "spawn");
  } catch {
    return `${path} was not opened, because ${opener} is not installed. Install it, or open the path in a browser or file manager.`;
  }
  child.unref();
  // Explorer reports a failure in either case.
  if (platform === "win32" || (await endsWell(child))) return undefined;
  return `${path} was not opened, because ${opener} found no program for it. Open the path in a browser or file manager.`;
}

/** Whether it goes on, or ended without a failure. */
function endsWell(child: ReturnType<typeof spawn>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), PATIENCE_MS);
    child.once("exit", (code) => {
      clearTimeout(timer);
      resolve(code === 0);
    });
  });
}
