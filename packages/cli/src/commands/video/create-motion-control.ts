import type { Command } from "commander";
import { addCreateFlags } from "../../create/create-flags.ts";
import type { CreateOptions } from "../../create/create-options.ts";
import type { Deps } from "../../deps.ts";

export interface CreateMotionControlOptions extends CreateOptions {
  readonly image?: string;
  readonly video?: string;
  readonly orientation?: string;
  readonly keepSound?: boolean;
}

const EXAMPLES = `
Examples:
  kling video create-motion-control "she dances" -i person.png -v https://example.com/dance.mp4 -o video --dry-run`;

// Here -m is the mode, -o the orientation and -v the video, as the contract has it.
const NAMES = { mode: "-m, --mode <mode>", model: "--model <name>", output: "--output <file>" } as const;

/** \`kling video create-motion-control\`. */
export function defineCreateMotionControl(program: Command, deps: Deps): void {
  const command = program
    .command("create-motion-control [prompt]")
    .description("Let the person of an image move like the person of a video")
    .option("-i, --image <image>", "the person: path or URL (required)")
    .option("-v, --video <url>", "the movement, by URL (required)")
    .option(
      "-o, --orientation <from>",
      "where the person faces: as in the image or the video (default: image)",
    )
    .option("--keep-sound", "keep the sound of the video (default of the service)")
    .option("--no-keep-sound", "make a silent video");
  addCreateFlags(command, "motion-control", NAMES)
    .addHelpText("after", EXAMPLES)
    .action(async (prompt: string | undefined, options: CreateMotionControlOptions) => {
      const { runCreateMotionControl } = await import("./create-motion-control-run.ts");
      await runCreateMotionControl(prompt, options, deps);
    });
}
