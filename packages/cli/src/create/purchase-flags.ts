import { ALLOW_HOST_FLAG } from "../session/allow-hosts.ts";
import { CONNECTION_FLAGS, JSON_FLAG } from "../session/connection-flags.ts";
import { APPROVAL_FLAGS, STORE_FLAG, STRICT_FLAG } from "../session/engine-flags.ts";
import type { Flag } from "../session/flag.ts";
import { SEND_TIMEOUT_SECONDS, WAIT_TIMEOUT_SECONDS } from "./parse-flags.ts";
import { requestFlag } from "./request-flags.ts";

const PURPOSE_HELP =
  "label under which creates are counted together: the second for one purpose needs an approval that covers several (default: one of its own for each request, so that only the same request again counts)";

interface PurchaseWords {
  /** What is waited for. */
  readonly result: string;
  readonly output: Flag;
}

/** What all purchases share: how to approve, follow and keep them. */
export const purchaseFlags = ({ result, output }: PurchaseWords): readonly Flag[] => [
  requestFlag("callbackUrl"),
  requestFlag("externalTaskId", " (default: one that names the job)"),
  ["--allow-retired", "send models that the service has retired (for an emulator that runs them)"],
  STRICT_FLAG,
  ["--dry-run", "print route, payload, cost and warnings; send nothing, need no key"],
  ["--save-plan <file>", "as --dry-run, and save the plan for `kling approve` and `kling run`"],
  ["--wait", `wait for the ${result}`],
  output,
  [
    "--timeout <seconds>",
    `longest wait in seconds, also for a free slot or a lost response (default: ${WAIT_TIMEOUT_SECONDS}; ${SEND_TIMEOUT_SECONDS} where nothing is waited for)`,
  ],
  ["--purpose <text>", PURPOSE_HELP],
  ["--max-units <units>", "with --approve: most units (`12`, `usd=1.50`), or `any` where a price is unknown"],
  ALLOW_HOST_FLAG,
  ...APPROVAL_FLAGS,
  STORE_FLAG,
  JSON_FLAG,
  ...CONNECTION_FLAGS,
];

/** Of commands that buy one body. */
export const bodyPurchaseFlags = (): readonly Flag[] =>
  purchaseFlags({
    result: "result",
    output: ["-o, --output <file>", "wait, then download the result to this file"],
  });
