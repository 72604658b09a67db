import type { CallToolResult } from "@modelcontextprotocol/server";
import { resultOf } from "../results.ts";
import type { ServerDeps } from "../server-options.ts";
import { totalsJson, totalsText } from "../views/amounts.ts";
import { oneLine } from "../views/one-line.ts";
import { planLink } from "../views/plan-json.ts";
import type { PurchaseResult } from "./approve-and-enqueue.ts";
import { BUTTON_META } from "./page.ts";
import { accountText, quoteOf } from "./quote.ts";

type Refused = Extract<PurchaseResult, { readonly kind: "refused" }>;

/** What was not bought, why, and who can approve it how. The plan stays open. */
export function refusalResult(
  deps: ServerDeps,
  { refusal, toBuy, warnings, planHash, isDeclined, mismatches, button }: Refused,
): CallToolResult {
  const { kind, purpose, approvals = "any", leastRung, accounts = [] } = refusal;
  const isApproval = kind === "approval_required";
  const command = deps.approveCommand(planHash, toBuy.totals.unpricedJobs > 0);
  const url = deps.studioUrl?.(planHash);
  const account = accountText(accounts);
  const data = {
    state: isApproval ? "approval_required" : "refused",
    code: kind,
    message: isApproval
      ? approvalMessage({ isDeclined, mismatches, command, account, price: totalsText(toBuy) })
      : refusedMessage(refusal),
    reasons: isApproval ? [...mismatches.map(oneReason), ...refusal.reasons] : refusal.reasons,
    plan_hash: planHash,
    purpose,
    to_buy: totalsJson(toBuy),
    ...(warnings.length > 0 ? { warnings } : {}),
    ...(isApproval
      ? {
          approve_with: [command, ...(url === undefined ? [] : [url])],
          account,
          approvals,
          ...(leastRung === undefined ? {} : { least_rung: leastRung }),
        }
      : {}),
  };
  const result = resultOf(data, [planLink(planHash)]);
  if (!button) return result;
  const { nonce, argumentsHash } = button;
  // Not part of what the model reads.
  return {
    ...result,
    _meta: {
      [BUTTON_META]: { planHash, nonce, argumentsHash, quote: quoteOf(toBuy, { warnings, accounts }) },
    },
  };
}

interface Wording {
  readonly isDeclined: boolean;
  readonly mismatches: readonly string[];
  readonly command: string;
  /** Who pays: the screen of the command names the account that an approval is for. */
  readonly account: string;
  readonly price: string;
}

const approvalMessage = ({ isDeclined, mismatches, command, account, price }: Wording): string =>
  `${isDeclined ? "Not approved here" : "A person must approve this plan"} (${price}). Nothing was bought. ${mismatchText(mismatches)}Ask the person to run \`${command}\` on a terminal, to approve there for the account ${account}, and then call run_plan again.`;

const mismatchText = (mismatches: readonly string[]): string =>
  mismatches.length === 0 ? "" : `A saved approval does not count: ${oneReason(mismatches.join("; "))}. `;

/** A limit, what is left of it and what would pass, in full; longer than that is a name that the agent chose. */
const MOST_CHARACTERS_OF_REASON = 240;

const oneReason = (reason: string): string => oneLine(reason, MOST_CHARACTERS_OF_REASON);

const refusedMessage = ({ reasons, remedy }: Refused["refusal"]): string =>
  `${oneReason(reasons[0] ?? "the plan was refused")}. Nothing was bought. What helps: ${remedy}.`;
