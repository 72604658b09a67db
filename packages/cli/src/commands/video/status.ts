import { CONNECTION_FLAGS, JSON_FLAG } from "../../session/connection-flags.ts";
import { STORE_FLAG } from "../../session/engine-flags.ts";
import { TASK_TYPE_NAMES } from "../../tasks/task-types.ts";
import type { CommandRow } from "../command-row.ts";
import { TIMEOUT_FLAG } from "../wait/wait.ts";

const EXAMPLES = `
Exit 0 when the task succeeded, 8 while it is still running, 6 or 7 when it failed.

Examples:
  kling video status 867283741759111202
  kling video status 867283741759111202 --type image2video -v
  kling video status 867283741759111202 --wait`;

/** \`kling video status\`. */
export const statusRow: CommandRow = {
  words: ["video", "status"],
  operands: "[task_id]",
  summary: "Show how far a task is",
  flags: [
    ["-t, --type <type>", `task type: ${TASK_TYPE_NAMES} (default: any with an API key, else create)`],
    ["-v, --verbose", "show the links to the results as well"],
    ["--external", "the id is an external task id"],
    ["-w, --wait", "wait until the task has ended, as `kling wait` does"],
    [TIMEOUT_FLAG[0], `with --wait: ${TIMEOUT_FLAG[1]}`],
    STORE_FLAG,
    JSON_FLAG,
    ...CONNECTION_FLAGS,
  ],
  help: EXAMPLES,
  load: async () => (await import("./status-run.ts")).runStatus,
};
