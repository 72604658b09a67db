import type { Command } from "commander";
import type { Deps } from "../../deps.ts";
import type { OutputOptions } from "../../terminal/output.ts";

export interface RoutesOptions extends OutputOptions {
  readonly state?: string;
}

/** \`kling routes\`. */
export function defineRoutes(program: Command, deps: Deps): void {
  program
    .command("routes")
    .description("Show every route (operation × model) and its evidence")
    .option("--state <state>", "only verified, documented, hypothesis, legacy or retired ones")
    .option(
      "--json [fields]",
      "print JSON, or only these fields: route,state,family,capability,model,path,evidence",
    )
    .action(async (options: RoutesOptions) => {
      const { runRoutes } = await import("../runs.ts");
      runRoutes(options, deps);
    });
}
