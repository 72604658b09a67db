import type { Deps } from "../deps.ts";
import { CliError } from "../errors/cli-error.ts";
import { isEmulator } from "../session/emulator-probe.ts";
import { estimateJson } from "./estimate.ts";
import type { CreatePlan } from "./plan-create.ts";

/** Refuses a create that would be billed. Only an emulator on this machine passes: it spends nothing. */
export async function requireApproval(deps: Deps, baseUrl: string, plan: CreatePlan): Promise<void> {
  if (await isEmulator(deps, baseUrl)) return;
  const { compiled, payload } = plan;
  throw new CliError({
    code: "approval_required",
    message:
      `${compiled.method} ${compiled.path} at ${new URL(baseUrl).host} would be billed, and nobody approved it. Nothing was sent. ` +
      "This version cannot approve: approvals come with the engine. Try it without cost: start `kling emulator` and set KLING_BASE_URL as it prints.",
    details: {
      triggers: triggersOf(plan),
      route: compiled.route.id,
      state: compiled.route.state,
      method: compiled.method,
      path: compiled.path,
      payload,
      estimate: estimateJson(compiled.estimate),
      warnings: compiled.warnings.map(({ message }) => message),
      approve_with: null,
    },
  });
}

/** The guardrails that a create touches. */
function triggersOf({ compiled }: CreatePlan): readonly string[] {
  const isProved = compiled.route.state === "verified" || compiled.route.state === "documented";
  return isProved ? ["billable_create"] : ["billable_create", "unverified_payload"];
}
