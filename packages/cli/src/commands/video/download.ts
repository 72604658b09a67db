import { ALLOW_HOST_FLAG } from "../../session/allow-hosts.ts";
import { CONNECTION_FLAGS, JSON_FLAG } from "../../session/connection-flags.ts";
import { STORE_FLAG } from "../../session/engine-flags.ts";
import { TASK_TYPE_NAMES } from "../../tasks/task-types.ts";
import type { CommandRow } from "../command-row.ts";

const EXAMPLES = `
Examples:
  kling video download 867283741759111202 -o fox.mp4
  kling video download 867283741759111202 --type add-sound --format mp3 -o fox.mp3`;

/** \`kling video download\`. */
export const downloadRow: CommandRow = {
  words: ["video", "download"],
  operands: "[task_id]",
  summary: "Download the result of a finished task",
  flags: [
    ["-o, --output <file>", "where to write it (required); folders are made"],
    ["-t, --type <type>", `task type: ${TASK_TYPE_NAMES} (default: any with an API key, else create)`],
    ["--format <format>", "video, mp3 or wav; mp3 and wav with --type add-sound only", "video"],
    ["--watermark", "the version with a watermark"],
    ["--external", "the id is an external task id"],
    STORE_FLAG,
    JSON_FLAG,
    ALLOW_HOST_FLAG,
    ...CONNECTION_FLAGS,
  ],
  help: EXAMPLES,
  load: async () => (await import("./download-run.ts")).runDownload,
};
