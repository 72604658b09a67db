import { ALLOW_HOST_FLAG } from "../../session/allow-hosts.ts";
import { CONNECTION_FLAGS, JSON_FLAG } from "../../session/connection-flags.ts";
import { CALLBACK_FLAGS, QUOTA_FLAG, STORE_FLAG } from "../../session/engine-flags.ts";
import type { CommandRow } from "../command-row.ts";

const EXAMPLES = `
A worker approves nothing: it runs the jobs that \`kling run\` has made. Start as many as you want, on one file or, with
postgres://, on many machines. Ctrl-C or SIGTERM finishes the current steps and exits 0; a second one ends at once.
With --until-idle the exit code is that of \`kling resume\`, such as 1 for jobs that wait for you.
Keep the database's password out of the command line: use KLING_STORE, PGPASSWORD or ~/.pgpass.

Examples:
  kling run plan.json --detach --store postgres://kling@db.example/videos
  kling worker --store postgres://kling@db.example/videos --output-dir /srv/videos
  kling worker --listen 8787 --public-url https://hooks.example
  kling worker --until-idle`;

/** \`kling worker\`. */
export const workerRow: CommandRow = {
  words: ["worker"],
  summary: "Process all jobs of this account until stopped",
  flags: [
    ["--until-idle", "Stop when nothing is left to do, for cron and CI"],
    ["--output-dir <folder>", "Folder for all files, named with the job (default: as in `kling run`)"],
    ["--policy <file>", "Policy file whose limits apply (env: KLING_POLICY)"],
    QUOTA_FLAG,
    STORE_FLAG,
    JSON_FLAG,
    ALLOW_HOST_FLAG,
    ...CALLBACK_FLAGS,
    ...CONNECTION_FLAGS,
  ],
  help: EXAMPLES,
  load: async () => (await import("./worker-run.ts")).runWorker,
};
