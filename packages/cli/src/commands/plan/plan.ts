import { JSON_FLAG } from "../../session/connection-flags.ts";
import { ROUTE_CHOICE_FLAGS, STRICT_FLAG } from "../../session/engine-flags.ts";
import type { CommandRow } from "../command-row.ts";

const EXAMPLES = `
Exit codes: 0 valid, 2 has mistakes, 1 failure. With --detailed-exitcode a valid plan that would buy something exits 20.

Examples:
  kling plan batch.yaml
  kling plan batch.yaml --diff plan.json
  kling plan batch.yaml -o plan.json && kling approve plan.json && kling run plan.json`;

/** \`kling plan\`. */
export const planRow: CommandRow = {
  words: ["plan"],
  operands: "<file>",
  summary:
    "Compile, check and price a batch (YAML, JSON or a saved plan): no key, no network, nothing is sent",
  flags: [
    ["-o, --output <file>", "save the plan, for approve and run"],
    ["--purpose <text>", "label under which the creates are counted together"],
    ["--diff <old>", "show what differs from an earlier plan or batch: requests, fields and price"],
    [
      "--detailed-exitcode",
      "exit 20 when the plan is valid and would buy something, or with --diff when it differs",
    ],
    [
      "--store <address>",
      "show which videos were bought before: a SQLite file or postgres://…; also KLING_STORE",
    ],
    ...ROUTE_CHOICE_FLAGS,
    ["--compare", "show every route of every service for each request, with price and what it refuses"],
    STRICT_FLAG,
    JSON_FLAG,
  ],
  help: EXAMPLES,
  load: async () => (await import("./plan-run.ts")).runPlan,
};
