import { CONNECTION_FLAGS } from "../../session/connection-flags.ts";
import type { Flag } from "../../session/flag.ts";
import type { CommandRow } from "../command-row.ts";

const PERIOD_FLAGS: readonly Flag[] = [
  ["--days <count>", "Days to look back, 1 to 365", "30"],
  ["--key <names>", "Show only tasks of API keys with these names, separated by commas"],
];

const LIST_FLAGS: readonly Flag[] = [
  ...PERIOD_FLAGS,
  ["--limit <count>", "Entries to show, 1 to 10000", "50"],
  ["--json [fields]", "Print JSON, or only these fields of an entry"],
];

/** `kling account units`. */
export const unitsRow: CommandRow = {
  words: ["account", "units"],
  summary: "List what each task took from the resource packs, newest first",
  flags: [
    ...LIST_FLAGS,
    ["--product <names>", "Show only these kinds of units: video, image, try-on"],
    ["--pack <name>", "Show only what this pack paid for"],
    ["--pack-id <id>", "Show only what the pack with this ID paid for; excludes --pack"],
    ...CONNECTION_FLAGS,
  ],
  load: async () => (await import("./ledgers-run.ts")).runUnits,
};

/** `kling account cash`. */
export const cashRow: CommandRow = {
  words: ["account", "cash"],
  summary: "List what each task took from the cash balance, newest first",
  flags: [...LIST_FLAGS, ...CONNECTION_FLAGS],
  load: async () => (await import("./ledgers-run.ts")).runCash,
};
