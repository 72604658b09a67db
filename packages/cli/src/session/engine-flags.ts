import type { Flag } from "./flag.ts";

export const STORE_FLAG: Flag = [
  "--store <address>",
  "Store of jobs: a file or postgres://… (default: data folder; env: KLING_STORE)",
];

/** Flags of commands that plan requests. */
export const ROUTE_CHOICE_FLAGS: readonly Flag[] = [
  ["--service <name>", "Service for requests that name none: kling or higgsfield (default: kling)"],
  ["--cheapest", "Take the cheapest route of all services that fits the whole request"],
];

export const STRICT_FLAG: Flag = ["--strict", "Treat warnings as errors"];
export const QUOTA_FLAG: Flag = [
  "--quota <count>",
  "Tasks that may run at once per model (default: detected)",
];

export const OPEN_FLAG: Flag = ["--open", "Open the folder of the files at the end, or the report"];

export const RUN_TIMEOUT_FLAG: Flag = [
  "--timeout <seconds>",
  "Stop waiting after this many seconds, with exit code 8 (default: no limit)",
];

/** Flags of commands that can be told of ends instead of asking for them. */
export const CALLBACK_FLAGS: readonly Flag[] = [
  [
    "--listen <place>",
    "Receive callbacks at this port, or address and port; KLING_WEBHOOK_SECRET and HIGGSFIELD_WEBHOOK_SECRET verify them",
  ],
  ["--public-url <url>", "Public URL that forwards to --listen"],
];

/** Flags of commands that run jobs. */
export const SERVICE_FLAGS: readonly Flag[] = [
  ["--emulated", "Use a temporary emulator: no key, no network, no cost"],
  ["--speed <factor>", "Speed of --emulated, as a multiple of the service's (default: 25)"],
  STORE_FLAG,
];

/** Flags of commands that may need a yes. */
export const APPROVAL_FLAGS: readonly Flag[] = [
  ["--approve", "Approve this purchase without asking"],
  ["--by <name>", "Name of the person who approves (default: your user name)"],
  ["--policy <file>", "Policy file that approves within limits (env: KLING_POLICY)"],
];
