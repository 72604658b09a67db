import type { Command } from "commander";
import type { Deps } from "../../deps.ts";
import type { StoreOptions } from "../../jobs/store-address.ts";
import { addConnectionFlags, JSON_FLAG } from "../../session/connection-flags.ts";
import { STORE_FLAG } from "../../session/engine-flags.ts";
import type { ConnectionOptions } from "../../session/settings.ts";
import { TASK_TYPE_NAMES } from "../../tasks/task-types.ts";
import type { OutputOptions } from "../../terminal/output.ts";

export interface WaitOptions extends OutputOptions, ConnectionOptions, StoreOptions {
  readonly type?: string;
  readonly external?: boolean;
  readonly timeout?: string;
  readonly verbose?: boolean;
}

export const TIMEOUT_FLAG = ["--timeout <seconds>", "longest wait, up to 86400 (default: 1800)"] as const;

const EXAMPLES = `
Waits for tasks of any tool, and for jobs of the store. Sends no create and fetches no file.
Exit 0 when all succeeded, 8 while one is still running at the end of --timeout, 6 or 7 when one failed.

Examples:
  kling wait 867283741759111202
  kling wait 867283741759111202 j0mwpxkuew4rqq9fn95 --timeout 600
  kling wait order-17 --external`;

/** \`kling wait\`, and the same as \`kling video wait\`. */
export function defineWait(program: Command, deps: Deps): void {
  const command = program
    .command("wait [ids...]")
    .description("Wait until tasks or jobs have ended")
    .option("-t, --type <type>", `task type: ${TASK_TYPE_NAMES} (default: any with an API key, else create)`)
    .option(...TIMEOUT_FLAG)
    .option("-v, --verbose", "show the links to the results as well")
    .option("--external", "the ids are external task ids")
    .option(...STORE_FLAG)
    .option(...JSON_FLAG);
  addConnectionFlags(command)
    .addHelpText("after", EXAMPLES)
    .action(async (ids: readonly string[], options: WaitOptions) => {
      const { runWait } = await import("./wait-run.ts");
      await runWait(ids, options, deps);
    });
}
