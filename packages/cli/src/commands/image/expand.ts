import { bodyPurchaseFlags } from "../../create/purchase-flags.ts";
import { BODY_FLAG } from "../call/operation-command.ts";
import type { CommandRow } from "../command-row.ts";

const NOTES = `
Goes through a plan and its approval, and becomes a job. The same as \`kling call v1/images/editing/expand\`, whose four ratios
--to works out from the size of the image, with the original in the middle.

Examples:
  kling image expand "a snowy forest" --image fox.png --to 16:9
  kling image expand --image fox.png --to 16:9 --area 2
  kling image expand --image fox.png --up-expansion-ratio 0.2 --down-expansion-ratio 0 --left-expansion-ratio 0.5 --right-expansion-ratio 0.5`;

/** \`kling image expand\`. */
export const expandRow: CommandRow = {
  words: ["image", "expand"],
  operands: "[words...]",
  usage: "[options] [prompt] [--field value ...]",
  summary: "Expand an image",
  takesAnyFlag: true,
  flags: () => [
    ["--to <ratio>", "Shape of the result, such as 16:9, instead of four ratios; needs a local image"],
    ["--area <factor>", "Area of the result for --to, in areas of the image, up to 3 (default: 3)"],
    BODY_FLAG,
    ...bodyPurchaseFlags(),
  ],
  help: NOTES,
  load: async () => (await import("./expand-run.ts")).runExpand,
};
