import { BATCH_MEANING } from "../../session/batch-meaning.ts";
import { JSON_FLAG } from "../../session/connection-flags.ts";
import { STORE_FLAG } from "../../session/engine-flags.ts";
import type { CommandRow } from "../command-row.ts";

/** \`kling ledger\`. */
export const ledgerRow: CommandRow = {
  words: ["ledger"],
  summary: "Money record, newest first: reserved, settled and released units of every job",
  flags: [
    ["--batch <batch>", `only the jobs of a batch: ${BATCH_MEANING}`],
    ["--limit <count>", "most entries, 1 to 10000", "50"],
    STORE_FLAG,
    JSON_FLAG,
  ],
  load: async () => (await import("./ledger-run.ts")).runLedger,
};

/** \`kling budget\`. */
export const budgetRow: CommandRow = {
  words: ["budget"],
  summary: "Units spent and held, per account, today (UTC) and in all, beside the limits of a policy",
  flags: [["--policy <file>", "policy whose limits are shown; also KLING_POLICY"], STORE_FLAG, JSON_FLAG],
  load: async () => (await import("./budget-run.ts")).runBudget,
};
