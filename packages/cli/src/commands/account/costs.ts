import type { Command } from "commander";
import type { Deps } from "../../deps.ts";
import { addConnectionFlags } from "../../session/connection-flags.ts";
import type { ConnectionOptions } from "../../session/settings.ts";
import type { OutputOptions } from "../../terminal/output.ts";

export interface CostsOptions extends OutputOptions, ConnectionOptions {
  readonly days: string;
  readonly pack?: string;
}

/** \`kling account costs\`. */
export function defineCosts(program: Command, deps: Deps): void {
  const command = program
    .command("costs")
    .description("Show resource packs and what is left of them (up to 12 h behind)")
    .option("--days <count>", "packs of the last days, 1 to 365", "90")
    .option("--pack <name>", "only packs with exactly this name")
    .option("--json [fields]", "print JSON, or only these fields of a pack");
  addConnectionFlags(command).action(async (options: CostsOptions) => {
    const { runCosts } = await import("./costs-run.ts");
    await runCosts(options, deps);
  });
}
