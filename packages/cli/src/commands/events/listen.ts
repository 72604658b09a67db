import { CONNECTION_FLAGS } from "../../session/connection-flags.ts";
import { CALLBACK_FLAGS, STORE_FLAG } from "../../session/engine-flags.ts";
import type { CommandRow } from "../command-row.ts";

const EXAMPLES = `
Reports what happens to the tasks of every job in the store: task.submitted, task.processing, task.succeeded, task.downloaded,
task.failed, task.content-policy, task.rejected, task.canceled, task.expired, task.unknown.
It reads tasks, which it shares with run and worker, and buys nothing. Your server gets each event at least once, in order for each
task, signed as Standard Webhooks says. What it does not take is sent again after growing pauses, also after a restart.

Examples:
  kling listen
  kling listen --forward-to http://127.0.0.1:3000/hooks
  kling listen --forward-to http://127.0.0.1:3000/hooks --events task.downloaded,task.failed --since 1h
  kling listen --print-secret`;

/** \`kling listen\`. */
export const listenRow: CommandRow = {
  words: ["listen"],
  summary: "Report what happens to tasks, and forward it to your server",
  flags: [
    ["-f, --forward-to <url>", "Send each event to this URL, such as http://127.0.0.1:3000/hooks"],
    ["-e, --events <types>", "Event types, separated by commas (default: all)"],
    [
      "--since <start>",
      "Start 1h ago, at a date, or after an event ID (default: where the last run for this URL ended)",
    ],
    ["--print-secret", "Print the signing secret and exit"],
    ["--format <format>", "Format: text, or json with one object per line (default: text on a terminal)"],
    STORE_FLAG,
    ...CALLBACK_FLAGS,
    ...CONNECTION_FLAGS,
  ],
  help: EXAMPLES,
  load: async () => (await import("./listen-run.ts")).runListen,
};
