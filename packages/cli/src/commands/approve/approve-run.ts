import type { Approval } from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
import { CliError } from "../../errors/cli-error.ts";
import { accountName } from "../../jobs/account-name.ts";
import { drawPlan } from "../../jobs/draw-plan.ts";
import { canAsk, confirm, drawGrant, readGrant } from "../../jobs/grant.ts";
import { openBook, withStore } from "../../jobs/open-store.ts";
import { createPlanContext } from "../../jobs/plan-context.ts";
import { totalsJson } from "../../jobs/plan-json.ts";
import { readPlanFile } from "../../jobs/read-plan.ts";
import { invalidPlanError } from "../../jobs/refusal.ts";
import { readSettings } from "../../session/settings.ts";
import { isForPeople, printResult } from "../../terminal/output.ts";
import { createStyle } from "../../terminal/style.ts";
import type { ApproveOptions } from "./approve.ts";

/** Puts a yes to a plan on record, after it was shown and, on a terminal, asked for. */
export async function runApprove(file: string, options: ApproveOptions, deps: Deps): Promise<void> {
  const context = createPlanContext(deps);
  const plan = await readPlanFile(deps, file, { context, purpose: options.purpose });
  if (plan.verdict === "invalid") throw invalidPlanError(plan);
  const grant = readGrant(deps, plan, options);
  const account = accountOf(deps, options);
  const style = createStyle(deps.io.stdout, deps.env);
  if (isForPeople(deps, options))
    deps.io.stdout.write(
      `${drawPlan(style, plan)}\n${style.bold("Approval")}\n${drawGrant(style, plan, { ...grant, account })}\n`,
    );
  if (!options.yes && canAsk(deps) && !(await confirm(deps, "Approve?")))
    throw new CliError({ code: "approval_required", message: "Not approved. Nothing was stored." });
  const approval = await withStore(deps, options, (store) =>
    openBook(deps, store).approve(plan, grant, account),
  );
  const result = { ...approvalJson(approval), totals: totalsJson(plan.totals), next: `kling run ${file}` };
  printResult(
    deps,
    options,
    result,
    () => `${style.good("approved")} ${style.bold(approval.id)}\n${style.dim("next")}  kling run ${file}\n`,
  );
}

/** Where the approval may be used; what was made there before decides about "several creates". */
function accountOf(deps: Deps, options: ApproveOptions): string | undefined {
  const settings = readSettings(deps, options);
  const { credentials } = settings;
  return credentials
    ? accountName({ ...settings, credentials: credentials.value }, { isEmulator: false })
    : undefined;
}

function approvalJson(approval: Approval): Readonly<Record<string, unknown>> {
  return {
    success: true,
    approval_id: approval.id,
    plan_hash: approval.planHash,
    purpose: approval.purpose,
    account: approval.account ?? "any",
    triggers: approval.triggers,
    max_creates: approval.maxCreates,
    max_units: approval.maxUnits ?? "any",
    approved_by: approval.approvedBy,
    approved_at: new Date(approval.approvedAtMs).toISOString(),
    expires_at: new Date(approval.expiresAtMs).toISOString(),
    jobs: approval.jobHashes,
  };
}
