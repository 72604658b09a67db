import { JSON_FLAG } from "../../session/connection-flags.ts";
import { ROUTE_CHOICE_FLAGS, STRICT_FLAG } from "../../session/engine-flags.ts";
import type { CommandRow } from "../command-row.ts";

const EXAMPLES = `
Exit codes: 0 valid, 2 has mistakes, 1 failure. With --detailed-exitcode, a valid plan that would buy something exits 20.

Examples:
  kling plan examples/batch.yaml
  kling plan batch.yaml --diff plan.json
  kling plan batch.yaml -o plan.json && kling approve plan.json && kling run plan.json`;

/** \`kling plan\`. */
export const planRow: CommandRow = {
  words: ["plan"],
  operands: "<file>",
  summary: "Check and price a batch or a saved plan; no key, sends nothing",
  flags: [
    ["-o, --output <file>", "Save the plan for `kling approve` and `kling run`"],
    ["--purpose <text>", "Label that create requests are counted under"],
    ["--diff <old>", "Compare with an earlier plan or batch: requests, fields, price"],
    ["--detailed-exitcode", "Exit 20 if the plan would buy something, or differs with --diff"],
    ["--store <address>", "Store that shows what was bought before (default: that of `kling run`)"],
    ...ROUTE_CHOICE_FLAGS,
    ["--compare", "Compare all routes of each request: price, and what they refuse"],
    STRICT_FLAG,
    JSON_FLAG,
  ],
  help: EXAMPLES,
  load: async () => (await import("./plan-run.ts")).runPlan,
};
