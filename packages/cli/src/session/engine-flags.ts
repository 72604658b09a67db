import type { Flag } from "./flag.ts";

export const STORE_FLAG: Flag = [
  "--store <address>",
  "jobs, approvals and ledger: a SQLite file (default: in the data folder of this system) or postgres://…; also KLING_STORE",
];

/** Flags of commands that plan requests. */
export const ROUTE_CHOICE_FLAGS: readonly Flag[] = [
  ["--service <name>", "who makes requests that do not say it: kling (default) or higgsfield"],
  ["--cheapest", "take the cheapest route of all services that honours the whole request"],
];

export const STRICT_FLAG: Flag = ["--strict", "refuse what would only be warned of"];
export const QUOTA_FLAG: Flag = [
  "--quota <count>",
  "tasks that the account may have in flight per model (default: detected)",
];

export const OPEN_FLAG: Flag = ["--open", "open the folder of the files at the end, or the page of --report"];

export const RUN_TIMEOUT_FLAG: Flag = [
  "--timeout <seconds>",
  "stop waiting then and exit 8; `kling resume` continues (default: no limit)",
];

/** Flags of commands that can be told of ends instead of asking for them. */
export const CALLBACK_FLAGS: readonly Flag[] = [
  [
    "--listen <place>",
    "receive callbacks at this port, or address and port (KLING_WEBHOOK_SECRET and HIGGSFIELD_WEBHOOK_SECRET check them)",
  ],
  ["--public-url <url>", "address outside that leads to --listen; goes into every create"],
];

/** Flags of commands that run jobs. */
export const SERVICE_FLAGS: readonly Flag[] = [
  ["--emulated", "use an emulator that lives as long as the command: no key, no network, no cost"],
  ["--speed <factor>", "with --emulated: how many times faster than the service (default: 25)"],
  STORE_FLAG,
];

/** Flags of commands that may need a yes. */
export const APPROVAL_FLAGS: readonly Flag[] = [
  ["--approve", "approve this purchase, as `kling approve` does"],
  ["--by <name>", "name of the person who approves (default: the user of this machine)"],
  ["--policy <file>", "standing approval within limits; also KLING_POLICY"],
];
