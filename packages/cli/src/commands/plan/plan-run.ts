import { resolve } from "node:path";
import { isSameFile, writePlan } from "../../create/write-plan.ts";
import type { Deps } from "../../deps.ts";
import { usageError } from "../../errors/cli-error.ts";
import { EXIT } from "../../errors/exit-code.ts";
import { ExitSignal } from "../../errors/exit-signal.ts";
import { drawPlan } from "../../jobs/draw-plan.ts";
import { createPlanContext } from "../../jobs/plan-context.ts";
import { planJson } from "../../jobs/plan-json.ts";
import { readPlanFile } from "../../jobs/read-plan.ts";
import { invalidPlanError } from "../../jobs/refusal.ts";
import { printResult } from "../../terminal/output.ts";
import type { PlanOptions } from "./plan.ts";

/** Prints a plan, and saves it where asked; a plan with mistakes is printed, too, and fails. */
export async function runPlan(file: string, options: PlanOptions, deps: Deps): Promise<void> {
  const { output, purpose, detailedExitcode } = options;
  const target = output === undefined ? undefined : resolve(deps.cwd, output);
  if (target !== undefined && (await isSameFile(resolve(deps.cwd, file), target)))
    throw usageError(
      "conflicting_flags",
      `--output: ${output} is what was to be planned. Name another file.`,
    );
  const plan = await readPlanFile(deps, file, { context: createPlanContext(deps), purpose });
  const isSound = plan.verdict !== "invalid";
  const savedTo = isSound ? target : undefined;
  if (savedTo !== undefined) await writePlan(plan, { filePath: savedTo, flag: "--output" });
  const saved = savedTo === undefined ? {} : { file: savedTo };
  printResult(deps, options, { ...planJson(plan), ...saved }, (style) => {
    const next = savedTo === undefined ? `kling run ${file}` : `kling approve ${output}`;
    const hint = isSound ? `\n${style.dim("next")}  ${next}\n` : "";
    return `${drawPlan(style, plan)}${hint}`;
  });
  if (!isSound) throw invalidPlanError(plan);
  if (detailedExitcode && plan.jobs.length > 0) throw new ExitSignal(EXIT.hasWork);
}
