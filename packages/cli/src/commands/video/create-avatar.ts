import { sizesText } from "../../create/create-flags.ts";
import { bodyPurchaseFlags } from "../../create/purchase-flags.ts";
import type { CommandRow } from "../command-row.ts";

const NOTES = `
The audio is an MP3, WAV, M4A or AAC file of 2 to 300 seconds and at most 5 MB. The price follows its length: give it
with --audio-seconds, or the estimate is that of the longest audio.

Examples:
  kling video create-avatar "she laughs" -i person.png -a speech.mp3 --audio-seconds 11.3 --dry-run
  kling video create-avatar -i person.png --audio-id 930801290416885794 --resolution 1080p
  kling video status TASK_ID --type avatar`;

/** `kling video create-avatar`. */
export const createAvatarRow: CommandRow = {
  words: ["video", "create-avatar"],
  operands: "[prompt]",
  summary: "Make the person in an image speak or sing from an audio file",
  flags: () => [
    ["-i, --image <image>", "Person who speaks: path or URL (required)"],
    ["-a, --audio <file>", "Audio to speak: path or URL of a file"],
    ["--audio-id <id>", "ID of an audio file made by `kling tts`, instead of --audio"],
    ["--audio-seconds <seconds>", "Length of the audio, for the estimate"],
    ["-m, --resolution <size>", `${sizesText(["std", "pro"])} (default: 720p)`],
    ["-f, --prompt-file <file>", "Read the prompt from a file"],
    ["--watermark", "Make a second file with a watermark"],
    ...bodyPurchaseFlags(),
  ],
  help: NOTES,
  load: async () => (await import("./create-avatar-run.ts")).runCreateAvatar,
};
