import { type AccountKey, leastRungFor, type Plan, type PlanPreview } from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
import { CliError } from "../../errors/cli-error.ts";
import { type AccountFor, accountsGiven } from "../../jobs/accounts-given.ts";
import { approvalJson } from "../../jobs/approval-json.ts";
import { findBatchFile } from "../../jobs/batch-file.ts";
import { callbackUrlsOf, drawDestinations } from "../../jobs/draw-destinations.ts";
import { drawPlan, previewOfNothing } from "../../jobs/draw-plan.ts";
import { drawGrant, readGrant } from "../../jobs/grant.ts";
import { namePolicy, onlyAPerson } from "../../jobs/how-to-approve.ts";
import { loadPolicy, policyGiven, readApprovals } from "../../jobs/open-engine.ts";
import { openJobs, withStore, withStoreIfThere, withStoreOrEmpty } from "../../jobs/open-store.ts";
import { createPlanContext } from "../../jobs/plan-context.ts";
import { totalsJson } from "../../jobs/plan-json.ts";
import { clashText, drawPreview, previewJson, warnBefore } from "../../jobs/plan-preview.ts";
import { readPlanFile } from "../../jobs/read-plan.ts";
import { invalidPlanError } from "../../jobs/refusal.ts";
import type { ApprovalSetting } from "../../session/approval-setting.ts";
import type { TargetOptions } from "../../session/is-local-service.ts";
import { approveBatchCommand, runCommand } from "../../session/next-commands.ts";
import { type RouteChoiceOptions, readRouteChoice } from "../../session/route-choice.ts";
import { canAsk, confirm } from "../../terminal/confirm.ts";
import { isForPeople, type OutputOptions, printResult } from "../../terminal/output.ts";
import { createStyle } from "../../terminal/style.ts";
import { showWarnings } from "../../terminal/warnings.ts";
import { nothingToBuy } from "./nothing-to-buy.ts";

export interface ApproveOptions extends OutputOptions, TargetOptions, RouteChoiceOptions {
  readonly by?: string;
  readonly purpose?: string;
  readonly maxCreates?: string;
  readonly maxUnits?: string;
  readonly expires: string;
  readonly yes?: boolean;
  readonly again?: boolean;
  readonly store?: string;
  readonly policy?: string;
}

/** Puts a yes to what a plan would buy on record, after it was shown and, on a terminal, asked for. */
export async function runApprove(file: string, options: ApproveOptions, deps: Deps): Promise<void> {
  // Where only a person counts, the flag does not answer for the person who sits there.
  const approvals = await readApprovals(deps, options);
  const isAsked = canAsk(deps) && (!options.yes || approvals.rule === "person");
  if (!isAsked) requireFlagsCount(approvals, file, options);
  const context = createPlanContext(deps, options);
  const read = await readPlanFile(deps, file, {
    context,
    purpose: options.purpose,
    store: options.store,
    choice: readRouteChoice(options),
  });
  const { plan: whole } = read;
  if (whole.verdict === "invalid") throw invalidPlanError(read);
  const accountFor = await accountsGiven(deps, options, whole.jobs);
  const { preview, batchFile } = await previewOf(deps, options, { file, whole, accountFor });
  const { toBuy } = preview;
  if (!isAsked) await requireNoRung(deps, file, { options, plan: toBuy });
  if (toBuy.jobs.length === 0) throw nothingToBuy(file, preview, { ...options, batchFile });
  if (preview.clash)
    throw new CliError({
      code: preview.clash.kind,
      message: `Nothing was approved: ${clashText(preview.clash)}`,
    });
  const warnings = [
    ...warnBefore(preview),
    ...(await findOverLimit(deps, options, { plan: toBuy, accountFor })),
  ];
  const grant = readGrant(deps, toBuy, options, approveBatchCommand(file, options, true));
  const style = createStyle(deps.io.stdout, deps.env);
  if (isForPeople(deps, options))
    deps.io.stdout.write(
      `${drawPlan(style, toBuy, preview)}${drawPreview(style, preview, { ...options, batchFile })}\n${drawDestinations(style, toBuy, preview)}\n${style.bold("Approval")}\n${drawGrant(style, toBuy, { ...grant, account: accountsText(toBuy, accountFor), preview })}\n`,
    );
  showWarnings(deps, options, warnings);
  if (isAsked && !(await confirm(deps, "Approve?")))
    throw new CliError({ code: "approval_required", message: "Not approved. Nothing was stored." });
  const approval = await withStore(deps, options, (store) =>
    openJobs(deps, store).approve(
      toBuy,
      { ...grant, via: isAsked ? "terminal" : "flag" },
      accountFor && accountsOfPlan(toBuy, accountFor),
    ),
  );
  const next = runCommand(file, options);
  const { already_there, without_result } = previewJson(preview);
  const result = {
    success: true,
    ...approvalJson(approval),
    totals: totalsJson(toBuy.totals),
    already_there,
    without_result,
    files: toBuy.jobs.map(({ output }) => output),
    callbacks: callbackUrlsOf(toBuy),
    ...(warnings.length === 0 ? {} : { warnings }),
    next,
  };
  printResult(
    deps,
    options,
    result,
    () => `${style.good("approved")} ${style.bold(approval.id)}\n${style.dim("next")}  ${next}\n`,
  );
}

