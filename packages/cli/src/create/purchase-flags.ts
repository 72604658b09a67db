import { ALLOW_HOST_FLAG } from "../session/allow-hosts.ts";
import { CONNECTION_FLAGS, JSON_FLAG } from "../session/connection-flags.ts";
import { APPROVAL_FLAGS, STORE_FLAG, STRICT_FLAG } from "../session/engine-flags.ts";
import type { Flag } from "../session/flag.ts";
import { SEND_TIMEOUT_SECONDS, WAIT_TIMEOUT_SECONDS } from "./parse-flags.ts";
import { requestFlag } from "./request-flags.ts";

const PURPOSE_HELP = "Label that create requests are counted under (default: one per request)";

interface PurchaseWords {
  /** What is waited for. */
  readonly result: string;
  readonly output: Flag;
}

/** What all purchases share: how to approve, follow and keep them. */
export const purchaseFlags = ({ result, output }: PurchaseWords): readonly Flag[] => [
  requestFlag("callbackUrl"),
  requestFlag("externalTaskId", { defaultText: "one that names the job" }),
  ["--allow-retired", "Allow models that the service has retired, for an emulator"],
  STRICT_FLAG,
  ["--dry-run", "Show route, payload, cost and warnings; send nothing"],
  ["--save-plan <file>", "Save the plan for `kling approve` and `kling run`; send nothing"],
  ["--wait", `Wait for the ${result}`],
  output,
  [
    "--timeout <seconds>",
    `Give up after this many seconds (default: ${WAIT_TIMEOUT_SECONDS} with --wait or --output, else ${SEND_TIMEOUT_SECONDS})`,
  ],
  ["--purpose <text>", PURPOSE_HELP],
  ["--max-units <units>", "Most units for --approve: 12, usd=1.50, or any if a price is unknown"],
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
    output: ["-o, --output <file>", "Wait, then download the result to this file"],
  });
