import { ALLOW_HOST_FLAG } from "./allow-hosts.ts";
import { CONNECTION_FLAGS, JSON_FLAG } from "./connection-flags.ts";
import { APPROVAL_FLAGS, STORE_FLAG, STRICT_FLAG } from "./engine-flags.ts";
import type { Flag } from "./flag.ts";

/** What all purchases of one body share: how to approve, follow and keep it. */
export const PURCHASE_FLAGS: readonly Flag[] = [
  ["--callback-url <url>", "URL that gets a POST at every status change"],
  ["--external-id <id>", "own task id, unique in the account (default: one that names the job)"],
  ["--allow-retired", "send models that the service has retired (for an emulator that runs them)"],
  STRICT_FLAG,
  ["--dry-run", "print operation, payload, cost and warnings; send nothing, need no key"],
  ["--save-plan <file>", "as --dry-run, and save the plan for `kling approve` and `kling run`"],
  ["--wait", "wait for the result"],
  ["-o, --output <file>", "wait, then download the result to this file"],
  ["--timeout <seconds>", "longest wait in seconds, also for a free slot or a lost response"],
  ["--purpose <text>", "label under which creates are counted together (default: one of its own)"],
  ["--max-units <units>", "with --approve: most units, or `any` where the price is unknown"],
  ALLOW_HOST_FLAG,
  ...APPROVAL_FLAGS,
  STORE_FLAG,
  JSON_FLAG,
  ...CONNECTION_FLAGS,
];
