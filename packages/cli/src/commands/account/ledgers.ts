import { CONNECTION_FLAGS } from "../../session/connection-flags.ts";
import type { Flag } from "../../session/flag.ts";
import type { CommandRow } from "../command-row.ts";

const PERIOD_FLAGS: readonly Flag[] = [
  ["--days <count>", "tasks of the last days, 1 to 365", "30"],
  ["--key <names>", "only tasks of the API keys with these names, with commas between them"],
];

const LIST_FLAGS: readonly Flag[] = [
  ...PERIOD_FLAGS,
  ["--limit <count>", "most entries, 1 to 10000", "50"],
  ["--json [fields]", "print JSON, or only these fields of an entry"],
];

/** `kling account units`. */
export const unitsRow: CommandRow = {
  words: ["account", "units"],
  summary: "List what each task took from the resource packs, newest first",
  flags: [
    ...LIST_FLAGS,
    ["--product <names>", "only these kinds of units: video, image, try-on"],
    ["--pack <name>", "only what this pack paid for"],
    ["--pack-id <id>", "only what the pack with this id paid for; not together with --pack"],
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
