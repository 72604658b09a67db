import { basename, dirname, extname, resolve } from "node:path";
import {
  type BatchFile,
  type BatchOrigin,
  batchInvalid,
  findStaleness,
  formatPlan,
  locateBatch,
  makePlan,
  type Plan,
  type PlanContext,
  type ReadBatch,
  type RouteChoice,
  readBatch,
  readBatchTable,
  readPlan,
  withMediaFolder,
} from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import { CliError, usageError } from "../errors/cli-error.ts";
import { isInlineImage } from "../files/inline-image.ts";
import { isHttpUrl } from "../files/is-http-url.ts";
import { isSavedPlan } from "../files/is-saved-plan.ts";
import { isTable } from "../files/is-table.ts";
import { readText } from "../session/read-text.ts";
import { openJobs, withStoreIfThere } from "./open-store.ts";
import type { PlanFile } from "./plan-file.ts";
import { PLAN_HASH } from "./plan-hash.ts";
import { strictPlanError } from "./refusal.ts";

export interface ReadPlanOptions {
  readonly context: PlanContext;
  /** Takes the place of the batch's own. A saved plan has its purpose already. */
  readonly purpose?: string | undefined;
  /** Warnings are mistakes. */
  readonly strict?: boolean | undefined;
  /** Where a plan is looked up that is named by its hash. */
  readonly store?: string | undefined;
  /** Who makes requests that do not say it. A saved plan says it for each. */
  readonly choice?: RouteChoice;
}

/** Makes the plan of a batch file, or reads a saved plan and makes sure that it still holds. `-` is standard input. */
export async function readPlanFile(deps: Deps, file: string, options: ReadPlanOptions): Promise<PlanFile> {
  const text = await readInput(deps, file, options);
  const { context, purpose, strict, choice } = options;
  if (isSavedPlan(text))
    return {
      plan: await checkSaved(readPlan(text, file), { file, context, purpose, strict }),
      placeOf: () => ({ file }),
    };
  const { batch, context: located, ...origin } = await readLocated(deps, { text, file, context });
  const named = {
    ...batch,
    ...(purpose === undefined ? {} : { purpose }),
    ...(strict ? { strict } : {}),
  };
  const { placeOf } = origin;
  const plan = await makePlan(named, located, origin, choice);
  const turns = plan.jobs.length / (batch.requests?.length ?? 1);
  return { plan, placeOf: (job, field) => placeOf(Math.floor(job / turns), field) };
}

/** The requests of a batch file, with the context that reads their files and where they stand. Throws PlanError, also for a saved plan. */
export const readBatchFile = async (
  deps: Deps,
  file: string,
  context: PlanContext,
): Promise<BatchOrigin & ToPlan> =>
  readLocated(deps, { text: await readInput(deps, file, {}), file, context });

interface ToPlan {
  readonly batch: BatchFile;
  readonly context: PlanContext;
}

interface ToRead {
  readonly text: string;
  readonly file: string;
  readonly context: PlanContext;
}

/** Paths of a batch start at its folder. */
async function readLocated(deps: Deps, { text, file, context }: ToRead) {
  const { batch, ...read } = isTable(file) ? await readTable(text, file) : readBatch(text, file);
  if (batch === undefined) throw batchInvalid(read.mistakes);
  const folder = file === "-" ? deps.cwd : dirname(resolve(deps.cwd, file));
  return { ...read, batch: locateFiles(batch, folder), context: withMediaFolder(context, folder) };
}

/** Its purpose is the name of the file: a table has no line for it, and pages and sums of a file are looked up by its purpose. */
async function readTable(text: string, file: string): Promise<ReadBatch> {
  // Few batches are tables: their reader is loaded for those alone.
  const { readTableRows } = await import("./read-table-rows.ts");
  const { batch, ...read } = readBatchTable(readTableRows(text, file), file);
  return { ...read, batch: batch && { ...batch, purpose: basename(file, extname(file)) } };
}

/** A plan that is only compared with: whether it still holds does not matter. */
export async function readEarlierPlan(deps: Deps, file: string, options: ReadPlanOptions): Promise<Plan> {
  const text = await readInput(deps, file, options);
  return isSavedPlan(text) ? readPlan(text, file) : (await readPlanFile(deps, file, options)).plan;
}

const CODES = { missing: "file_not_found", unreadable: "batch_unreadable" } as const;

async function readInput(
  deps: Deps,
  file: string,
  { store }: Pick<ReadPlanOptions, "store">,
): Promise<string> {
  if (PLAN_HASH.test(file)) return readStoredPlan(deps, file, store);
  if (file === "-") return deps.io.stdin.readAll(deps.signal);
  return readText(deps, { file, what: "batch or plan", codes: CODES });
}

async function readStoredPlan(deps: Deps, hash: string, store: string | undefined): Promise<string> {
  const place = store === undefined ? {} : { store };
  const plan = await withStoreIfThere(deps, place, (store) => openJobs(deps, store).plan(hash));
  // The kind comes first, as in a file.
  if (plan) return formatPlan({ ...PLAN_KIND, ...plan });
  const message = `No plan ${hash} is in the store. Nothing was sent. Name the store that the plan was made in with --store.`;
  throw new CliError({ code: "file_not_found", message });
}

const PLAN_KIND = { kind: "klingkit.plan" } as const;

interface SavedPlan extends ReadPlanOptions {
  readonly file: string;
}

async function checkSaved(plan: Plan, { file, context, purpose, strict }: SavedPlan): Promise<Plan> {
  if (purpose !== undefined && purpose !== plan.purpose) {
    const message = `--purpose: ${file} was planned for '${plan.purpose}'. Plan it again for '${purpose}'.`;
    throw usageError("purpose_mismatch", message);
  }
  if (strict && plan.jobs.some(({ warnings }) => warnings.length > 0))
    throw strictPlanError({ plan, placeOf: () => ({ file }) });
  const stale = await findStaleness(plan, context);
  if (stale.length === 0) return plan;
  throw new CliError({
    code: "plan_stale",
    message: `${file} no longer says what would happen: ${stale[0]?.job === "*" ? "" : `${stale[0]?.job}: `}${stale[0]?.message}. Nothing was sent. Plan and approve again.`,
    exitCode: 2,
    details: { stale },
  });
}

/** Paths in a batch start from its file; in a plan they are absolute, because a job may be sent from anywhere. */
const locateFiles = (batch: BatchFile, folder: string): BatchFile =>
  locateBatch(batch, (input) =>
    isHttpUrl(input) || /^data:/i.test(input) || isInlineImage(input) ? input : resolve(folder, input),
  );
