import { JSON_FLAG } from "../../session/connection-flags.ts";
import { STORE_FLAG } from "../../session/engine-flags.ts";
import type { Flag } from "../../session/flag.ts";
import type { CommandRow } from "../command-row.ts";

const EXAMPLES = `
Examples:
  kling events list --events task.failed,task.content-policy
  kling events show evt_3f9a1c07b2de_42_mwpn8abc
  kling events resend evt_3f9a1c07b2de_42_mwpn8abc --to http://127.0.0.1:3000/hooks`;

const LIST_FLAGS: readonly Flag[] = [
  ["-e, --events <types>", "Event types, separated by commas (default: all)"],
  ["--job <id>", "Show only the events of this job"],
  ["--limit <count>", "Events to show, 1 to 10000", "50"],
  ["--before <id>", "Show only events older than this one"],
  STORE_FLAG,
  JSON_FLAG,
];

/** \`kling events\`: what happened to tasks, and sending it again. */
export const EVENTS_ROWS: readonly CommandRow[] = [
  {
    words: ["events"],
    summary: "List, show and resend what happened to tasks",
    flags: LIST_FLAGS,
    load: async () => (await import("./events-run.ts")).runEventsList,
  },
  {
    words: ["events", "list"],
    summary: "List events, newest first",
    flags: LIST_FLAGS,
    help: EXAMPLES,
    load: async () => (await import("./events-run.ts")).runEventsList,
  },
  {
    words: ["events", "show"],
    operands: "<id>",
    summary: "Show an event as receivers get it, without links, and its failed deliveries",
    flags: [STORE_FLAG, JSON_FLAG],
    load: async () => (await import("./events-run.ts")).runEventsShow,
  },
  {
    words: ["events", "resend"],
    operands: "<id>",
    summary: "Send an event again, under the same ID, whether a listener runs or not",
    flags: [
      ["--to <url>", "URL of the receiver (default: the last of `kling listen --forward-to`)"],
      STORE_FLAG,
      JSON_FLAG,
    ],
    load: async () => (await import("./resend-run.ts")).runEventsResend,
  },
];
