import type { Command } from "commander";
import type { Deps } from "../../deps.ts";
import { addConnectionFlags, JSON_FLAG } from "../../session/connection-flags.ts";
import type { ConnectionOptions } from "../../session/settings.ts";
import { TASK_TYPE_NAMES } from "../../tasks/task-types.ts";
import type { OutputOptions } from "../../terminal/output.ts";

export interface StatusOptions extends OutputOptions, ConnectionOptions {
  readonly type?: string;
  readonly verbose?: boolean;
  readonly external?: boolean;
}

const EXAMPLES = `
Examples:
  kling video status 867283741759111202
  kling video status 867283741759111202 --type image2video -v`;

/** \`kling video status\`. */
export function defineStatus(program: Command, deps: Deps): void {
  const command = program
    .command("status [task_id]")
    .description("Show how far a task is")
    .option("-t, --type <type>", `task type: ${TASK_TYPE_NAMES} (default: any with an API key, else create)`)
    .option("-v, --verbose", "show the links to the results as well")
    .option("--external", "the id is an external task id")
    .option(...JSON_FLAG);
  addConnectionFlags(command)
    .addHelpText("after", EXAMPLES)
    .action(async (taskId: string | undefined, options: StatusOptions) => {
      const { runStatus } = await import("./status-run.ts");
      await runStatus(taskId, options, deps);
    });
}
