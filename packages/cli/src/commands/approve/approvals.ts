import { JSON_FLAG } from "../../session/connection-flags.ts";
import { STORE_FLAG } from "../../session/engine-flags.ts";
import type { CommandRow } from "../command-row.ts";

/** \`kling approvals\`. */
export const approvalsRow: CommandRow = {
  words: ["approvals"],
  summary: "List approvals, newest first: by whom, how, for what, and if used",
  flags: [["--limit <count>", "Approvals to show, 1 to 10000", "50"], STORE_FLAG, JSON_FLAG],
  load: async () => (await import("./approvals-run.ts")).runApprovals,
};
