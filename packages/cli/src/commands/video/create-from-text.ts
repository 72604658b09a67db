import { createFlags, OTHER_NAMES, SHOT_FLAG } from "../../create/create-flags.ts";
import { requestFlag } from "../../create/request-flags.ts";
import type { CommandRow } from "../command-row.ts";

const EXAMPLES = `${OTHER_NAMES}
Examples:
  kling video create-from-text "a fox in the snow" --dry-run
  kling video create-from-text "a fox in the snow" -m kling-3.0 -d 7 -r 9:16 --audio -o fox.mp4
  echo "a fox in the snow" | kling video create-from-text --wait --json`;

/** \`kling video create-from-text\`. */
export const createFromTextRow: CommandRow = {
  words: ["video", "create-from-text"],
  operands: "[prompt]",
  summary: "Create a video from a prompt",
  flags: () => [
    requestFlag("durationSeconds"),
    requestFlag("aspectRatio", { defaultText: "16:9" }),
    requestFlag("negativePrompt"),
    requestFlag("cfgScale"),
    requestFlag("camera", { note: ", as JSON" }),
    ["--audio", "Generate an audio track"],
    SHOT_FLAG,
    ...createFlags("text-to-video"),
  ],
  help: EXAMPLES,
  load: async () => (await import("./create-from-text-run.ts")).runCreateFromText,
};
