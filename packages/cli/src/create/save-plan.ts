import { resolve } from "node:path";
import type { Deps } from "../deps.ts";
import { approveCommand } from "../session/next-commands.ts";
import type { CreateOptions } from "./create-options.ts";
import type { CreatePlan } from "./plan-create.ts";
import { planOfOne } from "./plan-of-one.ts";
import { writePlan } from "./write-plan.ts";

export interface SavedPlan {
  readonly planHash: string;
  readonly purpose: string;
  readonly filePath: string;
  /** Command that comes next. */
  readonly next: string;
}

/** Writes the plan of a create, so that one person can approve what another, or a program, wants. */
export async function saveCreatePlan(
  { cwd }: Deps,
  options: CreateOptions,
  { create, file }: { readonly create: CreatePlan; readonly file: string },
): Promise<SavedPlan> {
  const plan = await planOfOne(create, options);
  const filePath = resolve(cwd, file);
  await writePlan(plan, { filePath, flag: "--save-plan" });
  return {
    planHash: plan.hash,
    purpose: plan.purpose,
    filePath,
    next: approveCommand(file, options, plan.totals.unpricedJobs > 0),
  };
}
