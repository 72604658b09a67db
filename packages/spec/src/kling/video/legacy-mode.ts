import type { Resolution } from "../facts/capability.ts";

/** Quality words of the legacy family and their short side. @source DOC billing page (std, pro); 4k INF */
export const LEGACY_MODES: Readonly<Record<string, Resolution>> = { std: "720p", pro: "1080p", "4k": "4k" };

/** The legacy word for a resolution. */
export function legacyMode(resolution: Resolution): string {
  return Object.entries(LEGACY_MODES).find(([, size]) => size === resolution)?.[0] ?? "std";
}
