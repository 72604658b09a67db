import type { Deps } from "../../deps.ts";
import { CONNECTION_FLAGS, JSON_FLAG } from "../../session/connection-flags.ts";
import { STORE_FLAG } from "../../session/engine-flags.ts";
import { defaultTypeOf, type TaskGroup, typeNames } from "../../session/task-types.ts";
import type { CommandRow } from "../command-row.ts";
import { TIMEOUT_FLAG } from "../wait/wait.ts";
import type { StatusOptions } from "./status-run.ts";

const examplesOf = (group: TaskGroup): string => `
Exit 0 when the task succeeded, 8 while it is still running, 6 or 7 when it failed.

Examples:
  kling ${group} status 867283741759111202
  kling ${group} status 867283741759111202 --type ${group === "video" ? "image2video" : defaultTypeOf(group)} -v
  kling ${group} status 867283741759111202 --wait`;

/** \`kling video status\`, and the same for the tasks of another group. */
export const statusRow = (group: TaskGroup): CommandRow => ({
  words: [group, "status"],
  operands: "[task_id]",
  summary: "Show how far a task is",
  flags: [
    ["-t, --type <type>", `Task type: ${typeNames(group)} (default: any)`],
    ["-v, --verbose", "Show the links to the results, too"],
    ["--external", "Read the ID as an external task ID"],
    ["-w, --wait", "Wait until the task has ended, as `kling wait` does"],
    TIMEOUT_FLAG,
    STORE_FLAG,
    JSON_FLAG,
    ...CONNECTION_FLAGS,
  ],
  help: examplesOf(group),
  load: async () => {
    const { runStatus } = await import("./status-run.ts");
    return (taskId: string | undefined, options: StatusOptions, deps: Deps) =>
      runStatus(taskId, { ...options, group }, deps);
  },
});
