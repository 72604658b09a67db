import { LEGACY_PAGE_NUMBER, LEGACY_PAGE_SIZE } from "@klingkit/spec";
import type { Command } from "commander";
import type { Deps } from "../../deps.ts";
import { addConnectionFlags } from "../../session/connection-flags.ts";
import type { ConnectionOptions } from "../../session/settings.ts";
import { TASK_TYPE_NAMES } from "../../tasks/task-types.ts";
import type { OutputOptions } from "../../terminal/output.ts";

export interface ListOptions extends OutputOptions, ConnectionOptions {
  readonly limit: string;
  readonly page: string;
  readonly type: string;
}

/** \`kling video list\`. */
export function defineList(program: Command, deps: Deps): void {
  const command = program
    .command("list")
    .description("List tasks, newest first")
    .option(
      "-l, --limit <count>",
      `tasks to show, ${LEGACY_PAGE_SIZE.min} to ${LEGACY_PAGE_SIZE.max}`,
      String(LEGACY_PAGE_SIZE.default),
    )
    .option("-p, --page <number>", "page, from 1", String(LEGACY_PAGE_NUMBER.default))
    .option("-t, --type <type>", `task type: ${TASK_TYPE_NAMES}`, "create")
    .option("--json [fields]", "print JSON, or only these fields: task_id,status,created_at");
  addConnectionFlags(command).action(async (options: ListOptions) => {
    const { runList } = await import("./list-run.ts");
    await runList(options, deps);
  });
}
