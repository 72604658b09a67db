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
  summary: "Let a face of a video speak: a video ID, a task ID of this machine's jobs, or a URL",
  flags: () => [
    ["-a, --audio <file>", "what is spoken: path or URL of an audio file"],
    ["--audio-id <id>", "ID of an audio file that `kling tts` made, in place of --audio"],
    ["-t, --text <text>", "what is spoken, up to 120 characters, in place of an audio file; needs --voice"],
    ["--voice <id>", "with --text: voice of the speech catalogue"],
    ["--language <language>", "with --text: zh or en (default: en)"],
    ["--speed <factor>", "with --text: speed of the speech, 0.8 to 2 (default: 1)"],
    ["--face <id>", "which face, by the ID that was found; needed where there are several"],
    ["--audio-seconds <seconds>", "where the audio ends, from its beginning; at least 2 are spoken"],
    ["--audio-from <seconds>", "where the audio begins (default: 0)"],
    ["--at <seconds>", "where in the video the audio begins (default: 0)"],
    ["--volume <factor>", "loudness of the audio, 0 to 2 (default: 1)"],
    ["--video-volume <factor>", "loudness of the video's own audio, 0 to 2 (default: 1)"],
    ["--video-seconds <seconds>", "length of the video, for the estimate"],
    ...bodyPurchaseFlags(),
  ],
  help: NOTES,
  load: async () => (await import("./lip-sync-run.ts")).runLipSync,
};
