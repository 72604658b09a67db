import { createFlags, SHOT_FLAG } from "../../create/create-flags.ts";
import { requestFlag } from "../../create/request-flags.ts";
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
    requestFlag("firstFrame"),
    requestFlag("lastFrame"),
    requestFlag("references"),
    requestFlag("elements"),
    ["--ref-video <url>", "video to refer to, by URL"],
    ["--base-video <url>", "video to edit, by URL; not together with --ref-video"],
    ["--ref-exclude-sound", "drop the audio of the input video"],
    requestFlag("durationSeconds"),
    requestFlag("aspectRatio", "; only without first frame and base video"),
    ["--sound", "generate an audio track"],
    requestFlag("isMultiShot"),
    SHOT_FLAG,
    ...createFlags("omni-video"),
  ],
  help: EXAMPLES,
  load: async () => (await import("./create-run.ts")).runVideoCreate,
};
