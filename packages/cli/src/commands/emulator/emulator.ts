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
    ["-p, --port <number>", "port, 0 for a free one", "8787"],
    ["--service <name>", "kling, higgsfield, or both behind one address", "both"],
    ["--speed <factor>", "how many times faster than the service", "10"],
    ["--seed <text>", "everything random follows from it"],
    LOOK_FLAG,
    ["--concurrency <count>", "tasks at once per account, for Kling also per model"],
    ["--webhook-secret <secret>", "sign callbacks with it; may be repeated", REPEATED],
    ["--tls", "https with a certificate made on the spot"],
    ["--public-url <url>", "URL under which clients reach it, for links to results"],
    [
      "--admin-token <token>",
      "ask for this token under /_emulator, and answer there for any host; also KLING_ADMIN_TOKEN",
    ],
    ["--legacy-models", "also run models that the service has retired"],
    ["--strict", "refuse unknown fields, which the service ignores"],
    ["--data <folder>", "keep tasks there; survives a crash"],
    ["--faults <file>", "JSON list of faults to play"],
    ["--quiet", "print no line per request"],
    JSON_FLAG,
  ],
  help: EXAMPLES,
  load: async () => (await import("./emulator-run.ts")).runEmulator,
};
