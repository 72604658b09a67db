import { CONNECTION_FLAGS, JSON_FLAG } from "../../session/connection-flags.ts";
import { STORE_FLAG } from "../../session/engine-flags.ts";
import type { CommandRow } from "../command-row.ts";

/** \`kling doctor\`. */
export const doctorRow: CommandRow = {
  words: ["doctor"],
  summary: "Check credentials, region, network, clock and packs; spends nothing",
  flags: [
    ["--metrics", "Show what was sent, by operation: requests, failures, bytes, time"],
    ["--service <name>", "Service to check: kling or higgsfield (default: each whose key is set)"],
    STORE_FLAG,
    JSON_FLAG,
    ...CONNECTION_FLAGS,
  ],
  load: async () => (await import("./doctor-run.ts")).runDoctor,
};
