import type { Command } from "commander";
import { addCreateFlags, addShotFlag } from "../../create/create-flags.ts";
import { collect } from "../../create/parse-flags.ts";
import type { Deps } from "../../deps.ts";
import type { CreateFromTextOptions } from "./create-from-text.ts";

export interface CreateFromImageOptions extends CreateFromTextOptions {
  readonly firstFrame?: string;
  readonly lastFrame?: string;
  readonly staticMask?: string;
  readonly dynamicMask?: string;
  readonly voice?: readonly string[];
}

const EXAMPLES = `
Examples:
  kling video create-from-image "the fox looks up" -i fox.png --dry-run
  kling video create-from-image -i day.jpg --last-frame night.jpg --mode pro -o day-to-night.mp4`;

/** \`kling video create-from-image\`. */
export function defineCreateFromImage(program: Command, deps: Deps): void {
  const command = program
    .command("create-from-image [prompt]")
    .description("Create a video from a first frame and a prompt")
    .option("-i, --first-frame <image>", "first frame: path or URL (required)")
    .option("--last-frame <image>", "last frame: path or URL")
    .option("-d, --duration <seconds>", "length in whole seconds (default: 5)")
    .option("-r, --ratio <ratio>", "refused: the first frame decides the ratio")
    .option("--negative <text>", "what the video should not show")
    .option("--cfg-scale <number>", "how closely to follow the prompt, 0 to 1")
    .option("--camera-control <json>", "camera movement of the 1.x models, as JSON")
    .option("--static-mask <image>", "what stays still, 1.x models: path or URL")
    .option("--dynamic-mask <json>", "what moves along which points, 1.x models, as JSON")
    .option("--voice <id>", "voice, needs --sound; may be repeated", collect)
    .option("--sound", "generate a sound track");
  addCreateFlags(addShotFlag(command), "image-to-video")
    .addHelpText("after", EXAMPLES)
    .action(async (prompt: string | undefined, options: CreateFromImageOptions) => {
      const { runCreateFromImage } = await import("../runs.ts");
      await runCreateFromImage(prompt, options, deps);
    });
}
