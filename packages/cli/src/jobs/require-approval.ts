import type {
  Approval,
  EnqueueOptions,
  EnqueueResult,
  Plan,
  PlanPreview,
  PlanRefusal,
} from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import { CliError } from "../errors/cli-error.ts";
import type { StoreOptions } from "../session/store-address.ts";
import { canAsk, confirm } from "../terminal/confirm.ts";
import { isForPeople, type OutputOptions } from "../terminal/output.ts";
import { createStyle } from "../terminal/style.ts";
import { drawDestinations } from "./draw-destinations.ts";
import { drawPlan, previewOfNothing } from "./draw-plan.ts";
import { drawGrant, type GrantOptions, readGrant } from "./grant.ts";
import { checkMaxUnits } from "./max-units.ts";
import { drawPreview } from "./plan-preview.ts";
import { refusalError } from "./refusal.ts";
import type { Services } from "./service.ts";
import { FIRST_SERVICE } from "./service-registry.ts";
import type { EngineSession } from "./with-engine.ts";

interface ApprovalOptions extends OutputOptions, GrantOptions, StoreOptions {
  readonly approve?: boolean;
}

export interface ApprovalInput {
  readonly deps: Deps;
  readonly options: ApprovalOptions;
  /** What would be bought. */
  readonly plan: Plan;
  /** What was asked for, where some of it was bought before; an approval of all of it holds for the rest. */
  readonly whole?: Plan;
  readonly preview?: PlanPreview;
  /** The file that was planned, as `--batch` takes it. */
  readonly batchFile?: string | undefined;
  readonly session: EngineSession;
  readonly enqueue: (given: EnqueueOptions) => Promise<EnqueueResult>;
  readonly approveWith: string;
  /** Tells a refusal in the command's own words. Default: as a batch. */
  readonly refuse?: (refusal: PlanRefusal) => CliError;
}

export type Accepted = Extract<EnqueueResult, { readonly kind: "accepted" }>;

/** Makes the jobs: with a saved approval, a policy, `--approve`, or a person's yes on the terminal. Throws the refusal as data. */
export async function requireApproval(input: ApprovalInput): Promise<Accepted> {
  const { plan, session, enqueue, approveWith } = input;
  checkMaxUnits(input.options.maxUnits);
  const hint = { approveWith, ...session.approvals };
  const { refuse = (refusal: PlanRefusal) => refusalError(refusal, hint) } = input;
  const hashes = new Set([plan.hash, input.whole?.hash ?? plan.hash]);
  const saved = await Promise.all([...hashes].map((hash) => session.jobClient.approvals(hash)));
  const first = await tryApprovals(saved.flat(), enqueue);
  if (first.kind === "accepted") return first;
  if (first.kind !== "approval_required") throw refuse(first);
  const preview = input.preview ?? { ...previewOfNothing(plan), triggers: first.triggers };
  showPurchase({ ...input, preview });
  if (!mayApprove(input)) throw refuse(first);
  const via = await askApproval({ ...input, preview }).catch((cause: unknown) => {
    if (!input.deps.signal.aborted) throw cause;
    throw new CliError({
      code: "interrupted",
      message: "Interrupted. Nothing was approved or sent. To be asked again, run the command again.",
      details: { may_have_charged: "no" },
      cause,
    });
  });
  if (!via) throw new CliError({ code: "approval_required", message: "Not approved. Nothing was sent." });
  const grant = readGrant(input.deps, plan, input.options);
  const approval = await session.engine.approve(plan, { ...grant, via });
  const second = await enqueue({ approvalId: approval.id });
  if (second.kind === "accepted") return second;
  throw refuse(second);
}

/** The first that covers the plan; each may be for fewer creates or units, or for another reason to ask. */
async function tryApprovals(
  saved: readonly Approval[],
  enqueue: ApprovalInput["enqueue"],
): Promise<EnqueueResult> {
  for (const { id } of saved) {
    const result = await enqueue({ approvalId: id });
    if (result.kind !== "approval_required" || id === saved.at(-1)?.id) return result;
  }
  return enqueue({});
}

/** Where only a person counts, a flag is no approval. */
const isFlagEnough = ({ options, session }: ApprovalInput): boolean =>
  options.approve === true && session.approvals.rule === "any";

const mayApprove = (input: ApprovalInput): boolean =>
  isFlagEnough(input) || (canAsk(input.deps) && !lacksPrice(input));

/** Nobody can say yes to an unknown price by a y alone: the command that accepts it is named in place of the question. */
const lacksPrice = ({ plan, options }: ApprovalInput): boolean =>
  options.maxUnits === undefined && plan.totals.unpricedJobs > 0;

/** Who pays for a plan. */
const accountText = ({ all }: Services, { jobs }: Plan): string =>
  all
    .filter(({ name }) => jobs.some(({ service = FIRST_SERVICE }) => service === name))
    .map(({ account }) => account)
    .join(", ");

/** Also where nobody can be asked: who reads the refusal on a terminal sees what it is about. */
function showPurchase({ deps, options, plan, preview, batchFile }: ApprovalInput): void {
  if (!isForPeople(deps, options)) return;
  const style = createStyle(deps.io.stderr, deps.env);
  const before = preview ? drawPreview(style, preview, { ...options, batchFile }) : "";
  deps.io.stderr.write(
    `${drawPlan(style, plan, preview)}${before}\n${drawDestinations(style, plan, preview)}\n`,
  );
}

/** How the purchase was approved, after it was shown; undefined where it was not. */
async function askApproval(input: ApprovalInput): Promise<"flag" | "terminal" | undefined> {
  const { deps, options, plan, preview, session } = input;
  const grant = readGrant(deps, plan, options);
  if (isForPeople(deps, options)) {
    const style = createStyle(deps.io.stderr, deps.env);
    const shown = {
      ...grant,
      account: accountText(session.services, plan),
      preview,
    };
    deps.io.stderr.write(`${style.bold("Approval")}\n${drawGrant(style, plan, shown)}\n`);
  }
  if (isFlagEnough(input)) return "flag";
  return (await confirm(deps, "This buys for real. Approve?")) ? "terminal" : undefined;
}
