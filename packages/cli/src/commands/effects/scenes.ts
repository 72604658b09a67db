import type { CommandRow } from "../command-row.ts";

/** `kling effects list`. */
export const scenesRow: CommandRow = {
  words: ["effects", "list"],
  operands: "[text]",
  summary: "List the scenes, or those whose name contains a text",
  flags: [
    ["--kind <kind>", "only scenes of this kind: single (one picture) or dual (two pictures)"],
    ["--withdrawn", "list the scenes that the service took out, with what replaced them"],
    ["--json [fields]", "print JSON, or only these fields"],
  ],
  help: `
Prices are what third parties paid; Kling lists its own in its console alone.

Examples:
  kling effects list pet
  kling effects list --kind dual --json name,launched_on`,
  load: async () => (await import("./scenes-run.ts")).runScenes,
};
