import { createFlags, OTHER_NAMES, SHOT_FLAG } from "../../create/create-flags.ts";
import { requestFlag } from "../../create/request-flags.ts";
import type { CommandRow } from "../command-row.ts";

const EXAMPLES = `${OTHER_NAMES}
Examples:
  kling video create-from-image "the fox looks up" -i fox.png --dry-run
  kling video create-from-image -i day.jpg --last-frame night.jpg --resolution 1080p -o day-to-night.mp4`;

/** \`kling video create-from-image\`. */
export const createFromImageRow: CommandRow = {
  words: ["video", "create-from-image"],
  operands: "[prompt]",
  summary: "Create a video from a first frame and a prompt",
  flags: () => [
    requestFlag("firstFrame", { isRequired: true }),
    requestFlag("lastFrame"),
    requestFlag("durationSeconds"),
    ["-r, --aspect-ratio <ratio>", "Refused: the first frame decides the ratio", { isHidden: true }],
    requestFlag("negativePrompt"),
    requestFlag("cfgScale"),
    requestFlag("camera", { note: ", as JSON" }),
    requestFlag("staticMask"),
    requestFlag("dynamicMasks", { note: ", as JSON" }),
    requestFlag("voices"),
    ["--audio", "Generate an audio track"],
    SHOT_FLAG,
    ...createFlags("image-to-video"),
  ],
  help: EXAMPLES,
  load: async () => (await import("./create-from-image-run.ts")).runCreateFromImage,
};
