import { LEGACY_PAGE_NUMBER, LEGACY_PAGE_SIZE } from "@klingkit/spec/plain";
import type { Deps } from "../../deps.ts";
import { CONNECTION_FLAGS } from "../../session/connection-flags.ts";
import { STORE_FLAG } from "../../session/engine-flags.ts";
import { listWordOf, type TaskGroup, typeNames } from "../../session/task-types.ts";
import { LIST_FIELDS } from "../../tasks/list-fields.ts";
import type { CommandRow } from "../command-row.ts";
import type { ListOptions } from "./list-run.ts";

/** \`kling video list\`, which lists all, and the tasks of another group. */
export const listRow = (group: TaskGroup): CommandRow => ({
  words: [group, listWordOf(group)],
  summary:
    group === "video"
      ? "List tasks of every product and tool, newest first"
      : `List ${group} tasks of every tool, newest first`,
  flags: [
    [
      "-l, --limit <count>",
      `Tasks to show, ${LEGACY_PAGE_SIZE.min} to ${LEGACY_PAGE_SIZE.max}`,
      String(LEGACY_PAGE_SIZE.default),
    ],
    ["-p, --page <number>", "Page number, from 1", String(LEGACY_PAGE_NUMBER.default)],
    ["-t, --type <type>", `Task type: ${typeNames(group === "video" ? undefined : group)} (default: all)`],
    STORE_FLAG,
    ["--json [fields]", `Print JSON, or only these fields: ${LIST_FIELDS.join(",")}`],
    ...CONNECTION_FLAGS,
  ],
  load: async () => {
    const { runList } = await import("./list-run.ts");
    return (options: ListOptions, deps: Deps) => runList({ ...options, group }, deps);
  },
});
