import { JSON_FLAG } from "../../session/connection-flags.ts";
import { STORE_FLAG } from "../../session/engine-flags.ts";
import type { CommandRow } from "../command-row.ts";

const EXAMPLES = `
Examples:
  kling routes --state hypothesis
  kling routes --report > status.md
  kling routes promote j0mwpxkuew4rqq9fn95`;

/** `kling routes`, and what turns a purchase into evidence. */
export const ROUTES_ROWS: readonly CommandRow[] = [
  {
    words: ["routes"],
    summary: "Show every route (operation × model) and its evidence; promote one",
    flags: [
      ["--state <state>", "only verified, documented, hypothesis, legacy or retired ones"],
      ["--report", "print a status page as Markdown"],
      STORE_FLAG,
      [
        "--json [fields]",
        "print JSON, or only these fields: route,state,family,capability,model,path,evidence",
      ],
    ],
    help: EXAMPLES,
    load: async () => (await import("./routes-run.ts")).runRoutes,
  },
  {
    words: ["routes", "promote"],
    operands: "<job>",
    summary: "record that a job proved its route: its task succeeded, and an approval paid for it",
    flags: [["--by <name>", "who says so (default: the user of this machine)"], STORE_FLAG, JSON_FLAG],
    load: async () => (await import("./promote-run.ts")).runPromote,
  },
];
