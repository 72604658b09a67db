import { bodyPurchaseFlags } from "../../create/purchase-flags.ts";
import type { CommandRow } from "../command-row.ts";

const NOTES = `
The video must be an MP4 or MOV of 3 to 20 seconds and at most 100 MB.

Examples:
  kling video add-sound 846100000000000001
  kling video add-sound --url "https://example.com/video.mp4"
  kling video add-sound 846100000000000001 --sound "ocean waves" --bgm "relaxing ambient"
  kling video status TASK_ID --type add-sound -v
  kling video download TASK_ID --type add-sound --format mp3 -o audio.mp3`;

/** `kling video add-sound`. */
export const addSoundRow: CommandRow = {
  words: ["video", "add-sound"],
  operands: "[video_id]",
  summary: "Generate sound effects or background music for a video",
  flags: () => [
    ["--url <url>", "URL of the video, instead of a video ID"],
    ["-s, --sound <text>", "Prompt for sound effects, up to 200 characters"],
    ["-b, --bgm <text>", "Prompt for background music, up to 200 characters"],
    ["--asmr", "Enable ASMR mode, with enhanced detail"],
    ...bodyPurchaseFlags(),
  ],
  help: NOTES,
  load: async () => (await import("./add-sound-run.ts")).runAddSound,
};
