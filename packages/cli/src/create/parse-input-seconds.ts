import { usageError } from "../errors/cli-error.ts";

/** Length of an input in seconds, which the estimate follows. */
export function parseInputSeconds(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = text.trim() === "" ? Number.NaN : Number(text);
  if (seconds > 0 && Number.isFinite(seconds)) return seconds;
  throw usageError("invalid_duration", `${flag}: '${text}' is not a number of seconds above 0.`);
}
