import type { Command } from "commander";
import type { Deps } from "../../deps.ts";
import type { OutputOptions } from "../../terminal/output.ts";

export interface ModelsOptions extends OutputOptions {
  readonly capability?: string;
  readonly retired?: boolean;
}

/** \`kling models\`. */
export function defineModels(program: Command, deps: Deps): void {
  program
    .command("models")
    .description("Show what every model can do (seconds, sizes, sound, inputs)")
    .option("--capability <name>", "text-to-video, image-to-video, omni-video or motion-control")
    .option("--retired", "also models that the service refuses now")
    .option("--json [fields]", "print JSON, or only these fields")
    .action(async (options: ModelsOptions) => {
      const { runModels } = await import("./models-run.ts");
      runModels(options, deps);
    });
}
