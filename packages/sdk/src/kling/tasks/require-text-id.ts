import { ConfigError } from "../../core/errors/config-error.ts";

/** Throws ConfigError for an id that is no text: as a number it has lost digits, and names another task. */
export function requireTextId(id: unknown): void {
  if (id === undefined || typeof id === "string") return;
  throw new ConfigError({
    option: "taskId",
    message: `The id ${String(id)} is not text. Task ids have up to 18 digits, and as a number one loses digits: keep it as text. Nothing was sent.`,
  });
}
