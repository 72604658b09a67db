import { userInfo } from "node:os";
import type { Deps } from "../deps.ts";

/** Name of the user of this machine. */
export function userName({ env }: Deps): string {
  const named = env["USER"]?.trim() || env["USERNAME"]?.trim();
  if (named) return named;
  try {
    return userInfo().username;
  } catch {
    // A user without an entry in the system's list has no name.
    return "unknown";
  }
}
