import { createFlags, SHOT_FLAG } from "../../create/create-flags.ts";
import { REPEATED } from "../../session/flag.ts";
import type { CommandRow } from "../command-row.ts";

const EXAMPLES = `
Examples:
  kling video create-from-image "the fox looks up" -i fox.png --dry-run
  kling video create-from-image -i day.jpg --last-frame night.jpg --mode pro -o day-to-night.mp4`;

/** \`kling video create-from-image\`. */
export const createFromImageRow: CommandRow = {
  words: ["video", "create-from-image"],
  operands: "[prompt]",
  summary: "Create a video from a first frame and a prompt",
  flags: () => [
    ["-i, --first-frame <image>", "first frame: path or URL (required)"],
    ["--last-frame <image>", "last frame: path or URL"],
    ["-d, --duration <seconds>", "length in whole seconds (default: 5)"],
    ["-r, --ratio <ratio>", "refused: the first frame decides the ratio"],
    ["--negative <text>", "what the video should not show"],
    ["--cfg-scale <number>", "how closely to follow the prompt, 0 to 1"],
    ["--camera-control <json>", "camera movement of the 1.x models, as JSON"],
    ["--static-mask <image>", "what stays still, 1.x models: path or URL"],
    ["--dynamic-mask <json>", "what moves along which points, 1.x models, as JSON"],
    ["--voice <id>", "voice, needs --sound; may be repeated", REPEATED],
    ["--sound", "generate a sound track"],
    SHOT_FLAG,
    ...createFlags("image-to-video"),
  ],
  help: EXAMPLES,
  load: async () => (await import("./create-from-image-run.ts")).runCreateFromImage,
};
