import { LEGACY_PAGE_NUMBER, LEGACY_PAGE_SIZE } from "@klingkit/spec/plain";
import type { Command } from "commander";
import type { Deps } from "../../deps.ts";
import type { StoreOptions } from "../../jobs/store-address.ts";
import { addConnectionFlags } from "../../session/connection-flags.ts";
import { STORE_FLAG } from "../../session/engine-flags.ts";
import type { ConnectionOptions } from "../../session/settings.ts";
import { LIST_FIELDS } from "../../tasks/list-fields.ts";
import { TASK_TYPE_NAMES } from "../../tasks/task-types.ts";
import type { OutputOptions } from "../../terminal/output.ts";

export interface ListOptions extends OutputOptions, ConnectionOptions, StoreOptions {
  readonly limit: string;
  readonly page: string;
  readonly type?: string;
}

/** \`kling video list\`. */
export function defineList(program: Command, deps: Deps): void {
  const command = program
    .command("list")
    .description("List tasks of every product and tool, newest first")
    .option(
      "-l, --limit <count>",
      `tasks to show, ${LEGACY_PAGE_SIZE.min} to ${LEGACY_PAGE_SIZE.max}`,
      String(LEGACY_PAGE_SIZE.default),
    )
    .option("-p, --page <number>", "page, from 1", String(LEGACY_PAGE_NUMBER.default))
    .option("-t, --type <type>", `only this task type: ${TASK_TYPE_NAMES} (default: all)`)
    .option(...STORE_FLAG)
    .option("--json [fields]", `print JSON, or only these fields: ${LIST_FIELDS.join(",")}`);
  addConnectionFlags(command).action(async (options: ListOptions) => {
    const { runList } = await import("../runs.ts");
    await runList(options, deps);
  });
}
