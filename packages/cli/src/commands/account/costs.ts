import { CONNECTION_FLAGS } from "../../session/connection-flags.ts";
import type { CommandRow } from "../command-row.ts";

/** \`kling account costs\`. */
export const costsRow: CommandRow = {
  words: ["account", "costs"],
  summary: "Show resource packs and what is left of them (up to 12 h behind)",
  flags: [
    ["--days <count>", "Days to look back, 1 to 365", "90"],
    ["--pack <name>", "Show only packs with exactly this name"],
    ["--json [fields]", "Print JSON, or only these fields of a pack"],
    ...CONNECTION_FLAGS,
  ],
  load: async () => (await import("./costs-run.ts")).runCosts,
};
