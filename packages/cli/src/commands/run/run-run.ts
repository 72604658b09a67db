import { dirname, resolve } from "node:path";
import {
  type Approval,
  type Engine,
  type EnqueueOptions,
  type EnqueueResult,
  findLengthMistake,
  type JobBook,
  type Plan,
  type PlanPreview,
  type PlanRefusal,
  REST_STATES,
  type Store,
} from "@klingkit/engine";
import { parseTimeoutMs } from "../../create/parse-flags.ts";
import type { Deps } from "../../deps.ts";
import { CliError, usageError } from "../../errors/cli-error.ts";
import { carry } from "../../jobs/carry.ts";
import { drawDestinations } from "../../jobs/draw-destinations.ts";
import { drawPlan } from "../../jobs/draw-plan.ts";
import { drawGrant, readGrant } from "../../jobs/grant.ts";
import { MOST_JOBS } from "../../jobs/job-set.ts";
import { withCallbacks } from "../../jobs/open-callbacks.ts";
import { openEngine, readEngineSettings } from "../../jobs/open-engine.ts";
import { openBook, withStore } from "../../jobs/open-store.ts";
import { createPlanContext } from "../../jobs/plan-context.ts";
import { drawPreview } from "../../jobs/plan-preview.ts";
import { readPlanFile } from "../../jobs/read-plan.ts";
import { invalidPlanError, refusalError } from "../../jobs/refusal.ts";
import { openService, type Service } from "../../jobs/service.ts";
import type { ApprovalSetting } from "../../session/approval-setting.ts";
import { approvedAgain, resumeCommand } from "../../tasks/commands.ts";
import { checkOutputFolder } from "../../tasks/fetch-result.ts";
import { canAsk, confirm } from "../../terminal/confirm.ts";
import { isForPeople } from "../../terminal/output.ts";
import { createStyle } from "../../terminal/style.ts";
import { showWarnings } from "../../terminal/warnings.ts";
import { printDetached } from "./print-detached.ts";
import { requireSameFolder } from "./require-same-folder.ts";
import type { CarryOptions, RunOptions } from "./run.ts";

export async function runRun(file: string, options: RunOptions, deps: Deps): Promise<void> {
  const context = createPlanContext(deps, options);
  const timeoutMs = readTimeout(options);
  const read = await readPlanFile(deps, file, { context, purpose: options.purpose, strict: options.strict });
  const { plan } = read;
  if (plan.verdict === "invalid") throw invalidPlanError(read);
  if (options.detach && options.emulated)
    throw usageError("conflicting_flags", "--detach: the emulator of --emulated ends with this command.");
  if (!options.detach) await checkFolders(deps, plan, options);
  await withEngine(deps, options, async (workshop) => {
    const { engine, book, service } = workshop;
    const repeat = options.again ? { again: true } : { continues: true };
    const enqueue = (given: EnqueueOptions) => engine.enqueue(plan, { ...repeat, ...given });
    const preview = await engine.preview(plan, repeat);
    if (!options.detach) requireSameFolder(deps, options, { file, plan, preview });
    const { toBuy } = preview;
    const { rule } = workshop.approvals;
    const approveWith = approvedAgain(deps.argv, { isUnpriced: toBuy.totals.unpricedJobs > 0, rule });
    const gate = { deps, options, plan: toBuy, whole: plan, preview, workshop, enqueue, approveWith };
    const accepted = await passGate(gate);
    reportWarnings(deps, options, toBuy);
    if (options.detach) return printDetached(deps, options, { plan, accepted });
    const { batchId, isContinued, earlierJobIds } = accepted;
    await refetchGone(deps, options, { engine, jobIds: earlierJobIds ?? [] });
    const jobs = earlierJobIds === undefined ? { batchId } : { listed: namesOf(plan, accepted) };
    const resume = resumeCommand(options);
    // Whoever types the command lets the batch try again where an earlier refusal had stopped it.
    await engine.resume({ batchId });
    const isOld = isContinued ?? false;
    await carry(deps, { options, engine, book, service, jobs, resume, timeoutMs, isContinued: isOld });
  });
}

