import type { Command } from "commander";

export const STORE_FLAG = [
  "--store <address>",
  "jobs, approvals and ledger: a SQLite file (default: in the data folder of this system) or postgres://…; also KLING_STORE",
] as const;

export const STRICT_FLAG = ["--strict", "refuse what would only be warned of"] as const;
export const QUOTA_FLAG = [
  "--quota <count>",
  "tasks that the account may have in flight per model (default: detected)",
] as const;

export const RUN_TIMEOUT_FLAG = [
  "--timeout <seconds>",
  "stop waiting then and exit 8; `kling resume` continues (default: no limit)",
] as const;

/** Flags of commands that can be told of ends instead of asking for them. */
export function addCallbackFlags(command: Command): Command {
  return command
    .option(
      "--listen <place>",
      "receive callbacks at this port, or address and port (KLING_WEBHOOK_SECRET checks them)",
    )
    .option("--public-url <url>", "address outside that leads to --listen; goes into every create");
}

/** Flags of commands that carry jobs. */
export function addServiceFlags(command: Command): Command {
  return command
    .option("--emulated", "use an emulator that lives as long as the command: no key, no network, no cost")
    .option("--speed <factor>", "with --emulated: how many times faster than the service (default: 25)")
    .option(...STORE_FLAG);
}

/** Flags of commands that may need a yes. */
export function addApprovalFlags(command: Command): Command {
  return command
    .option("--approve", "approve this purchase, as `kling approve` does")
    .option("--by <name>", "name of the person who approves (default: the user of this machine)")
    .option("--policy <file>", "standing approval within limits; also KLING_POLICY");
}
