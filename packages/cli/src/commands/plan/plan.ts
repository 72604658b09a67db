import type { Command } from "commander";
import type { Deps } from "../../deps.ts";
import { JSON_FLAG } from "../../session/connection-flags.ts";
import { STRICT_FLAG } from "../../session/engine-flags.ts";
import type { OutputOptions } from "../../terminal/output.ts";

export interface PlanOptions extends OutputOptions {
  readonly output?: string;
  readonly purpose?: string;
  readonly detailedExitcode?: boolean;
  readonly store?: string;
  readonly strict?: boolean;
  readonly diff?: string;
}

const EXAMPLES = `
Exit codes: 0 sound, 2 has mistakes, 1 failure. With --detailed-exitcode a sound plan that would buy something exits 20.

Examples:
  kling plan batch.yaml
  kling plan batch.yaml --diff plan.json
  kling plan batch.yaml -o plan.json && kling approve plan.json && kling run plan.json`;

/** \`kling plan\`. */
export function definePlan(program: Command, deps: Deps): void {
  program
    .command("plan <file>")
    .description(
      "Compile, check and price a batch (YAML, JSON or a saved plan): no key, no network, nothing is sent",
    )
    .option("-o, --output <file>", "save the plan, for approve and run")
    .option("--purpose <text>", "label under which the creates are counted together")
    .option("--diff <old>", "show what differs from an earlier plan or batch: requests, fields and price")
    .option(
      "--detailed-exitcode",
      "exit 20 when the plan is sound and would buy something, or with --diff when it differs",
    )
    .option(
      "--store <address>",
      "show which videos were bought before: a SQLite file or postgres://…; also KLING_STORE",
    )
    .option(...STRICT_FLAG)
    .option(...JSON_FLAG)
    .addHelpText("after", EXAMPLES)
    .action(async (file: string, options: PlanOptions) => {
      const { runPlan } = await import("../engine-runs.ts");
      await runPlan(file, options, deps);
    });
}
