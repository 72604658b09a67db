import { JSON_FLAG } from "../../session/connection-flags.ts";
import type { CommandRow } from "../command-row.ts";

/** `kling version`. */
export const versionRow: CommandRow = {
  words: ["version"],
  summary: "Print the version",
  flags: [JSON_FLAG],
  load: async () => (await import("./version-run.ts")).runVersion,
};
