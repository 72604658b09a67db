import { dirname, resolve } from "node:path";
import {
  type Engine,
  type EnqueueOptions,
  findLengthMistake,
  type JobClient,
  type JobName,
  type Plan,
  WORK_STATES,
} from "@klingkit/engine";
import { parseTimeoutMs } from "../../create/parse-flags.ts";
import type { Deps } from "../../deps.ts";
import { usageError } from "../../errors/cli-error.ts";
import { requireReplaceable } from "../../files/written-by-klingkit.ts";
import { findBatchFile } from "../../jobs/batch-file.ts";
import { readEarlierFailures } from "../../jobs/earlier-failures.ts";
import { warnEarlierVersions, warnEarlierVersionsOf } from "../../jobs/earlier-versions.ts";
import { findBatch } from "../../jobs/find-batch.ts";
import {
  type JobSet,
  MOST_JOBS,
  oldestFirst,
  queryOf,
  readBatchIds,
  readJobNames,
  whichJobs,
} from "../../jobs/job-set.ts";
import { createPlanContext } from "../../jobs/plan-context.ts";
import { warnBefore } from "../../jobs/plan-preview.ts";
import { readPlanFile } from "../../jobs/read-plan.ts";
import { invalidPlanError } from "../../jobs/refusal.ts";
import {
  detachedWarnings,
  readRemovedRequests,
  showRemovedRequests,
  showRunWarnings,
} from "../../jobs/removed-requests.ts";
import { type Accepted, requireApproval } from "../../jobs/require-approval.ts";
import { readRunEnd } from "../../jobs/run-end.ts";
import type { ReportWriter } from "../../jobs/run-input.ts";
import { runToRest } from "../../jobs/run-to-rest.ts";
import { accountsOf } from "../../jobs/service.ts";
import { type EngineSession, withEngine } from "../../jobs/with-engine.ts";
import { type ClientView, readClientView } from "../../report/client-view.ts";
import type { ReportRequest } from "../../report/write-report.ts";
import { findUnusedNames } from "../../session/account-note.ts";
import { keepHeapSmall, returnFreedMemory } from "../../session/heap.ts";
import {
  approvedAgain,
  type Meaning,
  type Place,
  resumeCommand,
  runCommand,
  word,
} from "../../session/next-commands.ts";
import { readRouteChoice } from "../../session/route-choice.ts";
import { checkOutputFolder } from "../../tasks/fetch-result.ts";
import { isForPeople, type OutputOptions } from "../../terminal/output.ts";
import { showWarnings } from "../../terminal/warnings.ts";
import { printDetached } from "./print-detached.ts";
import { requireSameFolder } from "./require-same-folder.ts";
import type { ResumeOptions, RunOptions } from "./run-options.ts";

export async function runBatch(file: string, options: RunOptions, deps: Deps): Promise<void> {
  await keepHeapSmall();
  const timeoutMs = readTimeout(options);
  const client = readClientView(options);
  const end = readRunEnd(deps, options);
  let plan: Plan | undefined = await readValidPlan(file, options, deps);
  if (options.detach && (options.report !== undefined || client !== undefined))
    throw usageError(
      "conflicting_flags",
      `${options.report === undefined ? "--for-client" : "--report"}: a detached run ends before its jobs do. Run \`kling report\` when they have ended. Nothing was sent.`,
    );
  if (options.detach && options.emulated)
    throw usageError("conflicting_flags", "--detach: the emulator of --emulated ends with this command.");
  if (!options.detach) await checkFolders(deps, plan, options);
  if (typeof options.report === "string")
    await requireReplaceable({ path: resolve(deps.cwd, options.report), flag: "--report" });
  await withEngine(deps, options, async (session) => {
    if (plan === undefined) return;
    const isLarge = plan.jobs.length >= LARGE_PLAN_JOBS;
    const buying = buy(deps, options, { file, plan, session });
    // A plan of thousands of jobs is large, and the run takes hours: nothing here may keep it.
    plan = undefined;
    const bought = await buying;
    if (!bought) return;
    if (isLarge) await returnFreedMemory();
    const { engine, jobClient, services, troubles } = session;
    const { jobs, isContinued, leavesUnsent, batchFile, reportFile } = bought;
    // Whoever types the command lets the jobs try again where an earlier refusal had stopped them.
    await engine.resume(whichJobs(jobs, await readJobNames(jobClient, jobs)));
    // Without a name it would send what was taken out of the file, or what other runs left, too.
    const isOwn = leavesUnsent || (await hasUnsentOfOthers(session, jobs));
    const resume = isOwn ? resumeThese(jobs, options, { file, batchFile }) : resumeCommand(options);
    const leads = { isReadAsFile: reportFile !== undefined, isBoughtAsFile: batchFile !== undefined };
    const reportWriters = reportWritersOf(deps, options, { file, ...leads, jobClient, client });
    const run = {
      command: "kling run" as const,
      options,
      engine,
      jobClient,
      services,
      jobs,
      resume,
      timeoutMs,
      isContinued,
      reportOf: reportFile,
      batchFile,
      end,
      troubles,
      reportWriters,
    };
    await runToRest(deps, run);
  });
}

