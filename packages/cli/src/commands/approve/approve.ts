import { CONNECTION_FLAGS, JSON_FLAG } from "../../session/connection-flags.ts";
import { ROUTE_CHOICE_FLAGS, STORE_FLAG } from "../../session/engine-flags.ts";
import type { CommandRow } from "../command-row.ts";

const EXAMPLES = `
An approval is for exactly this plan and can be used once. It sends nothing.
Without a terminal it approves at once.

Examples:
  kling approve plan.json --by ana
  kling approve plan.json --max-units 12 --expires 2h --yes`;

/** \`kling approve\`. */
export const approveRow: CommandRow = {
  words: ["approve"],
  operands: "<plan>",
  summary: "Approve a plan once, with a limit, a purpose and an expiry time",
  flags: [
    ["--by <name>", "Name of the person who approves (default: your user name)"],
    ["--purpose <text>", "Purpose that the plan must have, so that you approve the one you mean"],
    ["--max-creates <count>", "Most create requests (default: those of the plan)"],
    ["--max-units <units>", "Most units: 12, usd=1.50, image=3, or any (default: those of the plan)"],
    ["--expires <time>", "Time until the approval expires, such as 30m, 24h or 7d", "24h"],
    ["--policy <file>", "Warn if the plan exceeds a limit of this policy file (env: KLING_POLICY)"],
    ...ROUTE_CHOICE_FLAGS,
    ["-y, --yes", "Approve without asking"],
    ["--again", "Approve the whole plan again, for `kling run --again`"],
    ["--emulated", "Approve for `kling run` or `kling mcp` with --emulated, whatever key is set"],
    STORE_FLAG,
    JSON_FLAG,
    ...CONNECTION_FLAGS,
  ],
  help: EXAMPLES,
  load: async () => (await import("./approve-run.ts")).runApprove,
};
