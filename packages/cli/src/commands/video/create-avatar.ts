import { bodyPurchaseFlags } from "../../create/purchase-flags.ts";
import type { CommandRow } from "../command-row.ts";

const NOTES = `
The audio is an MP3, WAV, M4A or AAC file of 2 to 300 seconds and at most 5 MB. The price follows its length: give it
with --audio-seconds, or the estimate is that of the longest audio.

Examples:
  kling video create-avatar "she laughs" -i person.png -a speech.mp3 --audio-seconds 11.3 --dry-run
  kling video create-avatar -i person.png --audio-id 930801290416885794 --mode pro
  kling video status TASK_ID --type avatar`;

/** `kling video create-avatar`. */
export const createAvatarRow: CommandRow = {
  words: ["video", "create-avatar"],
  operands: "[prompt]",
  summary: "Let the person of an image speak or sing from an audio file",
  flags: () => [
    ["-i, --image <image>", "the person: path or URL (required)"],
    ["-a, --audio <file>", "the audio: path or URL"],
    ["--audio-id <id>", "id of an audio file that `kling tts` made, in place of --audio"],
    ["--audio-seconds <seconds>", "length of the audio in seconds, for the estimate"],
    ["-m, --mode <mode>", "std or pro (default: std)"],
    ["-f, --prompt-file <file>", "read the prompt from a file"],
    ["--watermark", "also make a file with a watermark"],
    ...bodyPurchaseFlags(),
  ],
  help: NOTES,
  load: async () => (await import("./create-avatar-run.ts")).runCreateAvatar,
};
