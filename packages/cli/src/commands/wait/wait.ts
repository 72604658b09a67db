import type { Deps } from "../../deps.ts";
import { CONNECTION_FLAGS, JSON_FLAG } from "../../session/connection-flags.ts";
import { STORE_FLAG } from "../../session/engine-flags.ts";
import { type TaskGroup, typeNames } from "../../session/task-types.ts";
import type { CommandRow } from "../command-row.ts";
import type { WaitOptions } from "./wait-run.ts";

export const TIMEOUT_FLAG = [
  "--timeout <seconds>",
  "Most seconds to wait, up to 86400 (default: 1800)",
] as const;

const EXAMPLES = `
Waits for tasks of any tool, and for jobs of the store. Sends no create and fetches no file.
Exit 0 when all succeeded, 8 while one is still running at the end of --timeout, 6 or 7 when one failed.

Examples:
  kling wait 867283741759111202
  kling wait 867283741759111202 j0mwpxkuew4rqq9fn95 --timeout 600
  kling wait order-17 --external`;

/** \`kling wait\`, and the same as \`kling video wait\`. */
export const waitRow: CommandRow = {
  words: ["wait"],
  operands: "[ids...]",
  summary: "Wait until tasks or jobs have ended",
  flags: [
    ["-t, --type <type>", `Task type: ${typeNames()} (default: any)`],
    TIMEOUT_FLAG,
    ["-v, --verbose", "Show the links to the results, too"],
    ["--external", "Read the IDs as external task IDs"],
    STORE_FLAG,
    JSON_FLAG,
    ...CONNECTION_FLAGS,
  ],
  help: EXAMPLES,
  load: async () => (await import("./wait-run.ts")).runWait,
};

/** The same for the tasks of a group, such as `kling image wait`. */
export const waitRowOf = (group: TaskGroup): CommandRow => ({
  ...waitRow,
  words: [group, "wait"],
  load: async () => {
    const { runWait } = await import("./wait-run.ts");
    return (ids: readonly string[], options: WaitOptions, deps: Deps) =>
      runWait(ids, { ...options, group }, deps);
  },
});
