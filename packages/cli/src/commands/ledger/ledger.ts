import type { Command } from "commander";
import type { Deps } from "../../deps.ts";
import type { StoreOptions } from "../../jobs/store-address.ts";
import { JSON_FLAG } from "../../session/connection-flags.ts";
import { STORE_FLAG } from "../../session/engine-flags.ts";
import type { OutputOptions } from "../../terminal/output.ts";

export interface LedgerOptions extends OutputOptions, StoreOptions {
  readonly batch?: string;
  readonly limit: string;
}

export interface BudgetOptions extends OutputOptions, StoreOptions {
  readonly policy?: string;
}

/** \`kling ledger\`. */
export function defineLedger(program: Command, deps: Deps): void {
  program
    .command("ledger")
    .description("Money record, newest first: reserved, settled and released units of every job")
    .option("--batch <id>", "only the jobs of a batch")
    .option("--limit <count>", "most entries, 1 to 10000", "50")
    .option(...STORE_FLAG)
    .option(...JSON_FLAG)
    .action(async (options: LedgerOptions) => {
      const { runLedger } = await import("../book-runs.ts");
      await runLedger(options, deps);
    });
}

/** \`kling budget\`. */
export function defineBudget(program: Command, deps: Deps): void {
  program
    .command("budget")
    .description("Units spent and held, per account, today (UTC) and in all, beside the limits of a policy")
    .option("--policy <file>", "policy whose limits are shown; also KLING_POLICY")
    .option(...STORE_FLAG)
    .option(...JSON_FLAG)
    .action(async (options: BudgetOptions) => {
      const { runBudget } = await import("../engine-runs.ts");
      await runBudget(options, deps);
    });
}
