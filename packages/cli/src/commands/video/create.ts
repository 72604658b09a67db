import type { Command } from "commander";
import { addCreateFlags, addShotFlag } from "../../create/create-flags.ts";
import type { CreateOptions } from "../../create/create-options.ts";
import { collect } from "../../create/parse-flags.ts";
import type { Deps } from "../../deps.ts";

export interface VideoCreateOptions extends CreateOptions {
  readonly firstFrame?: string;
  readonly lastFrame?: string;
  readonly refImage?: readonly string[];
  readonly element?: readonly string[];
  readonly refVideo?: string;
  readonly baseVideo?: string;
  readonly refExcludeSound?: boolean;
  readonly duration?: string;
  readonly ratio?: string;
  readonly sound?: boolean;
  readonly multiShot?: boolean;
  readonly shot?: readonly string[];
}

const EXAMPLES = `
In the prompt, @image_1, @element_1 and @video_1 stand for the inputs, in their order.

Examples:
  kling video create "a fox in the snow" --dry-run
  kling video create "make @image_1 walk through rain" --ref-image fox.png --duration 7
  kling video create "the camera circles the house" -i house.jpg --mode pro --wait -o house.mp4`;

/** \`kling video create\`: Omni, the one that takes any mixture of inputs. */
export function defineVideoCreate(program: Command, deps: Deps): void {
  const command = program
    .command("create [prompt]")
    .description("Create a video from a prompt, frames, reference images, elements or a video (Omni)")
    .option("-i, --first-frame <image>", "first frame: path or URL")
    .option("--last-frame <image>", "last frame: path or URL; needs a first frame")
    .option("--ref-image <image>", "reference image: path or URL; may be repeated", collect)
    .option("--element <id>", "element of your library; may be repeated", collect)
    .option("--ref-video <url>", "video to refer to, by URL")
    .option("--base-video <url>", "video to edit, by URL; not together with --ref-video")
    .option("--ref-exclude-sound", "drop the sound of the input video")
    .option("-d, --duration <seconds>", "length in whole seconds (default: 5)")
    .option("-r, --ratio <ratio>", "16:9, 9:16 or 1:1; only without first frame and base video")
    .option("--sound", "generate a sound track")
    .option("--multi-shot", "let the service split the prompt into shots");
  addCreateFlags(addShotFlag(command), "omni-video")
    .addHelpText("after", EXAMPLES)
    .action(async (prompt: string | undefined, options: VideoCreateOptions) => {
      const { runVideoCreate } = await import("../runs.ts");
      await runVideoCreate(prompt, options, deps);
    });
}