/** Whether the account has jobs of other runs that are approved and not sent. */
async function hasUnsentOfOthers({ jobClient, services }: EngineSession, jobs: JobSet): Promise<boolean> {
  const own = new Set((await readJobNames(jobClient, jobs)).map(({ id }) => id));
  const query = { accounts: accountsOf(services), states: ["approved"], limit: MOST_JOBS } as const;
  return (await jobClient.jobNames(query)).some(({ id }) => !own.has(id));
}

const meaningOf = ({ purpose, service, cheapest }: RunOptions): Meaning => ({
  ...(purpose === undefined ? {} : { purpose }),
  ...(service === undefined ? {} : { service }),
  ...(cheapest ? { cheapest } : {}),
});

/** Continues these jobs alone. */
function resumeThese(
  jobs: JobSet,
  options: RunOptions,
  { file, batchFile }: { readonly file: string; readonly batchFile: string | undefined },
): string {
  const named = batchFile ?? ("batchId" in jobs ? jobs.batchId : undefined);
  if (named !== undefined || file === "-") return resumeCommand(options, named);
  // Nothing else means the jobs of several batches: the run finds them again by the file and its flags.
  return runCommand(file, options);
}

/** From here on a plan takes tens of MB while it is made. */
const LARGE_PLAN_JOBS = 1000;

interface Reporting {
  readonly file: string;
  /** `kling report` finds the jobs by the file. */
  readonly isReadAsFile: boolean;
  /** Commands that buy find them by the file. */
  readonly isBoughtAsFile: boolean;
  readonly jobClient: JobClient;
  readonly client: ClientView | undefined;
}

/** What writes the pages that `--report` and `--for-client` ask for. */
function reportWritersOf(
  deps: Deps,
  options: RunOptions,
  { file, isReadAsFile, isBoughtAsFile, jobClient, client }: Reporting,
): readonly ReportWriter[] {
  const { report, store } = options;
  const writerOf =
    (page: Pick<ReportRequest, "output" | "client">): ReportWriter =>
    async (jobs) => {
      const { writeReport } = await import("../../report/write-report.ts");
      const isNamed = isReadAsFile || file === "-" || (await readBatchIds(jobClient, jobs)).length === 1;
      const flag = page.client === undefined ? "--report" : "--for-client";
      const written = await writeReport(deps, jobClient, {
        ...page,
        jobs,
        batchFile: file,
        isReadAsFile,
        ...(isBoughtAsFile || file === "-" ? {} : { rerun: { file, meaning: meaningOf(options) } }),
        ...(isNamed
          ? {}
          : {
              command: [runCommand(file, options), flag, ...(page.output ? [word(page.output)] : [])].join(
                " ",
              ),
            }),
        store,
        flag,
        onLeftOut: (message) => showWarnings(deps, options, [{ message }]),
      });
      return { ...written, isForClient: page.client !== undefined };
    };
  return [
    ...(report === undefined ? [] : [writerOf({ output: report === true ? undefined : report })]),
    // Under its own name: what `--report` names has prices in it.
    ...(client === undefined ? [] : [writerOf({ client })]),
  ];
}

async function readValidPlan(file: string, options: RunOptions, deps: Deps): Promise<Plan> {
  const context = createPlanContext(deps, options);
  const { purpose, strict, store } = options;
  const choice = readRouteChoice(options);
  const read = await readPlanFile(deps, file, { context, purpose, strict, store, choice });
  if (read.plan.verdict === "invalid") throw invalidPlanError(read);
  return read.plan;
}

interface Buying {
  readonly file: string;
  readonly plan: Plan;
  readonly session: EngineSession;
}

/** Makes jobs of the plan, or finds those of an earlier run. Undefined where the command has nothing more to do. */
async function buy(deps: Deps, options: RunOptions, { file, plan, session }: Buying) {
  const { engine } = session;
  const repeat = options.again ? { again: true } : { continues: true };
  const enqueue = (given: EnqueueOptions) => engine.enqueue(plan, { ...repeat, ...given });
  const preview = await engine.preview(plan, repeat);
  requireSameFolder(deps, options, { file, plan, preview });
  const { toBuy } = preview;
  const { rule } = session.approvals;
  const approveWith = approvedAgain(deps.argv, { isUnpriced: toBuy.totals.unpricedJobs > 0, rule });
  const { jobClient, services } = session;
  const named = await findBatchFile(deps, options, { file, plan, jobClient });
  const { batchFile } = named;
  const shown = { plan: toBuy, whole: plan, preview, batchFile };
  const purchase = { deps, options, ...shown, session, enqueue, approveWith };
  const outputDir = resolve(deps.cwd, options.outputDir ?? ".");
  const besides = [
    ...warnBefore(preview),
    ...(await warnEarlierVersions({ plan, preview, jobClient, services, outputDir }, options)),
  ];
  showWarnings(deps, options, besides);
  const accepted = await requireApproval(purchase);
  await reportWarnings(deps, options, toBuy, besides);
  const { batchId, isContinued = false, earlierJobIds } = accepted;
  const inFileOrder = namesOf(plan, accepted);
  const ofFile = { session, listed: inFileOrder, inFileOrder, purpose: plan.purpose };
  if (options.detach) {
    const warnings = await detachedWarnings({ ...session, ...ofFile }, options);
    showWarnings(deps, options, warnings);
    printDetached(deps, options, { batchFile, plan, accepted, preview, warnings: [...besides, ...warnings] });
    return undefined;
  }
  if (options.again && earlierJobIds !== undefined && isForPeople(deps, options))
    deps.io.stderr.write(
      "The last --again of this batch is not finished. It is continued, not bought again.\n",
    );
  await refetchGone(deps, options, { engine, jobIds: earlierJobIds ?? [] });
  if (earlierJobIds === undefined) return { jobs: { batchId }, ...named, isContinued, leavesUnsent: false };
  const { leavesUnsent, ...jobs } = await withSent(deps, options, ofFile);
  return { jobs, ...named, isContinued, leavesUnsent };
}

