import type { Command } from "commander";
import type { Deps } from "../../deps.ts";
import type { StoreOptions } from "../../jobs/store-address.ts";
import { JSON_FLAG } from "../../session/connection-flags.ts";
import { STORE_FLAG } from "../../session/engine-flags.ts";
import type { OutputOptions } from "../../terminal/output.ts";

export interface ApprovalsOptions extends OutputOptions, StoreOptions {
  readonly limit: string;
}

/** \`kling approvals\`. */
export function defineApprovals(program: Command, deps: Deps): void {
  program
    .command("approvals")
    .description("List approvals, newest first: who gave them, how, for what, and whether they were used")
    .option("--limit <count>", "most approvals, 1 to 10000", "50")
    .option(...STORE_FLAG)
    .option(...JSON_FLAG)
    .action(async (options: ApprovalsOptions) => {
      const { runApprovals } = await import("../book-runs.ts");
      await runApprovals(options, deps);
    });
}
