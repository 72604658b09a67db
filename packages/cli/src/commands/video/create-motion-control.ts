import { createFlags } from "../../create/create-flags.ts";
import type { CommandRow } from "../command-row.ts";

const EXAMPLES = `
Examples:
  kling video create-motion-control "she dances" -i person.png -v https://example.com/dance.mp4 -o video --dry-run`;

// Here -m is the mode, -o the orientation and -v the video, as the contract has it.
const NAMES = { mode: "-m, --mode <mode>", model: "--model <name>", output: "--output <file>" } as const;

/** \`kling video create-motion-control\`. */
export const createMotionControlRow: CommandRow = {
  words: ["video", "create-motion-control"],
  operands: "[prompt]",
  summary: "Let the person of an image move like the person of a video",
  flags: () => [
    ["-i, --image <image>", "the person: path or URL (required)"],
    ["-v, --video <url>", "the movement, by URL (required)"],
    ["-o, --orientation <from>", "where the person faces: as in the image or the video (default: image)"],
    ["--keep-sound", "keep the audio of the video (default of the service)"],
    ["--no-keep-sound", "make a silent video"],
    ...createFlags("motion-control", NAMES),
  ],
  help: EXAMPLES,
  load: async () => (await import("./create-motion-control-run.ts")).runCreateMotionControl,
};
