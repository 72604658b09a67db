import type { Deps } from "../deps.ts";
import { readNotifyRule } from "../session/notify-rule.ts";
import type { ConnectionOptions } from "../session/settings.ts";
import { type NotifyRule, notifyEnd } from "../terminal/notify.ts";
import { isForPeople, type OutputOptions } from "../terminal/output.ts";
import { showWarnings } from "../terminal/warnings.ts";
import { endText, foldersOf, type RunSummary } from "./run-summary.ts";

/** Flags for what follows the summary of a run. */
export interface RunEndOptions extends OutputOptions, ConnectionOptions {
  /** Opens the folder of the files. */
  readonly open?: boolean;
}

export interface RunEnd {
  readonly notify: NotifyRule;
  readonly isOpened: boolean;
}

/** Reads what follows the summary, before anything is bought. Throws usage errors. */
export const readRunEnd = (deps: Deps, options: RunEndOptions): RunEnd => ({
  notify: readNotifyRule(deps, options),
  isOpened: options.open ?? false,
});

/** A notification for a person who looked away, and the folder where it was asked for. Nothing after Ctrl-C. */
export async function showRunEnd(
  deps: Deps,
  options: OutputOptions,
  { end, summary }: { readonly end: RunEnd; readonly summary: RunSummary },
): Promise<void> {
  if (deps.signal.aborted) return;
  const ended = { rule: end.notify, tookMs: summary.tookMs, text: endText(summary) };
  if (isForPeople(deps, options)) notifyEnd(deps.io.stdout, deps.env, ended);
  const [folder] = foldersOf(summary);
  if (!end.isOpened || folder === undefined) return;
  const { openPath } = await import("../files/open-path.ts");
  const failure = await openPath(deps, folder);
  // The videos are there: a missing opener is no failure of the run.
  if (failure !== undefined) showWarnings(deps, options, [{ message: failure }]);
}
