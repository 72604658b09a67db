import { createFlags, OTHER_NAMES, SHOT_FLAG } from "../../create/create-flags.ts";
import { requestFlag } from "../../create/request-flags.ts";
import type { CommandRow } from "../command-row.ts";

const EXAMPLES = `${OTHER_NAMES}
In the prompt, @image_1, @element_1 and @video_1 stand for the inputs, in their order.

Examples:
  kling video create "a fox in the snow" --dry-run
  kling video create "make @image_1 walk through rain" --ref-image fox.png --duration 7
  kling video create "the camera circles the house" -i house.jpg --resolution 1080p -o house.mp4`;

/** \`kling video create\`: Omni, the one that takes any mixture of inputs. */
export const createRow: CommandRow = {
  words: ["video", "create"],
  operands: "[prompt]",
  summary: "Create a video from a prompt, images, elements or a video (Omni)",
  flags: () => [
    requestFlag("firstFrame"),
    requestFlag("lastFrame"),
    requestFlag("references"),
    requestFlag("elements"),
    ["--ref-video <url>", "Video to refer to, by URL"],
    ["--base-video <url>", "Video to edit, by URL; excludes --ref-video"],
    ["--ref-exclude-sound", "Drop the audio of the input video"],
    requestFlag("durationSeconds"),
    requestFlag("aspectRatio", { note: "; only without first frame and base video" }),
    ["--audio", "Generate an audio track"],
    requestFlag("isMultiShot"),
    SHOT_FLAG,
    ...createFlags("omni-video"),
  ],
  help: EXAMPLES,
  load: async () => (await import("./create-run.ts")).runVideoCreate,
};
