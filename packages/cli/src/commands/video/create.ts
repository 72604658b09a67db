import { createFlags, SHOT_FLAG } from "../../create/create-flags.ts";
import { REPEATED } from "../../session/flag.ts";
import type { CommandRow } from "../command-row.ts";

const EXAMPLES = `
In the prompt, @image_1, @element_1 and @video_1 stand for the inputs, in their order.

Examples:
  kling video create "a fox in the snow" --dry-run
  kling video create "make @image_1 walk through rain" --ref-image fox.png --duration 7
  kling video create "the camera circles the house" -i house.jpg --mode pro --wait -o house.mp4`;

/** \`kling video create\`: Omni, the one that takes any mixture of inputs. */
export const createRow: CommandRow = {
  words: ["video", "create"],
  operands: "[prompt]",
  summary: "Create a video from a prompt, frames, reference images, elements or a video (Omni)",
  flags: () => [
    ["-i, --first-frame <image>", "first frame: path or URL"],
    ["--last-frame <image>", "last frame: path or URL; needs a first frame"],
    ["--ref-image <image>", "reference image: path or URL; may be repeated", REPEATED],
    ["--element <id>", "element of your library; may be repeated", REPEATED],
    ["--ref-video <url>", "video to refer to, by URL"],
    ["--base-video <url>", "video to edit, by URL; not together with --ref-video"],
    ["--ref-exclude-sound", "drop the sound of the input video"],
    ["-d, --duration <seconds>", "length in whole seconds (default: 5)"],
    ["-r, --ratio <ratio>", "16:9, 9:16 or 1:1; only without first frame and base video"],
    ["--sound", "generate a sound track"],
    ["--multi-shot", "let the service split the prompt into shots"],
    SHOT_FLAG,
    ...createFlags("omni-video"),
  ],
  help: EXAMPLES,
  load: async () => (await import("./create-run.ts")).runVideoCreate,
};
