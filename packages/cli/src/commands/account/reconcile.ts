import { CONNECTION_FLAGS, JSON_FLAG } from "../../session/connection-flags.ts";
import { SERVICE_FLAGS } from "../../session/engine-flags.ts";
import type { CommandRow } from "../command-row.ts";

/** `kling account reconcile`. */
export const reconcileRow: CommandRow = {
  words: ["account", "reconcile"],
  summary: "Compare the ledger of this store with Kling's, task by task",
  flags: [
    ["--days <count>", "Days to look back, 1 to 365", "30"],
    ["--only-jobs", "Leave out tasks that no job of this store made"],
    [
      "--lag <hours>",
      "Hours that the service's ledgers may be behind, 0 to 168 (default: 12, with an emulator 0)",
    ],
    ...SERVICE_FLAGS,
    JSON_FLAG,
    ...CONNECTION_FLAGS,
  ],
  help: "\nReads only: no record is changed. Exits 1 with `ledgers_differ` where the two do not agree. Higgsfield has no ledger that can be read.",
  load: async () => (await import("./reconcile-run.ts")).runReconcile,
};