/** Throws where only a person may approve: nobody was asked. */
function requireFlagsCount(approvals: ApprovalSetting, file: string, options: ApproveOptions): void {
  const { rule } = approvals;
  if (rule === "any") return;
  const command = approveBatchCommand(file, options);
  const message = `${onlyAPerson(approvals)}. Nothing was stored. Run \`${command}\` on a terminal and answer y.`;
  throw new CliError({
    code: "approval_required",
    message,
    details: { approve_with: command, approvals: rule },
  });
}

/** Throws where the policy takes no flag for this plan: a run with it would refuse the approval. */
async function requireNoRung(
  deps: Deps,
  file: string,
  { options, plan }: { readonly options: ApproveOptions; readonly plan: Plan },
): Promise<void> {
  const leastRung = leastRungFor(await loadPolicy(deps, options), plan);
  if (leastRung !== undefined) requireFlagsCount({ rule: "person" }, file, options);
}

/** Each account once, in the order of the jobs. */
function accountsOfPlan({ jobs }: Plan, accountFor: AccountFor): readonly AccountKey[] {
  const byName = new Map(jobs.map(accountFor).map((key) => [`${key.provider} ${key.account}`, key]));
  return [...byName.values()];
}

/** Accounts of several services may have one name, as those of `--emulated` do. */
const accountsText = (plan: Plan, accountFor: AccountFor | undefined): string | undefined =>
  accountFor && [...new Set(accountsOfPlan(plan, accountFor).map(({ account }) => account))].join(", ");

interface ToPreview {
  readonly file: string;
  readonly whole: Plan;
  readonly accountFor: AccountFor | undefined;
}

interface Previewed {
  readonly preview: PlanPreview;
  /** The file as `--batch` takes it. */
  readonly batchFile: string | undefined;
}

/** What a run would buy: all of the plan where no key tells whose jobs count. */
async function previewOf(
  deps: Deps,
  options: ApproveOptions,
  { file, whole, accountFor }: ToPreview,
): Promise<Previewed> {
  // What is looked at and then not approved leaves no store behind.
  const found =
    accountFor === undefined
      ? undefined
      : await withStoreIfThere(deps, options, async (store): Promise<Previewed> => {
          const jobClient = openJobs(deps, store);
          const preview = await jobClient.preview(whole, accountFor, { again: options.again ?? false });
          const { batchFile } = await findBatchFile(deps, options, { file, plan: whole, jobClient });
          return { preview, batchFile };
        });
  return found ?? { preview: previewOfNothing(whole), batchFile: undefined };
}

/** Stands for an account whose key is not set: what it has spent is not known. */
const noAccount: AccountFor = ({ service: provider = "" }) => ({ provider, account: "" });

interface LimitedPlan {
  readonly plan: Plan;
  readonly accountFor: AccountFor | undefined;
}

/** A limit that a run would exceed is no reason not to approve: it may reset before the approval expires. */
async function findOverLimit(
  deps: Deps,
  options: ApproveOptions,
  { plan, accountFor }: LimitedPlan,
): Promise<readonly { readonly message: string }[]> {
  const policy = await loadPolicy(deps, options);
  if (!policy) return [];
  // Where no store is, nothing was spent yet, and none is made for what may not be approved. Without a key the limits alone count.
  const over = await withStoreOrEmpty(deps, options, (store) =>
    openJobs(deps, store).findOverLimit(plan, policy, accountFor ?? noAccount),
  );
  if (!over) return [];
  const why = namePolicy(over.message, policyGiven(deps, options));
  return [{ message: `With this policy a run of the plan would be refused now: ${why}.` }];
}
