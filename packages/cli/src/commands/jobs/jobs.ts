import type { Command } from "commander";
import type { Deps } from "../../deps.ts";
import { usageError } from "../../errors/cli-error.ts";
import type { StoreOptions } from "../../jobs/store-address.ts";
import { addAllowHostFlag } from "../../session/allow-hosts.ts";
import { addConnectionFlags, JSON_FLAG } from "../../session/connection-flags.ts";
import { addApprovalFlags, addServiceFlags, QUOTA_FLAG, STORE_FLAG } from "../../session/engine-flags.ts";
import { TASK_TYPE_NAMES } from "../../tasks/task-types.ts";
import type { OutputOptions } from "../../terminal/output.ts";
import type { RunOptions } from "../run/run.ts";

export interface JobsOptions extends OutputOptions, StoreOptions {
  readonly state?: string;
  readonly batch?: string;
  readonly limit: string;
}

export interface JobOptions extends OutputOptions, StoreOptions {}

export interface JobShowOptions extends JobOptions {
  readonly all?: boolean;
}

export interface AdoptOptions extends RunOptions {
  readonly type?: string;
  readonly external?: boolean;
  readonly output?: string;
}

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
    .option("--state <states>", "only these states, as they are shown or stored, such as waiting,done")
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
  define("show <job>", "history: payload hash, what was sent and answered, ledger, file")
    .option("--all", "show every event and ledger entry, however many there are")
    .action(async (id: string, _: unknown, command: Command) => {
      const { runJobShow } = await import("../book-runs.ts");
      await runJobShow(id, command.optsWithGlobals(), deps);
    });
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

/** `TASK_ID`, or `JOB TASK_ID`. */
function readAdoption(ids: readonly string[]): { readonly id: string | undefined; readonly taskId: string } {
  const [first = "", second, ...more] = ids;
  if (more.length > 0) throw usageError("usage_error", "jobs adopt takes a job and a task, or a task alone.");
  return second === undefined ? { id: undefined, taskId: first } : { id: first, taskId: second };
}

function defineServiceCommands(jobs: Command, deps: Deps): void {
  const retry = jobs
    .command("retry <job>")
    .description("Buy the video of a job again, as a new job; needs an approval of its own")
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
    .command("adopt <ids...>")
    .usage("[options] [job] <task_id>")
    .description("Attach a task to a job in `unknown`; without a job, make a job of another tool's task")
    .option(
      "-o, --output <file>",
      "without a job: where `kling resume` puts the video (default: TASK_ID.mp4)",
    )
    .option("--purpose <text>", "without a job: label under which it is counted (default: adopted)")
    .option("-t, --type <type>", `without a job: task type: ${TASK_TYPE_NAMES}`)
    .option("--external", "without a job: the id is an external task id");
  addServiceFlags(adopt).option(...JSON_FLAG);
  addConnectionFlags(adopt).action(async (ids: readonly string[], _: unknown, command: Command) => {
    const { runJobAdopt } = await import("../engine-runs.ts");
    const options = command.optsWithGlobals<AdoptOptions>();
    await runJobAdopt(readAdoption(ids), options, deps);
  });
}
