import { bodyPurchaseFlags } from "../../create/purchase-flags.ts";
import type { CommandRow } from "../command-row.ts";

const NOTES = `
With --audio or --audio-id two requests are planned, priced and approved as one: the faces of the video are found, then the
face speaks. If there are several faces, nothing more is bought, and --face is asked for; the faces that were found are
used for a day, and not paid for again. With --text the older endpoint is used, which finds the face itself.

The video must be an MP4 or MOV of 2 to 60 seconds and at most 100 MB; the audio an MP3, WAV, M4A or AAC of 2 to 60
seconds and at most 5 MB. The price follows the length of the video: give it with --video-seconds, or the estimate is
that of the longest video. A task of this machine's jobs needs no length.

Examples:
  kling lip-sync 846100000000000001 --audio speech.mp3 --audio-seconds 4.2
  kling lip-sync https://example.com/in.mp4 --audio-id 930801290416885794 --audio-seconds 4.2 --face 1
  kling lip-sync 846100000000000001 --text "Hello there" --voice oversea_male1
  kling lip-sync status TASK_ID`;

/** \`kling lip-sync VIDEO\`: the faces are found, and one speaks. */
export const lipSyncRow: CommandRow = {
  words: ["lip-sync"],
  operands: "[video]",
  usage: "[options] [command] <video>",
  summary: "Make a face in a video speak: video ID, task ID of your jobs, or URL",
  flags: () => [
    ["-a, --audio <file>", "Audio to speak: path or URL of a file"],
    ["--audio-id <id>", "ID of an audio file made by `kling tts`, instead of --audio"],
    ["-t, --text <text>", "Text to speak, up to 120 characters, instead of audio; needs --voice"],
    ["--voice <id>", "Voice for --text, from the list of `kling spec v1/audio/tts`"],
    ["--language <language>", "Language of --text: zh or en (default: en)"],
    ["--speed <factor>", "Speed of the speech of --text, 0.8 to 2 (default: 1)"],
    ["--face <id>", "ID of the face that speaks; required if there are several"],
    [
      "--audio-seconds <seconds>",
      "End of the part of the audio that is spoken; at least 2 s after its start",
    ],
    ["--audio-from <seconds>", "Start of the part of the audio that is spoken (default: 0)"],
    ["--at <seconds>", "Time in the video at which the audio starts (default: 0)"],
    ["--volume <factor>", "Volume of the audio, 0 to 2 (default: 1)"],
    ["--video-volume <factor>", "Volume of the video's own audio, 0 to 2 (default: 1)"],
    ["--video-seconds <seconds>", "Length of the video, for the estimate"],
    ...bodyPurchaseFlags(),
  ],
  help: NOTES,
  load: async () => (await import("./lip-sync-run.ts")).runLipSync,
};
