import type { Look } from "@klingkit/emulator";
import { unsupportedValue } from "../errors/unsupported-value.ts";
import type { Flag } from "./flag.ts";

export const LOOKS = ["slate", "scenery", "plain"] as const satisfies readonly Look[];

export const LOOK_FLAG: Flag = [
  "--look <name>",
  "Look of emulated results: slate, scenery, or plain without words (default: slate)",
];

/** Reads `--look`. Throws a usage error. */
export function parseLook(text: string | undefined): Look | undefined {
  const look = LOOKS.find((name) => name === text);
  if (look !== undefined || text === undefined) return look;
  throw unsupportedValue("usage_error", { source: "--look", value: text, known: LOOKS });
}
