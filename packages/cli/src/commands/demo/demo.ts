import type { Command } from "commander";
import type { Deps } from "../../deps.ts";
import { JSON_FLAG } from "../../session/connection-flags.ts";
import type { OutputOptions } from "../../terminal/output.ts";

export interface DemoOptions extends OutputOptions {
  readonly model: string;
  readonly duration: string;
  readonly ratio?: string;
  readonly resolution?: string;
  readonly audio?: boolean;
  readonly image?: string;
  readonly out?: string;
  readonly force?: boolean;
}

const EXAMPLES = `
Examples:
  kling demo
  kling demo "a fox in the snow" --model kling-3.0 --duration 7 --ratio 9:16 --audio --out fox.mp4
  kling demo "the fox looks up" --image fox.png`;

/** \`kling demo\`. */
export function defineDemo(program: Command, deps: Deps): void {
  program
    .command("demo [prompt]")
    .description("Make a video file with the built-in emulator: no key, no network, no cost")
    .option("-m, --model <name>", "model, by either of its names", "kling-v3")
    .option("-d, --duration <seconds>", "length in whole seconds", "5")
    .option("-r, --ratio <ratio>", "16:9, 9:16 or 1:1 (default: 16:9)")
    .option("--resolution <size>", "720p, 1080p or 4k (default: 720p)")
    .option("--audio", "with sound")
    .option("-i, --image <image>", "first frame: path or URL")
    .option("-o, --out <file>", "where to write it (default: a new file in ./out)")
    .option("--force", "replace the file when it is there already")
    .option(...JSON_FLAG)
    .addHelpText("after", EXAMPLES)
    .action(async (prompt: string | undefined, options: DemoOptions) => {
      const { runDemo } = await import("./demo-run.ts");
      await runDemo(prompt, options, deps);
    });
}
