import { bodyPurchaseFlags } from "../../create/purchase-flags.ts";
import type { CommandRow } from "../command-row.ts";

const NOTES = `
Extends by 4 to 5 seconds per call, up to 3 minutes in all; model and mode are those of the video.
Only for videos of kling-v1, kling-v1-5 or kling-v1-6, which Kling no longer runs, at most 30 days old.

Examples:
  kling video extend 846100000000000001
  kling video extend 846100000000000001 --prompt "Continue the action"
  kling video status TASK_ID --type extend
  kling video download TASK_ID --type extend -o extended.mp4`;

/** `kling video extend`. */
export const extendRow: CommandRow = {
  words: ["video", "extend"],
  operands: "[video_id]",
  usage: "[options] <video_id>",
  summary: "Extend an existing video by 4-5 seconds",
  flags: () => [
    ["--prompt <text>", "Prompt for the extended part"],
    ["--negative <text>", "Negative prompt: what the video must not show"],
    ["--cfg-scale <number>", "Prompt adherence, 0 to 1 (default: 0.5)"],
    ["--watermark", "Include a watermark"],
    ...bodyPurchaseFlags(),
  ],
  help: NOTES,
  load: async () => (await import("./extend-run.ts")).runExtend,
};
