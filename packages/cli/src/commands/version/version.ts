import type { CommandRow } from "../command-row.ts";

/** `kling version`. */
export const versionRow: CommandRow = {
  words: ["version"],
  summary: "Print the version",
  load: async () => (await import("./version-run.ts")).runVersion,
};
