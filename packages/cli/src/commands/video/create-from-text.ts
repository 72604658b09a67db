import type { Command } from "commander";
import { addCreateFlags, addShotFlag } from "../../create/create-flags.ts";
import type { CreateOptions } from "../../create/create-options.ts";
import type { Deps } from "../../deps.ts";

export interface CreateFromTextOptions extends CreateOptions {
  readonly duration?: string;
  readonly ratio?: string;
  readonly negative?: string;
  readonly cfgScale?: string;
  readonly cameraControl?: string;
  readonly sound?: boolean;
  readonly shot?: readonly string[];
}

const EXAMPLES = `
Examples:
  kling video create-from-text "a fox in the snow" --dry-run
  kling video create-from-text "a fox in the snow" -m kling-3.0 -d 7 -r 9:16 --sound -o fox.mp4
  echo "a fox in the snow" | kling video create-from-text --wait --json`;

/** \`kling video create-from-text\`. */
export function defineCreateFromText(program: Command, deps: Deps): void {
  const command = program
    .command("create-from-text [prompt]")
    .description("Create a video from a prompt")
    .option("-d, --duration <seconds>", "length in whole seconds (default: 5)")
    .option("-r, --ratio <ratio>", "16:9, 9:16 or 1:1 (default: 16:9)")
    .option("--negative <text>", "what the video should not show")
    .option("--cfg-scale <number>", "how closely to follow the prompt, 0 to 1")
    .option("--camera-control <json>", "camera movement of the 1.x models, as JSON")
    .option("--sound", "generate a sound track");
  addCreateFlags(addShotFlag(command), "text-to-video")
    .addHelpText("after", EXAMPLES)
    .action(async (prompt: string | undefined, options: CreateFromTextOptions) => {
      const { runCreateFromText } = await import("../runs.ts");
      await runCreateFromText(prompt, options, deps);
    });
}
