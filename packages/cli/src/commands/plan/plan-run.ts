import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { formatPlan } from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
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
  const plan = await readPlanFile(deps, file, { context: createPlanContext(deps), purpose });
  const isSound = plan.verdict !== "invalid";
  const savedTo = output !== undefined && isSound ? resolve(deps.cwd, output) : undefined;
  if (savedTo !== undefined) await writeFile(savedTo, formatPlan(plan));
  const saved = savedTo === undefined ? {} : { file: savedTo };
  printResult(deps, options, { ...planJson(plan), ...saved }, (style) => {
    const next = savedTo === undefined ? `kling run ${file}` : `kling approve ${output}`;
    const hint = isSound ? `\n${style.dim("next")}  ${next}\n` : "";
    return `${drawPlan(style, plan)}${hint}`;
  });
  if (!isSound) throw invalidPlanError(plan);
  if (detailedExitcode && plan.jobs.length > 0) throw new ExitSignal(EXIT.hasWork);
}
