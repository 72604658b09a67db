import { resolve } from "node:path";
import { type Plan, StoreError } from "@klingkit/engine";
import { isSameFile, writePlan } from "../../create/write-plan.ts";
import type { Deps } from "../../deps.ts";
import { CliError, usageError } from "../../errors/cli-error.ts";
import { EXIT } from "../../errors/exit-code.ts";
import { ExitSignal } from "../../errors/exit-signal.ts";
import { accountsGiven, emulatedPayer } from "../../jobs/accounts-given.ts";
import { type BatchFileName, findBatchFile } from "../../jobs/batch-file.ts";
import { drawPlan, previewOfNothing } from "../../jobs/draw-plan.ts";
import { isStoreThere, openJobs, withStoreIfThere } from "../../jobs/open-store.ts";
import { createPlanContext } from "../../jobs/plan-context.ts";
import { diffPlans, drawPlanDiff, isSamePlan, planDiffJson } from "../../jobs/plan-diff.ts";
import type { PlanFile } from "../../jobs/plan-file.ts";
import { planJson } from "../../jobs/plan-json.ts";
import { planNext } from "../../jobs/plan-next.ts";
import {
  drawLeftToBuy,
  drawPreview,
  emulatedNote,
  type FoundPreview,
  hasEarlier,
  isAnySent,
  previewJson,
  warnBefore,
} from "../../jobs/plan-preview.ts";
import { readEarlierPlan, readPlanFile } from "../../jobs/read-plan.ts";
import { invalidPlanError } from "../../jobs/refusal.ts";
import { type RouteChoiceOptions, readRouteChoice } from "../../session/route-choice.ts";
import { type OutputOptions, printResult } from "../../terminal/output.ts";
import { showWarnings, warningsJson } from "../../terminal/warnings.ts";

export interface PlanOptions extends OutputOptions, RouteChoiceOptions {
  readonly output?: string;
  readonly purpose?: string;
  readonly detailedExitcode?: boolean;
  readonly store?: string;
  readonly strict?: boolean;
  readonly diff?: string;
  readonly compare?: boolean;
}

/** Prints a plan, and saves it where asked; a plan with mistakes is printed, too, and fails. */
export async function runPlan(file: string, options: PlanOptions, deps: Deps): Promise<void> {
  const { output, purpose, detailedExitcode, strict } = options;
  const target = output === undefined ? undefined : resolve(deps.cwd, output);
  if (target !== undefined && (await isSameFile(resolve(deps.cwd, file), target)))
    throw usageError(
      "conflicting_flags",
      `--output: ${output} is what was to be planned. Name another file.`,
    );
  const choice = readRouteChoice(options);
  const context = createPlanContext(deps, {});
  if (options.compare) {
    refuseOutput(options, "--compare");
    const { printComparison } = await import("./compare-routes.ts");
    return printComparison(deps, options, { file, context, choice, strict });
  }
  const read = await readPlanFile(deps, file, { context, purpose, strict, choice });
  const { plan } = read;
  if (options.diff !== undefined) return printDiff(deps, options, { file, read, old: options.diff });
  const isSound = plan.verdict !== "invalid";
  const savedTo = isSound ? target : undefined;
  if (savedTo !== undefined) await writePlan(plan, { filePath: savedTo, flag: "--output" });
  const saved = savedTo === undefined ? {} : { file: savedTo };
  const { preview, batchFile, reportFile, warnings } = isSound
    ? await readPreview(deps, options, { file, plan })
    : NOT_LOOKED;
  const previewed = { ...(preview ? leftJson(preview) : {}), ...warningsJson(warnings) };
  printResult(deps, options, { ...planJson(plan), ...previewed, ...saved }, (style) => {
    const savedAs = savedTo === undefined ? undefined : output;
    const isUnpriced = (preview?.toBuy ?? plan).totals.unpricedJobs > 0;
    const next = planNext({ ...options, file, savedAs, batchFile, reportFile, isUnpriced }, preview);
    const hint = isSound ? `\n${style.dim("next")}  ${next}\n` : "";
    const before = preview
      ? `${drawPreview(style, preview, { ...options, batchFile })}${emulatedNote(style, preview)}`
      : "";
    return `${drawPlan(style, plan, preview)}${before}${hint}`;
  });
  showWarnings(deps, options, warnings);
  if (!isSound) throw invalidPlanError(read);
  if (detailedExitcode && isAnySent(preview ?? previewOfNothing(plan))) throw new ExitSignal(EXIT.hasWork);
}

