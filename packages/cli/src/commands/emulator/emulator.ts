import { JSON_FLAG } from "../../session/connection-flags.ts";
import { LOOK_FLAG } from "../../session/emulator-look.ts";
import { REPEATED } from "../../session/flag.ts";
import type { CommandRow } from "../command-row.ts";

const EXAMPLES = `
Examples:
  kling emulator
  kling emulator --port 8787 --speed 20 --data ./emulator-data
  kling emulator --service higgsfield
  kling emulator --webhook-secret whsec_… --concurrency 2`;

/** \`kling emulator\`. */
export const emulatorRow: CommandRow = {
  words: ["emulator"],
  summary: "Run Kling and Higgsfield locally: same APIs, real video files, no cost",
  flags: [
    ["-p, --port <number>", "Port; 0 takes a free one", "8787"],
    ["--service <name>", "Services behind the address: kling, higgsfield or both", "both"],
    ["--speed <factor>", "Speed, as a multiple of the service's", "10"],
    ["--seed <text>", "Seed of everything random"],
    LOOK_FLAG,
    ["--concurrency <count>", "Tasks at once per account, for Kling also per model"],
    ["--webhook-secret <secret>", "Sign callbacks with this secret (repeatable)", REPEATED],
    ["--tls", "Serve https with a temporary certificate"],
    ["--public-url <url>", "Public URL of the emulator, for links to results"],
    [
      "--admin-token <token>",
      "Require this token under /_emulator, and allow any host there (env: KLING_ADMIN_TOKEN)",
    ],
    ["--legacy-models", "Run models that the service has retired, too"],
    ["--strict", "Refuse unknown fields, which the service ignores"],
    ["--data <folder>", "Keep tasks in this folder, also after a crash"],
    ["--faults <file>", "JSON file with the faults to play"],
    ["--quiet", "Print no line per request"],
    JSON_FLAG,
  ],
  help: EXAMPLES,
  load: async () => (await import("./emulator-run.ts")).runEmulator,
};
