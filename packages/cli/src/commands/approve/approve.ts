import { CONNECTION_FLAGS, JSON_FLAG } from "../../session/connection-flags.ts";
import { ROUTE_CHOICE_FLAGS, STORE_FLAG } from "../../session/engine-flags.ts";
import type { CommandRow } from "../command-row.ts";

const EXAMPLES = `
An approval is for exactly this plan and can be used once. It sends nothing.

Examples:
  kling approve plan.json --by ana
  kling approve plan.json --max-units 12 --expires 2h --yes`;

/** \`kling approve\`. */
export const approveRow: CommandRow = {
  words: ["approve"],
  operands: "<plan>",
  summary: "Approve a plan: who, for what, how much, until when",
  flags: [
    ["--by <name>", "name of the person who approves (default: the user of this machine)"],
    ["--purpose <text>", "the plan's purpose, to make sure that it is the one you mean"],
    ["--max-creates <count>", "most creates (default: the plan's)"],
    [
      "--max-units <units>",
      "most units: `12`, for others `usd=1.50` or `image=3`, or `any` (default: the plan's)",
    ],
    ["--expires <time>", "for how long, such as 30m, 24h or 7d", "24h"],
    ...ROUTE_CHOICE_FLAGS,
    ["-y, --yes", "do not ask"],
    ["--again", "approve the whole plan for `kling run --again`, whatever was bought before"],
    STORE_FLAG,
    JSON_FLAG,
    ...CONNECTION_FLAGS,
  ],
  help: EXAMPLES,
  load: async () => (await import("./approve-run.ts")).runApprove,
};
