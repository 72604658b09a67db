import type { PlanRefusal } from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import { CliError } from "../errors/cli-error.ts";
import { EXIT } from "../errors/exit-code.ts";
import { word } from "../tasks/commands.ts";
import { estimateJson } from "./estimate.ts";
import type { CreatePlan } from "./plan-create.ts";

export interface RefusalInput {
  readonly refusal: PlanRefusal;
  readonly create: CreatePlan;
  readonly approveWith: string;
}

/** A refusal as data: the exact payload, what it would cost, why it was refused, and the command that would pass. */
export function createRefusalError({ refusal, create, approveWith }: RefusalInput): CliError {
  const { kind, reasons, triggers, purpose, planHash, remedy } = refusal;
  const { compiled, payload } = create;
  const { method, path, route, estimate, warnings } = compiled;
  const isApproval = kind === "approval_required";
  const why = reasons.join("; ");
  return new CliError({
    code: kind,
    message: isApproval
      ? `${method} ${path} would be billed: ${why}. Nothing was sent. Approve it with \`${approveWith}\`.`
      : `Nothing was sent: ${why}. What helps: ${remedy}.`,
    ...(kind === "output_taken" || kind === "plan_invalid" ? { exitCode: EXIT.usage } : {}),
    details: {
      reasons,
      triggers,
      purpose,
      plan_hash: planHash,
      route: route.id,
      state: route.state,
      method,
      path,
      payload,
      estimate: estimateJson(estimate),
      warnings: warnings.map(({ message }) => message),
      ...(isApproval ? { approve_with: approveWith } : {}),
    },
  });
}

/** The command as it was typed, with a yes. A prompt that came on standard input stands in it as an argument. */
export function approveCommand(
  { argv }: Deps,
  { create, pipedPrompt }: { readonly create: CreatePlan; readonly pipedPrompt: string | undefined },
): string {
  const end = argv.indexOf("--");
  const [flags, rest] = end < 0 ? [argv, []] : [argv.slice(0, end), argv.slice(end)];
  const yes = flags.includes("--approve") ? [] : ["--approve"];
  const isUnpriced =
    !create.compiled.estimate.isKnown && !flags.some((flag) => flag.startsWith("--max-units"));
  const tail = rest.length > 0 || pipedPrompt === undefined ? rest : ["--", pipedPrompt];
  return ["kling", ...flags, ...yes, ...(isUnpriced ? ["--max-units", "any"] : []), ...tail]
    .map(word)
    .join(" ");
}
