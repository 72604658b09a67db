import { BATCH_MEANING } from "../../session/batch-meaning.ts";
import { JSON_FLAG } from "../../session/connection-flags.ts";
import { STORE_FLAG } from "../../session/engine-flags.ts";
import type { CommandRow } from "../command-row.ts";

/** \`kling ledger\`. */
export const ledgerRow: CommandRow = {
  words: ["ledger"],
  summary: "List reserved, settled and released units of all jobs, newest first",
  flags: [
    ["--batch <batch>", `Show only the jobs of a batch: ${BATCH_MEANING}`],
    ["--limit <count>", "Entries to show, 1 to 10000", "50"],
    STORE_FLAG,
    ["--json [fields]", "Print JSON, or only these fields of each entry"],
  ],
  load: async () => (await import("./ledger-run.ts")).runLedger,
};

/** \`kling budget\`. */
export const budgetRow: CommandRow = {
  words: ["budget"],
  summary: "Show units spent and reserved, by account and by purpose, with limits",
  flags: [
    ["--purpose <text>", "Show only what this purpose cost, in units and US$ at list price"],
    ["--policy <file>", "Policy file whose limits are shown (env: KLING_POLICY)"],
    STORE_FLAG,
    JSON_FLAG,
  ],
  load: async () => (await import("./budget-run.ts")).runBudget,
};
