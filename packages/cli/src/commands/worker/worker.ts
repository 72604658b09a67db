import type { Command } from "commander";
import type { Deps } from "../../deps.ts";
import type { CallbackOptions } from "../../jobs/open-callbacks.ts";
import type { StoreOptions } from "../../jobs/store-address.ts";
import { type AllowHostOptions, addAllowHostFlag } from "../../session/allow-hosts.ts";
import { addConnectionFlags, JSON_FLAG } from "../../session/connection-flags.ts";
import { addCallbackFlags, QUOTA_FLAG, STORE_FLAG } from "../../session/engine-flags.ts";
import type { ConnectionOptions } from "../../session/settings.ts";
import type { OutputOptions } from "../../terminal/output.ts";

export interface WorkerOptions
  extends OutputOptions,
    ConnectionOptions,
    StoreOptions,
    CallbackOptions,
    AllowHostOptions {
  readonly outputDir?: string;
  readonly policy?: string;
  readonly quota?: string;
  readonly untilIdle?: boolean;
}

const EXAMPLES = `
A worker approves nothing: it runs the jobs that \`kling run\` has made. Start as many as you want, on one file or, with
postgres://, on many machines. Ctrl-C or SIGTERM finishes the current steps and exits 0; a second one ends at once.
Keep the database's password out of the command line: use KLING_STORE, PGPASSWORD or ~/.pgpass.

Examples:
  kling run plan.json --detach --store postgres://kling@db.example/videos
  kling worker --store postgres://kling@db.example/videos --output-dir /srv/videos
  kling worker --listen 8787 --public-url https://hooks.example
  kling worker --until-idle`;

/** \`kling worker\`. */
export function defineWorker(program: Command, deps: Deps): void {
  const command = program
    .command("worker")
    .description("Run the jobs of this account, whichever command made them, until stopped")
    .option("--until-idle", "end when nothing is left to do, for cron and CI")
    .option(
      "--output-dir <folder>",
      "put all files here, named with the job (default: where `run` wanted them)",
    )
    .option("--policy <file>", "its limits hold; also KLING_POLICY")
    .option(...QUOTA_FLAG)
    .option(...STORE_FLAG)
    .option(...JSON_FLAG);
  addAllowHostFlag(command);
  addCallbackFlags(command);
  addConnectionFlags(command)
    .addHelpText("after", EXAMPLES)
    .action(async (options: WorkerOptions) => {
      const { runWorker } = await import("../engine-runs.ts");
      await runWorker(options, deps);
    });
}