/** Who buys is shown what the plan warns of: people on standard error, programs as a line for each. */
function reportWarnings(deps: Deps, options: RunOptions, { jobs }: Plan): void {
  const warnings = jobs.flatMap(({ name, warnings: found }) =>
    found.map((warning) => ({ name, ...warning })),
  );
  showWarnings(
    deps,
    options,
    warnings.map(({ name, message }) => ({ message: `${name}: ${message}` })),
  );
  if (isForPeople(deps, options) || options.detach) return;
  for (const { name, rule, path, message } of warnings)
    deps.io.stdout.write(`${JSON.stringify({ event: "warning", name, rule, path, message })}\n`);
}

/** Jobs of several batches can only be listed. */
const namesOf = ({ jobs }: Plan, { jobIds }: Accepted) =>
  jobIds
    .map((id, at) => ({ id, name: jobs[at]?.name ?? "" }))
    .toSorted((left, right) => (left.id < right.id ? -1 : 1));

/** Files that were deleted since are downloaded again, while the service has them. */
async function refetchGone(
  deps: Deps,
  options: RunOptions,
  { engine, jobIds }: { readonly engine: Engine; readonly jobIds: readonly string[] },
): Promise<void> {
  const gone = await engine.refetchGone(jobIds);
  if (gone.length === 0 || !isForPeople(deps, options)) return;
  const subject = gone.length === 1 ? "1 file is gone. It is" : `${gone.length} files are gone. They are`;
  deps.io.stderr.write(`${subject} downloaded again.\n`);
}

/** Before anything is bought that could not be put anywhere. A worker may be on another machine. */
async function checkFolders({ cwd }: Deps, plan: Plan, { outputDir }: RunOptions): Promise<void> {
  const paths = plan.jobs.map(({ output }) => resolve(cwd, outputDir ?? ".", output));
  for (const path of paths) {
    const mistake = findLengthMistake(path);
    if (mistake !== undefined) throw usageError("output_too_long", `${mistake}. Nothing was sent.`);
  }
  const folders = new Set(paths.map((path) => dirname(path)));
  for (const folder of folders) await checkOutputFolder("--output-dir", folder);
}

/** In ms; undefined for no limit. */
const readTimeout = ({ timeout }: CarryOptions): number | undefined =>
  timeout === undefined ? undefined : parseTimeoutMs(timeout);

export async function runResume(options: CarryOptions, deps: Deps): Promise<void> {
  const timeoutMs = readTimeout(options);
  await withEngine(deps, options, async ({ engine, book, service }) => {
    await engine.resume();
    const { account } = service;
    const open = await book.jobNames({ account, states: OPEN_STATES, limit: MOST_JOBS });
    const jobs = { listed: open.toReversed() };
    const resume = resumeCommand(options);
    await carry(deps, { options, engine, book, service, jobs, resume, timeoutMs, isContinued: true });
  });
}

const OPEN_STATES = (["approved", "submitting", "running", "succeeded"] as const).filter(
  (state) => !REST_STATES.includes(state),
);

export interface Workshop {
  readonly store: Store;
  readonly engine: Engine;
  readonly book: JobBook;
  readonly service: Service;
  /** Whose approvals count here. */
  readonly approvals: ApprovalSetting;
}