/** Who buys is shown what the plan warns of: people on standard error, programs as a line for each. */
async function reportWarnings(
  deps: Deps,
  options: RunOptions,
  { jobs }: Plan,
  besides: ReturnType<typeof warnBefore>,
): Promise<void> {
  const warnings = jobs.flatMap(({ name, warnings: found }) =>
    found.map((warning) => ({ name, ...warning })),
  );
  showWarnings(
    deps,
    options,
    warnings.map(({ name, message }) => ({ message: `${name}: ${message}` })),
  );
  if (isForPeople(deps, options) || options.detach) return;
  // People have seen these before they approved.
  for (const { message } of [...(await findUnusedNames(deps, options)), ...besides])
    deps.io.stdout.write(`${JSON.stringify({ event: "warning", message })}\n`);
  for (const { name, rule, path, message } of warnings)
    deps.io.stdout.write(`${JSON.stringify({ event: "warning", name, rule, path, message })}\n`);
}

/** Jobs of several batches can only be listed. */
const namesOf = ({ jobs }: Plan, { jobIds }: Accepted): readonly JobName[] =>
  jobIds.map((id, at) => ({ id, name: jobs[at]?.name ?? "" }));

interface OfFile {
  readonly session: EngineSession;
  /** Jobs of the file that are worked on. */
  readonly listed: readonly JobName[];
  /** All jobs of the file. */
  readonly inFileOrder: readonly JobName[];
  readonly purpose?: string;
}

/** Jobs of a file, with those that were sent for requests which have been taken out of it: they are paid for. */
async function withSent(
  deps: Deps,
  options: OutputOptions & Place,
  { session, listed, inFileOrder, purpose }: OfFile,
) {
  const removed = await readRemovedRequests(session.engine, { ...session, listed: inFileOrder, purpose });
  showRemovedRequests(deps, options, removed);
  const leavesUnsent = removed.unsent.length > 0;
  return { listed: oldestFirst([...listed, ...removed.sent]), inFileOrder, leavesUnsent };
}

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
const readTimeout = ({ timeout }: ResumeOptions): number | undefined =>
  timeout === undefined ? undefined : parseTimeoutMs(timeout);

/** The jobs of a batch file; undefined for what is named otherwise. */
const listedIn = (named: JobSet | undefined): readonly JobName[] | undefined =>
  named !== undefined && "listed" in named ? named.listed : undefined;

export async function runResume(
  batch: string | undefined,
  options: ResumeOptions,
  deps: Deps,
): Promise<void> {
  await keepHeapSmall();
  const timeoutMs = readTimeout(options);
  const end = readRunEnd(deps, options);
  await withEngine(deps, options, async (session) => {
    const { engine, jobClient, services, troubles } = session;
    const named =
      batch === undefined
        ? undefined
        : await findBatch(deps, options, {
            given: batch,
            jobClient,
            commandOfEarlier: (batchId) => resumeCommand(options, batchId),
          });
    const set = named === undefined ? {} : queryOf(named);
    const query = { accounts: accountsOf(services), states: WORK_STATES, limit: MOST_JOBS, ...set };
    const listed = oldestFirst(await jobClient.jobNames(query));
    const found = await readBatchIds(jobClient, listed);
    const earlier = await readEarlierFailures(
      jobClient,
      batch === undefined || "purpose" in set ? found.map((batchId) => ({ batchId })) : [set],
    );
    const inFileOrder = listedIn(named);
    const jobs = inFileOrder ? await withSent(deps, options, { session, listed, inFileOrder }) : { listed };
    if (inFileOrder)
      showRunWarnings(
        deps,
        options,
        await warnEarlierVersionsOf({ jobClient, services, listed: inFileOrder }, options),
      );
    await engine.resume(named === undefined ? {} : whichJobs(jobs, jobs.listed));
    const resume = resumeCommand(options, batch);
    await runToRest(deps, {
      isWholeAccount: batch === undefined,
      options,
      engine,
      jobClient,
      services,
      jobs,
      resume,
      timeoutMs,
      isContinued: true,
      earlier,
      command: "kling resume",
      reportOf: batch,
      batchFile: inFileOrder && batch,
      end,
      troubles,
    });
  });
}
