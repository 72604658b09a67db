import { type Engine, isPassing, type JobBook } from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import { isForPeople, type OutputOptions } from "../terminal/output.ts";
import { createStyle } from "../terminal/style.ts";
import { createBoardView } from "./board-view.ts";
import { carryFailure } from "./carry-failure.ts";
import { createEventLines } from "./event-lines.ts";
import { type JobSet, readJobNames, readJobSet } from "./job-set.ts";
import { createPlainLines } from "./plain-lines.ts";
import { drawSummary, summarize, summaryJson } from "./run-summary.ts";
import type { Service } from "./service.ts";

export interface CarryInput {
  readonly options: OutputOptions;
  readonly engine: Engine;
  readonly book: JobBook;
  readonly service: Service;
  /** The jobs that are shown and judged; the engine works on all of the account. */
  readonly jobs: JobSet;
  /** Ends the work then, in order. Default: no limit. */
  readonly timeoutMs?: number | undefined;
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
const BOARD_MIN_COLUMNS = 60;

/** Works until everything of the account rests, shows it, and ends with the result of the given jobs. */
export async function carry(deps: Deps, input: CarryInput): Promise<void> {
  const { engine, book, jobs, options, timeoutMs } = input;
  const startedAtMs = deps.clock.nowMs();
  const isEmpty = (await readJobNames(book, jobs)).length === 0;
  const view = isEmpty ? NO_VIEW : await openView(deps, input);
  const watching = new AbortController();
  const followed = followPatiently(deps, view, watching.signal);
  // Heard below, when the work has ended: what cannot be shown must not stop it.
  followed.catch(() => undefined);
  try {
    await engine.run({ signal: deps.signal, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
  } finally {
    watching.abort();
    await followed;
    await view.finish();
  }
  const summary = await summarize(book, await readJobSet(book, jobs), {
    account: input.service.account,
    tookMs: deps.clock.nowMs() - startedAtMs,
  });
  const { resume } = input;
  const failure = carryFailure(summary, { signal: deps.signal, resume, timeoutMs });
  if (isForPeople(deps, options)) {
    const style = createStyle(deps.io.stdout, deps.env);
    deps.io.stdout.write(
      drawSummary(style, summary, { cwd: deps.cwd, isEmulated: input.service.isEmulator }),
    );
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
  // Lines of a wire log would fall into a board that is redrawn.
  const isWide =
    !deps.isDebug && (deps.io.stdout.columns ?? 0) >= BOARD_MIN_COLUMNS && deps.env["TERM"] !== "dumb";
  return isWide ? createBoardView(deps, input) : createPlainLines(deps, input);
}
