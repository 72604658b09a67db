import { ConfigError } from "klingkit";

/** Waits are divided by it. Throws ConfigError. */
export function requireTimeScale(callee: string, timeScale: number): void {
  if (Number.isFinite(timeScale) && timeScale > 0) return;
  throw new ConfigError({
    option: "timeScale",
    message: `${callee}: timeScale must be a number above 0, not ${JSON.stringify(timeScale)}. Nothing was sent.`,
  });
}
