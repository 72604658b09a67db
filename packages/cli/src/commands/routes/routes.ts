import type { CommandRow } from "../command-row.ts";

/** \`kling routes\`. */
export const routesRow: CommandRow = {
  words: ["routes"],
  summary: "Show every route (operation × model) and its evidence",
  flags: [
    ["--state <state>", "only verified, documented, hypothesis, legacy or retired ones"],
    [
      "--json [fields]",
      "print JSON, or only these fields: route,state,family,capability,model,path,evidence",
    ],
  ],
  load: async () => (await import("./routes-run.ts")).runRoutes,
};