/** What is left to buy decides about an approval, not the whole plan. */
const leftJson = (preview: FoundPreview) => ({
  ...previewJson(preview),
  ...(preview.triggers.length === 0 ? { verdict: "allowed" } : {}),
  triggers: preview.triggers,
});

function refuseOutput({ output }: PlanOptions, flag: string): void {
  if (output !== undefined)
    throw usageError("conflicting_flags", `${flag} saves nothing: leave --output out.`);
}

interface DiffInput {
  /** What was planned, as it was named. */
  readonly file: string;
  readonly read: PlanFile;
  /** Plan or batch to compare with. */
  readonly old: string;
}

async function printDiff(deps: Deps, options: PlanOptions, { file, read, old }: DiffInput): Promise<void> {
  refuseOutput(options, "--diff");
  if (read.plan.verdict === "invalid") throw invalidPlanError(read);
  const before = await readEarlierPlan(deps, old, { context: createPlanContext(deps, {}) });
  const diff = diffPlans(before, read.plan);
  const { preview, batchFile, warnings } = await readPreview(deps, options, { file, plan: read.plan });
  printResult(
    deps,
    options,
    { ...planDiffJson(diff), ...(preview ? previewJson(preview) : {}), ...warningsJson(warnings) },
    (style) =>
      `${drawPlanDiff(style, diff)}${preview ? drawLeftToBuy(style, preview, { ...options, batchFile }) : ""}`,
  );
  showWarnings(deps, options, warnings);
  if (options.detailedExitcode && !isSamePlan(diff)) throw new ExitSignal(EXIT.hasWork);
}

/** What a plan needs of a store, and what is to be said of it. */
interface Looked extends Partial<BatchFileName> {
  readonly preview: FoundPreview | undefined;
  readonly warnings: readonly { readonly message: string }[];
}

const NOT_LOOKED: Looked = { preview: undefined, warnings: [] };

/**
 * What of the plan was bought before, by the store that is named, or by the usual one if it exists; undefined for nothing. The keys that
 * are set tell whose jobs count; without one, those of `--emulated`.
 */
async function readPreview(
  deps: Deps,
  options: PlanOptions,
  { file, plan }: { readonly file: string; readonly plan: Plan },
): Promise<Looked> {
  if (!isStoreThere(deps, options)) return NOT_LOOKED;
  const isNamed = options.store !== undefined || Boolean(deps.env["KLING_STORE"]?.trim());
  try {
    const accountFor = (await accountsGiven(deps, {}, plan.jobs)) ?? emulatedPayer(deps, options);
    const looked = await withStoreIfThere(deps, options, async (store): Promise<Looked> => {
      const jobClient = openJobs(deps, store);
      const preview = await jobClient.preview(plan, accountFor);
      const isOfInterest =
        hasEarlier(preview) || preview.earlierForPurpose > 0 || preview.boughtElsewhere.length > 0;
      if (!isOfInterest) return NOT_LOOKED;
      const named = await findBatchFile(deps, options, { file, plan, jobClient });
      return { preview: { ...preview, accountFor }, ...named, warnings: warnBefore(preview) };
    });
    return looked ?? NOT_LOOKED;
  } catch (error) {
    // A plan needs no network and no store: one that nobody named must not fail it.
    const isSilent = error instanceof CliError && error.code === "connection_error";
    if (!isSilent && (isNamed || !(error instanceof StoreError))) throw error;
    const message = `The plan does not show what was bought before. ${error.message}`;
    return { preview: undefined, warnings: [{ message }] };
  }
}
