import type { CommandRow } from "../command-row.ts";

/** `kling effects list`. */
export const scenesRow: CommandRow = {
  words: ["effects", "list"],
  operands: "[text]",
  summary: "List the scenes, or those whose name contains a text",
  flags: [
    ["--kind <kind>", "Show only one kind of scene: single (one picture) or dual (two)"],
    ["--withdrawn", "List the withdrawn scenes, with their replacements"],
    ["--json [fields]", "Print JSON, or only these fields"],
  ],
  help: `
Prices are what third parties paid; Kling lists its own in its console alone.

Examples:
  kling effects list pet
  kling effects list --kind dual --json name,launched_on`,
  load: async () => (await import("./scenes-run.ts")).runScenes,
};
