import { createFlags } from "../../create/create-flags.ts";
import type { CommandRow } from "../command-row.ts";

const EXAMPLES = `
Examples:
  kling video create-motion-control "she dances" --image person.png --video https://example.com/dance.mp4 --orientation video --dry-run`;

// Here -m is the size, -o the orientation and -v the video, as the contract has it.
const NAMES = {
  resolution: "-m, --resolution <size>",
  model: "--model <name>",
  output: "--output <file>",
} as const;

/** \`kling video create-motion-control\`. */
export const createMotionControlRow: CommandRow = {
  words: ["video", "create-motion-control"],
  operands: "[prompt]",
  summary: "Animate the person in an image with the motion from a video",
  flags: () => [
    ["-i, --image <image>", "Person to animate: path or URL (required)"],
    ["-v, --video <url>", "Movement, by URL of a video (required)"],
    [
      "-o, --orientation <from>",
      "Direction that the person faces: as in the image or video (default: image)",
    ],
    ["--keep-sound", "Keep the audio of the video (default: on)"],
    ["--no-keep-sound", "Make a silent video"],
    ...createFlags("motion-control", NAMES),
  ],
  help: EXAMPLES,
  load: async () => (await import("./create-motion-control-run.ts")).runCreateMotionControl,
};
