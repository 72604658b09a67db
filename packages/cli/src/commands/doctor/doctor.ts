import { CONNECTION_FLAGS, JSON_FLAG } from "../../session/connection-flags.ts";
import { STORE_FLAG } from "../../session/engine-flags.ts";
import type { CommandRow } from "../command-row.ts";

/** \`kling doctor\`. */
export const doctorRow: CommandRow = {
  words: ["doctor"],
  summary: "Check credentials, region, reachability, clock and packs; spends nothing",
  flags: [
    ["--metrics", "show instead what was sent, by operation: requests, failures, bytes, time; asks nobody"],
    STORE_FLAG,
    JSON_FLAG,
    ...CONNECTION_FLAGS,
  ],
  load: async () => (await import("./doctor-run.ts")).runDoctor,
};
