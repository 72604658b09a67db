import type { Command } from "commander";
import type { Deps } from "../../deps.ts";
import { type AllowHostOptions, addAllowHostFlag } from "../../session/allow-hosts.ts";
import { addConnectionFlags, JSON_FLAG } from "../../session/connection-flags.ts";
import { STORE_FLAG } from "../../session/engine-flags.ts";
import { TASK_TYPE_NAMES } from "../../tasks/task-types.ts";
import type { StatusOptions } from "./status.ts";

export interface DownloadOptions extends Omit<StatusOptions, "wait" | "timeout">, AllowHostOptions {
  readonly output?: string;
  readonly format?: string;
  readonly watermark?: boolean;
}

const EXAMPLES = `
Examples:
  kling video download 867283741759111202 -o fox.mp4
  kling video download 867283741759111202 --type add-sound --format mp3 -o fox.mp3`;

/** \`kling video download\`. */
export function defineDownload(program: Command, deps: Deps): void {
  const command = program
    .command("download [task_id]")
    .description("Download the result of a finished task")
    .option("-o, --output <file>", "where to write it (required); folders are made")
    .option("-t, --type <type>", `task type: ${TASK_TYPE_NAMES} (default: any with an API key, else create)`)
    .option("--format <format>", "video, mp3 or wav; mp3 and wav with --type add-sound only", "video")
    .option("--watermark", "the version with a watermark")
    .option("--external", "the id is an external task id")
    .option(...STORE_FLAG)
    .option(...JSON_FLAG);
  addAllowHostFlag(command);
  addConnectionFlags(command)
    .addHelpText("after", EXAMPLES)
    .action(async (taskId: string | undefined, options: DownloadOptions) => {
      const { runDownload } = await import("../reads.ts");
      await runDownload(taskId, options, deps);
    });
}
