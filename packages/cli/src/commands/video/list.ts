import { LEGACY_PAGE_NUMBER, LEGACY_PAGE_SIZE } from "@klingkit/spec/plain";
import { CONNECTION_FLAGS } from "../../session/connection-flags.ts";
import { STORE_FLAG } from "../../session/engine-flags.ts";
import { LIST_FIELDS } from "../../tasks/list-fields.ts";
import { TASK_TYPE_NAMES } from "../../tasks/task-types.ts";
import type { CommandRow } from "../command-row.ts";

/** \`kling video list\`. */
export const listRow: CommandRow = {
  words: ["video", "list"],
  summary: "List tasks of every product and tool, newest first",
  flags: [
    [
      "-l, --limit <count>",
      `tasks to show, ${LEGACY_PAGE_SIZE.min} to ${LEGACY_PAGE_SIZE.max}`,
      String(LEGACY_PAGE_SIZE.default),
    ],
    ["-p, --page <number>", "page, from 1", String(LEGACY_PAGE_NUMBER.default)],
    ["-t, --type <type>", `only this task type: ${TASK_TYPE_NAMES} (default: all)`],
    STORE_FLAG,
    ["--json [fields]", `print JSON, or only these fields: ${LIST_FIELDS.join(",")}`],
    ...CONNECTION_FLAGS,
  ],
  load: async () => (await import("./list-run.ts")).runList,
};
