import type { Command } from "commander";
import type { Deps } from "../../deps.ts";
import type { StoreOptions } from "../../jobs/store-address.ts";
import { addAllowHostFlag } from "../../session/allow-hosts.ts";
import { addConnectionFlags, JSON_FLAG } from "../../session/connection-flags.ts";
import { addApprovalFlags, addServiceFlags, QUOTA_FLAG, STORE_FLAG } from "../../session/engine-flags.ts";
import type { OutputOptions } from "../../terminal/output.ts";
import type { RunOptions } from "../run/run.ts";

export interface JobsOptions extends OutputOptions, StoreOptions {
  readonly state?: string;
  readonly batch?: string;
  readonly limit: string;
}

export interface JobOptions extends OutputOptions, StoreOptions {}

export interface ReviewOptions extends JobOptions {
  readonly notBought?: boolean;
  readonly by?: string;
}

const EXAMPLES = `
Examples:
  kling jobs --state running
  kling jobs show j0mwpxkuew4rqq9fn95`;

/** \`kling jobs\` and what can be done to one job. */
export function defineJobs(program: Command, deps: Deps): void {
  const jobs = program
    .command("jobs")
    .description("List jobs, newest first; show, cancel, retry, adopt or review one")
    .option("--state <states>", "only these states, such as running,unknown")
    .option("--batch <id>", "only the jobs of a batch")
    .option("--limit <count>", "most jobs, 1 to 10000", "50")
    .option(...STORE_FLAG)
    .option(...JSON_FLAG)
    .addHelpText("after", EXAMPLES)
    .action(async (options: JobsOptions) => {
      const { runJobs } = await import("../book-runs.ts");
      await runJobs(options, deps);
    });
  defineBookCommands(jobs, deps);
  defineServiceCommands(jobs, deps);
}

function defineBookCommands(jobs: Command, deps: Deps): void {
  const define = (line: string, text: string) =>
    jobs
      .command(line)
      .description(text)
      .option(...STORE_FLAG)
      .option(...JSON_FLAG);
  define("show <job>", "whole history: payload hash, what was sent and answered, ledger, file").action(
    async (id: string, _: unknown, command: Command) => {
      const { runJobShow } = await import("../book-runs.ts");
      await runJobShow(id, command.optsWithGlobals(), deps);
    },
  );
  define("cancel <job>", "take back a job that was not sent yet").action(
    async (id: string, _: unknown, command: Command) => {
      const { runJobCancel } = await import("../book-runs.ts");
      await runJobCancel(id, command.optsWithGlobals(), deps);
    },
  );
  define("review <job>", "decide about a job in `unknown`: give back the units that it holds")
    .option("--not-bought", "you looked it up at the service, and nothing was bought")
    .option("--by <name>", "who decides (default: the user of this machine)")
    .action(async (id: string, _: unknown, command: Command) => {
      const { runJobReview } = await import("../book-runs.ts");
      await runJobReview(id, command.optsWithGlobals(), deps);
    });
}

function defineServiceCommands(jobs: Command, deps: Deps): void {
  const retry = jobs
    .command("retry <job>")
    .description("Buy what a job wanted once more, as a new job; needs an approval of its own")
    .option("--max-units <units>", "with --approve: most units, or `any` where a price is unknown")
    .option(...QUOTA_FLAG);
  addApprovalFlags(retry);
  addAllowHostFlag(retry);
  addServiceFlags(retry).option(...JSON_FLAG);
  addConnectionFlags(retry).action(async (id: string, _: unknown, command: Command) => {
    const { runJobRetry } = await import("../engine-runs.ts");
    await runJobRetry(id, command.optsWithGlobals<RunOptions>(), deps);
  });
  const adopt = jobs
    .command("adopt <job> <task_id>")
    .description("Go on with a task that you found at the service for a job in `unknown`");
  addServiceFlags(adopt).option(...JSON_FLAG);
  addConnectionFlags(adopt).action(async (id: string, taskId: string, _: unknown, command: Command) => {
    const { runJobAdopt } = await import("../engine-runs.ts");
    await runJobAdopt({ id, taskId }, command.optsWithGlobals<RunOptions>(), deps);
  });
}