/** Store, service and engine for as long as `use` runs. */
export function withEngine(
  deps: Deps,
  options: CarryOptions,
  use: (workshop: Workshop) => Promise<void>,
): Promise<void> {
  return withStore(deps, { ...options, wakeups: "pg-boss" }, async (store) => {
    const settings = await readEngineSettings(deps, options);
    const outputDir = resolve(deps.cwd, options.outputDir ?? ".");
    const service = await openService(deps, options);
    try {
      await withCallbacks(deps, options, { store, service }, (callbacks) => {
        const context = createPlanContext(deps, options);
        const input = { store, service, context, callbacks, outputDir, ...settings };
        const engine = openEngine(deps, input);
        const { approvals } = settings;
        return use({ store, engine, book: openBook(deps, store), service, approvals });
      });
    } finally {
      await service.close();
    }
  });
}

export interface GateInput {
  readonly deps: Deps;
  readonly options: RunOptions;
  /** What would be bought. */
  readonly plan: Plan;
  /** What was asked for, where some of it was bought before; an approval of all of it holds for the rest. */
  readonly whole?: Plan;
  readonly preview?: PlanPreview;
  readonly workshop: Pick<Workshop, "book" | "engine" | "service" | "approvals">;
  readonly enqueue: (given: EnqueueOptions) => Promise<EnqueueResult>;
  readonly approveWith: string;
  /** Tells a refusal in the command's own words. Default: as a batch. */
  readonly refuse?: (refusal: PlanRefusal) => CliError;
}

export type Accepted = Extract<EnqueueResult, { readonly kind: "accepted" }>;

/** Makes the jobs: with a saved approval, a policy, `--approve`, or a person's yes on the terminal. Throws the refusal as data. */
export async function passGate(input: GateInput): Promise<Accepted> {
  const { plan, workshop, enqueue, approveWith } = input;
  const { source } = workshop.approvals;
  const { refuse = (refusal: PlanRefusal) => refusalError(refusal, { approveWith, source }) } = input;
  const hashes = new Set([plan.hash, input.whole?.hash ?? plan.hash]);
  const saved = await Promise.all([...hashes].map((hash) => workshop.book.approvals(hash)));
  const first = await tryApprovals(saved.flat(), enqueue);
  if (first.kind === "accepted") return first;
  if (first.kind !== "approval_required" || !mayApprove(input)) throw refuse(first);
  const via = await askApproval(input);
  if (!via) throw new CliError({ code: "approval_required", message: "Not approved. Nothing was sent." });
  const grant = readGrant(input.deps, plan, input.options);
  const approval = await workshop.engine.approve(plan, { ...grant, via });
  const second = await enqueue({ approvalId: approval.id });
  if (second.kind === "accepted") return second;
  throw refuse(second);
}

/** The first that covers the plan; each may be for fewer creates or units, or for another reason to ask. */
async function tryApprovals(
  saved: readonly Approval[],
  enqueue: GateInput["enqueue"],
): Promise<EnqueueResult> {
  for (const { id } of saved) {
    const result = await enqueue({ approvalId: id });
    if (result.kind !== "approval_required" || id === saved.at(-1)?.id) return result;
  }
  return enqueue({});
}

/** Where only a person counts, a flag is no approval. */
const isFlagEnough = ({ options, workshop }: GateInput): boolean =>
  options.approve === true && workshop.approvals.rule === "any";

const mayApprove = (input: GateInput): boolean => isFlagEnough(input) || canAsk(input.deps);

/** How the purchase was approved, after it was shown; undefined where it was not. */
async function askApproval(input: GateInput): Promise<"flag" | "terminal" | undefined> {
  const { deps, options, plan, preview, workshop } = input;
  const grant = readGrant(deps, plan, options);
  if (isForPeople(deps, options)) {
    const style = createStyle(deps.io.stderr, deps.env);
    deps.io.stderr.write(
      `${drawPlan(style, plan)}${preview ? drawPreview(style, preview) : ""}\n${drawDestinations(style, plan)}\n${style.bold("Approval")}\n${drawGrant(style, plan, { ...grant, account: workshop.service.account })}\n`,
    );
  }
  if (isFlagEnough(input)) return "flag";
  return (await confirm(deps, "This buys for real. Approve?")) ? "terminal" : undefined;
}
