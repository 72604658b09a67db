import type { Command } from "commander";
import type { Deps } from "../../deps.ts";
import type { EngineCommandOptions } from "../../jobs/with-engine.ts";
import { addAllowHostFlag } from "../../session/allow-hosts.ts";
import { addConnectionFlags, JSON_FLAG } from "../../session/connection-flags.ts";
import {
  addApprovalFlags,
  addCallbackFlags,
  addServiceFlags,
  QUOTA_FLAG,
  RUN_TIMEOUT_FLAG,
  STRICT_FLAG,
} from "../../session/engine-flags.ts";
import type { OutputOptions } from "../../terminal/output.ts";

export interface CarryOptions extends OutputOptions, EngineCommandOptions {
  /** In seconds. */
  readonly timeout?: string;
}

export interface RunOptions extends CarryOptions {
  readonly approve?: boolean;
  readonly by?: string;
  readonly purpose?: string;
  readonly maxUnits?: string;
  readonly again?: boolean;
  readonly detach?: boolean;
  readonly strict?: boolean;
}

const EXAMPLES = `
Running the same plan again continues where it stopped; nothing is bought twice. After Ctrl-C, run it again or use
\`kling resume\`.

Examples:
  kling run examples/batch.yaml --emulated
  kling run plan.json
  kling run batch.yaml --approve --output-dir videos
  kling run plan.json --detach --store postgres://kling@db.example/videos`;

/** \`kling run\`. */
export function defineRun(program: Command, deps: Deps): void {
  const command = program
    .command("run <file>")
    .description("Buy, follow and download every video of a plan or batch, each exactly once")
    .option("--output-dir <folder>", "where the files go (default: here)")
    .option("--purpose <text>", "label under which the creates are counted together")
    .option("--max-units <units>", "with --approve: most units, or `any` where a price is unknown")
    .option(...QUOTA_FLAG)
    .option(...RUN_TIMEOUT_FLAG)
    .option("--again", "buy the same plan again, as a new batch")
    .option(...STRICT_FLAG)
    .option("--detach", "make the jobs and leave the work to `kling worker`; sends nothing");
  addApprovalFlags(command);
  addAllowHostFlag(command);
  addCallbackFlags(command);
  addServiceFlags(command).option(...JSON_FLAG);
  addConnectionFlags(command)
    .addHelpText("after", EXAMPLES)
    .action(async (file: string, options: RunOptions) => {
      const { runRun } = await import("../engine-runs.ts");
      await runRun(file, options, deps);
    });
}

/** \`kling resume\`. */
export function defineResume(program: Command, deps: Deps): void {
  const command = program
    .command("resume")
    .description("Continue every unfinished job of this account; stopped pools try again")
    .option("--policy <file>", "its limits hold; also KLING_POLICY")
    .option(...QUOTA_FLAG)
    .option(...RUN_TIMEOUT_FLAG);
  addAllowHostFlag(command);
  addCallbackFlags(command);
  addServiceFlags(command).option(...JSON_FLAG);
  addConnectionFlags(command).action(async (options: CarryOptions) => {
    const { runResume } = await import("../engine-runs.ts");
    await runResume(options, deps);
  });
}
