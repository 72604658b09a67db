import type { JobName } from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import { reportCommand } from "../session/next-commands.ts";
import { canRedraw } from "../terminal/abilities.ts";
import { isForPeople } from "../terminal/output.ts";
import { createStyle } from "../terminal/style.ts";
import { showWarnings } from "../terminal/warnings.ts";
import { createBoardView } from "./board-view.ts";
import { readBeginning } from "./bought-now.ts";
import { createEventLines } from "./event-lines.ts";
import { followPatiently } from "./follow-patiently.ts";
import { readFilmOrder, readJobNames, readJobSet, whichJobs } from "./job-set.ts";
import { readLimitedBy } from "./limited-by.ts";
import { policyGiven } from "./open-engine.ts";
import { createPlainLines } from "./plain-lines.ts";
import { openRunEnd, showRunEnd } from "./run-end.ts";
import { runFailure } from "./run-failure.ts";
import type { RunInput, RunPage, View, ViewInput } from "./run-input.ts";
import { drawSummary, type RunSummary, shortPath, summarize, summaryJson } from "./run-summary.ts";
import { accountsOf } from "./service.ts";
import { JUST_NOW_MS } from "./troubles.ts";

const NO_VIEW: View = { follow: () => Promise.resolve(), finish: () => Promise.resolve() };

/** Narrower than this a board cannot be read. */
const BOARD_MIN_COLUMNS = 60;

/** Works until the jobs rest, shows it, and ends with the result of the jobs. */
export async function runToRest(deps: Deps, input: RunInput): Promise<void> {
  const { jobClient, jobs, options, timeoutMs } = input;
  const startedAtMs = deps.clock.nowMs();
  const names = await readJobNames(jobClient, jobs);
  const beginning = await readBeginning(input, names);
  const view = names.length === 0 ? NO_VIEW : await openView(deps, { ...input, beginning });
  const watching = new AbortController();
  const followed = followPatiently(deps, view, watching.signal);
  // Heard below, when the work has ended: what cannot be shown must not stop it.
  followed.catch(() => undefined);
  try {
    await work(deps, input, names);
  } finally {
    watching.abort();
    try {
      await followed;
    } finally {
      await view.finish();
    }
  }
  const summary = await summarize(jobClient, await readJobSet(jobClient, jobs), {
    accounts: accountsOf(input.services),
    tookMs: deps.clock.nowMs() - startedAtMs,
    beginning,
  });
  const pages = await writeReports(deps, input);
  const { resume, earlier, troubles } = input;
  const failure = runFailure(summary, {
    signal: deps.signal,
    resume,
    batchFile: input.batchFile,
    place: options,
    timeoutMs,
    earlier,
    limitsFile: policyGiven(deps, options),
    limitedBy: await readLimitedBy(jobClient, summary.jobs, input.engine.owner),
    storeReasons: await troubles.ofStore(JUST_NOW_MS),
  });
  const ended = { command: input.command, end: input.end, summary, reportPath: pages[0]?.filePath };
  if (isForPeople(deps, options)) {
    const style = createStyle(deps.io.stdout, deps.env);
    deps.io.stdout.write(
      drawSummary(style, summary, {
        cwd: deps.cwd,
        isOfBatch: !input.isWholeAccount,
        isEmulated: input.services.all.every(({ isEmulator }) => isEmulator),
        reports: pages.length === 0 ? reportHints(summary, input) : pages.map((page) => pageText(deps, page)),
      }),
    );
  } else {
    const opened = await openRunEnd(deps, ended);
    const json = { success: failure === undefined, ...summaryJson(summary), ...pagesJson(pages), ...opened };
    deps.io.stdout.write(`${JSON.stringify(json)}\n`);
  }
  await showRunEnd(deps, options, ended);
  if (isForPeople(deps, options)) {
    const { not_opened: message } = await openRunEnd(deps, ended);
    if (message !== undefined) showWarnings(deps, options, [{ message }]);
  }
  if (failure) throw failure;
}

/** Carries the jobs alone, or all of the account. */
async function work(
  { signal }: Deps,
  { engine, jobs, timeoutMs, isWholeAccount }: RunInput,
  names: readonly JobName[],
): Promise<void> {
  const how = { signal, ...(timeoutMs === undefined ? {} : { timeoutMs }) };
  if (isWholeAccount) return void (await engine.run(how));
  // A call without an external ID that is given up could not be looked up; only a time limit is no reason to wait.
  await engine.run({ ...how, ...whichJobs(jobs, names), awaitsResponses: timeoutMs === undefined });
}

/** Batches whose pages are named. */
const MOST_REPORTS = 5;

/** How to make the page of a run that made something: of its batch, of its file if that was bought in several parts, or of each batch. */
function reportHints(
  { batchIds, counts }: RunSummary,
  { options, reportOf }: Pick<RunInput, "options" | "reportOf">,
): readonly string[] {
  if ((counts["collected"] ?? 0) === 0) return [];
  const those = batchIds.length > 1 && reportOf !== undefined ? [reportOf] : batchIds;
  return those.slice(0, MOST_REPORTS).map((batch) => reportCommand(batch, options));
}

/** Writes the pages that were asked for. What keeps one from being written changes neither the others nor how the run ended. */
async function writeReports(
  deps: Deps,
  { jobClient, jobs, options, reportWriters = [] }: RunInput,
): Promise<readonly RunPage[]> {
  const pages: RunPage[] = [];
  for (const write of reportWriters)
    try {
      const page = await write(await readFilmOrder(jobClient, jobs));
      if (page.warning !== undefined) showWarnings(deps, options, [{ message: page.warning }]);
      pages.push(page);
    } catch (error) {
      showWarnings(deps, {}, [{ message: error instanceof Error ? error.message : String(error) }]);
    }
  return pages;
}

const pageText = ({ cwd }: Deps, { filePath, replaced, isForClient }: RunPage): string =>
  `${shortPath(filePath, cwd)}${isForClient ? ", for the client" : ""}${replaced ? ", replaced" : ""}`;

function pagesJson(pages: readonly RunPage[]) {
  const own = pages.find(({ isForClient }) => !isForClient);
  const client = pages.find(({ isForClient }) => isForClient);
  return {
    ...(own ? { report: own.filePath, report_replaced: own.replaced !== undefined } : {}),
    ...(client
      ? { client_report: client.filePath, client_report_replaced: client.replaced !== undefined }
      : {}),
    ...(client && client.leftOut.length > 0 ? { client_report_left_out: client.leftOut } : {}),
  };
}

async function openView(deps: Deps, input: ViewInput): Promise<View> {
  if (!isForPeople(deps, input.options)) return createEventLines(deps, input);
  // Lines of a wire log would fall into a board that is redrawn.
  const { stdout } = deps.io;
  const isWide = !deps.isDebug && (stdout.columns ?? 0) >= BOARD_MIN_COLUMNS && canRedraw(stdout, deps.env);
  return isWide ? createBoardView(deps, input) : createPlainLines(deps, input);
}
