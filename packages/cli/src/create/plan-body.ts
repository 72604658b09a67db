import { resolve } from "node:path";
import { hashOf, type Plan, planOperation, sealPlan } from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import { slugOf } from "../files/free-name.ts";
import { createPlanContext } from "../jobs/plan-context.ts";
import { word } from "../session/next-commands.ts";
import type { BodyCreate } from "./body.ts";
import type { CreateOptions } from "./create-options.ts";
import type { SavedPlan } from "./save-plan.ts";
import { writePlan } from "./write-plan.ts";

const HASH_START = "sha256:".length;
const HASH_DIGITS = 12;

export interface PlannedBody {
  /** Of one job. */
  readonly plan: Plan;
  /** With the file that the result goes to, where the response brings it at once. */
  readonly options: CreateOptions;
}

/** A checked body as a batch of one. */
export async function planBody(
  deps: Deps,
  options: CreateOptions,
  { operation, body }: BodyCreate,
): Promise<PlannedBody> {
  const content = hashOf({ path: operation.path, body: withoutIds({ operation, body }) });
  const digits = content.slice(HASH_START, HASH_START + HASH_DIGITS);
  const name = slugOf(operation.title);
  const planned = await planOperation(
    {
      name,
      operation: operation.id,
      body,
      // A name of its own, so that a file which the user has is not replaced by a result that `resume` fetches.
      output: `${name}-${digits}.{ext}`,
      ...(options.allowRetired ? { allowsRetired: true } : {}),
    },
    createPlanContext(deps, options),
  );
  // The response is the only one that names the result, so that it is fetched at once.
  const output = options.output ?? (operation.answer === "now" ? planned.output : undefined);
  const job = output === undefined ? planned : { ...planned, output, keepsPath: true as const };
  return {
    plan: sealPlan(options.purpose?.trim() || `single create ${digits}`, [job]),
    options: output === undefined ? options : { ...options, output },
  };
}

/** What is asked for, whatever id and callback go with it. */
function withoutIds({ operation, body }: BodyCreate): BodyCreate["body"] {
  const ids = [operation.paths.externalTaskId, operation.paths.callbackUrl];
  return Object.fromEntries(Object.entries(body).filter(([key]) => !ids.includes(key)));
}

/** Writes the plan, so that one person can approve what another, or a program, wants. */
export async function saveBodyPlan(
  deps: Deps,
  options: CreateOptions,
  { file, ...create }: BodyCreate & { readonly file: string },
): Promise<SavedPlan> {
  const { plan } = await planBody(deps, options, create);
  const filePath = resolve(deps.cwd, file);
  await writePlan(plan, { filePath, flag: "--save-plan" });
  return { planHash: plan.hash, purpose: plan.purpose, filePath, next: `kling approve ${word(file)}` };
}
