import { type Engine, isPassing, type Job, type JobBook } from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import { CliError } from "../errors/cli-error.ts";
import { ClosedOutput } from "../errors/closed-output.ts";
import { EXIT } from "../errors/exit-code.ts";
import { isForPeople, type OutputOptions } from "../terminal/output.ts";
import { createStyle } from "../terminal/style.ts";
import { createBoardView } from "./board-view.ts";
import { createEventLines } from "./event-lines.ts";
import { type JobSet, readJobNames, readJobSet } from "./job-set.ts";
import { createPlainLines } from "./plain-lines.ts";
import { drawSummary, type RunSummary, summarize, summaryJson } from "./run-summary.ts";
import type { Service } from "./service.ts";

export interface CarryInput {
  readonly options: OutputOptions;
  readonly engine: Engine;
  readonly book: JobBook;
  readonly service: Service;
  /** The jobs that are shown and judged; the engine works on all of the account. */
  readonly jobs: JobSet;
  /** Command that goes on after an interruption. */
  readonly resume: string;
  readonly isContinued: boolean;
}

/** Shows jobs on their way. */
export interface View {
  /** Follows until the signal; never throws for it. */
  follow(signal: AbortSignal): Promise<void>;
  /** The last look, after everything came to rest. */
  finish(): Promise<void>;
}

const NO_VIEW: View = { follow: () => Promise.resolve(), finish: () => Promise.resolve() };

/** Narrower than this a board cannot be read. */
const BOARD_MIN_COLUMNS = 72;

/** Works until everything of the account rests, shows it, and ends with the result of the given jobs. */
export async function carry(deps: Deps, input: CarryInput): Promise<void> {
  const { engine, book, jobs, options } = input;
  const startedAtMs = deps.clock.nowMs();
  const isEmpty = (await readJobNames(book, jobs)).length === 0;
  const view = isEmpty ? NO_VIEW : await openView(deps, input);
  const watching = new AbortController();
  const followed = followPatiently(deps, view, watching.signal);
  // Heard below, when the work has ended: what cannot be shown must not stop it.
  followed.catch(() => undefined);
  try {
    await engine.run({ signal: deps.signal });
  } finally {
    watching.abort();
    await followed;
    await view.finish();
  }
  const summary = await summarize(book, await readJobSet(book, jobs), {
    tookMs: deps.clock.nowMs() - startedAtMs,
  });
  const failure = failureOf(deps, input, summary);
  if (isForPeople(deps, options)) {
    const style = createStyle(deps.io.stdout, deps.env);
    deps.io.stdout.write(drawSummary(style, summary, deps.cwd));
  } else {
    deps.io.stdout.write(`${JSON.stringify({ success: failure === undefined, ...summaryJson(summary) })}\n`);
  }
  if (failure) throw failure;
}

const LOOK_AGAIN_MS = 1000;

/** A store that is away for a while stops the picture, not the work. */
export async function followPatiently(
  { clock }: Deps,
  view: Pick<View, "follow">,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      return await view.follow(signal);
    } catch (error) {
      if (!isPassing(error)) throw error;
      await clock.sleep(LOOK_AGAIN_MS, signal).catch(() => undefined);
    }
  }
}

async function openView(deps: Deps, input: CarryInput): Promise<View> {
  if (!isForPeople(deps, input.options)) return createEventLines(deps, input);
  const isWide = (deps.io.stdout.columns ?? 0) >= BOARD_MIN_COLUMNS && deps.env["TERM"] !== "dumb";
  return isWide ? createBoardView(deps, input) : createPlainLines(deps, input);
}

/** How the run ends where not all is well, by what a person must do first. */
function failureOf({ signal }: Deps, input: CarryInput, summary: RunSummary): CliError | undefined {
  const { resume } = input;
  const of = (...states: readonly Job["state"][]) =>
    summary.jobs.filter(({ state }) => states.includes(state)).map(({ id }) => id);
  const open = of("planned", "approved", "submitting", "running", "succeeded");
  const unknown = of("unknown");
  const failed = of("failed", "rejected", "expired");
  if (signal.aborted && open.length > 0) {
    const isUnheard = signal.reason instanceof ClosedOutput;
    const message = `${isUnheard ? "Standard output was closed" : "Interrupted"} with ${countJobs(open)} under way. Nothing is lost, and what was bought goes on at the service. Go on with \`${resume}\`.`;
    return new CliError({ code: isUnheard ? "write_error" : "interrupted", message, details: { resume } });
  }
  if (unknown.length > 0) {
    const message = `Nobody can tell whether ${countJobs(unknown)} was bought; the units stay held. See \`kling jobs show ${unknown[0]}\`, then \`kling jobs adopt\` or \`kling jobs review\`.`;
    return new CliError({ code: "jobs_unknown", message, details: { jobs: unknown } });
  }
  if (open.length > 0) {
    const message = `${countJobs(open)} held: ${summary.holds.join("; ") || "waiting"}. Go on with \`${resume}\`.`;
    const isBudget = summary.jobs.some(({ waitsFor }) => waitsFor === "budget");
    const exitCode = isBudget ? EXIT.refused : EXIT.failure;
    return new CliError({
      code: "jobs_held",
      exitCode,
      message,
      details: { resume, jobs: open, reasons: summary.holds },
    });
  }
  if (failed.length === 0) return undefined;
  const message = `${countJobs(failed)} brought no video. See \`kling jobs show ${failed[0]}\`; \`kling jobs retry\` buys again.`;
  return new CliError({ code: "jobs_failed", message, details: { jobs: failed } });
}

const countJobs = (ids: readonly string[]): string => (ids.length === 1 ? "1 job" : `${ids.length} jobs`);
