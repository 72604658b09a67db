import type { Command } from "commander";
import type { Deps } from "../../deps.ts";
import type { StoreOptions } from "../../jobs/store-address.ts";
import { addConnectionFlags, JSON_FLAG } from "../../session/connection-flags.ts";
import { STORE_FLAG } from "../../session/engine-flags.ts";
import type { ConnectionOptions } from "../../session/settings.ts";
import { TASK_TYPE_NAMES } from "../../tasks/task-types.ts";
import type { OutputOptions } from "../../terminal/output.ts";
import { TIMEOUT_FLAG } from "../wait/wait.ts";

export interface StatusOptions extends OutputOptions, ConnectionOptions, StoreOptions {
  readonly type?: string;
  readonly verbose?: boolean;
  readonly external?: boolean;
  readonly wait?: boolean;
  readonly timeout?: string;
}

const EXAMPLES = `
Exit 0 when the task succeeded, 8 while it is still running, 6 or 7 when it failed.

Examples:
  kling video status 867283741759111202
  kling video status 867283741759111202 --type image2video -v
  kling video status 867283741759111202 --wait`;

/** \`kling video status\`. */
export function defineStatus(program: Command, deps: Deps): void {
  const command = program
    .command("status [task_id]")
    .description("Show how far a task is")
    .option("-t, --type <type>", `task type: ${TASK_TYPE_NAMES} (default: any with an API key, else create)`)
    .option("-v, --verbose", "show the links to the results as well")
    .option("--external", "the id is an external task id")
    .option("-w, --wait", "wait until the task has ended, as `kling wait` does")
    .option(TIMEOUT_FLAG[0], `with --wait: ${TIMEOUT_FLAG[1]}`)
    .option(...STORE_FLAG)
    .option(...JSON_FLAG);
  addConnectionFlags(command)
    .addHelpText("after", EXAMPLES)
    .action(async (taskId: string | undefined, options: StatusOptions) => {
      const { runStatus } = await import("../reads.ts");
      await runStatus(taskId, options, deps);
    });
}
