import type { Command } from "commander";
import type { Deps } from "../../deps.ts";
import { addConnectionFlags, JSON_FLAG } from "../../session/connection-flags.ts";
import { STORE_FLAG } from "../../session/engine-flags.ts";
import type { ConnectionOptions } from "../../session/settings.ts";
import type { OutputOptions } from "../../terminal/output.ts";

export interface ApproveOptions extends OutputOptions, ConnectionOptions {
  readonly by?: string;
  readonly purpose?: string;
  readonly maxCreates?: string;
  readonly maxUnits?: string;
  readonly expires: string;
  readonly yes?: boolean;
  readonly again?: boolean;
  readonly store?: string;
}

const EXAMPLES = `
An approval is for exactly this plan and can be used once. It sends nothing.

Examples:
  kling approve plan.json --by ana
  kling approve plan.json --max-units 12 --expires 2h --yes`;

/** \`kling approve\`. */
export function defineApprove(program: Command, deps: Deps): void {
  const command = program
    .command("approve <plan>")
    .description("Approve a plan: who, for what, how much, until when")
    .option("--by <name>", "name of the person who approves (default: the user of this machine)")
    .option("--purpose <text>", "the plan's purpose, to make sure that it is the one you mean")
    .option("--max-creates <count>", "most creates (default: the plan's)")
    .option("--max-units <units>", "most units of the video pack, or `any` (default: the plan's)")
    .option("--expires <time>", "for how long, such as 30m, 24h or 7d", "24h")
    .option("-y, --yes", "do not ask")
    .option("--again", "approve the whole plan for `kling run --again`, whatever was bought before")
    .option(...STORE_FLAG)
    .option(...JSON_FLAG);
  addConnectionFlags(command)
    .addHelpText("after", EXAMPLES)
    .action(async (plan: string, options: ApproveOptions) => {
      const { runApprove } = await import("../engine-runs.ts");
      await runApprove(plan, options, deps);
    });
}
