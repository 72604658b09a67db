import { JSON_FLAG } from "../../session/connection-flags.ts";
import { STORE_FLAG } from "../../session/engine-flags.ts";
import type { CommandRow } from "../command-row.ts";

const EXAMPLES = `
Examples:
  kling routes --state unverified
  kling routes --report > status.md
  kling routes promote j0mwpxkuew4rqq9fn95`;

/** `kling routes`, and what turns a purchase into evidence. */
export const ROUTES_ROWS: readonly CommandRow[] = [
  {
    words: ["routes"],
    summary: "List all routes of both services (operation × model) with their evidence",
    flags: [
      ["--state <state>", "Show only verified, documented, unverified, legacy or retired routes"],
      ["--report", "Print a status page as Markdown"],
      STORE_FLAG,
      [
        "--json [fields]",
        "Print JSON, or only these fields: route,state,service,family,capability,model,path,evidence",
      ],
    ],
    help: EXAMPLES,
    load: async () => (await import("./routes-run.ts")).runRoutes,
  },
  {
    words: ["routes", "promote"],
    operands: "<job>",
    summary: "Record that a paid, successful job verifies its route",
    flags: [
      ["--by <name>", "Name of the person who says so (default: your user name)"],
      STORE_FLAG,
      JSON_FLAG,
    ],
    load: async () => (await import("./promote-run.ts")).runPromote,
  },
];
