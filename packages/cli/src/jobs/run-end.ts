import { basename } from "node:path";
import { isFileLost, type Job } from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import { readNotifyRule } from "../session/notify-rule.ts";
import type { ConnectionOptions } from "../session/settings.ts";
import { canRedraw } from "../terminal/abilities.ts";
import { type NotifyRule, notifyEnd } from "../terminal/notify.ts";
import { isForPeople, type OutputOptions } from "../terminal/output.ts";
import { createStyle } from "../terminal/style.ts";
import type { RunCommand } from "./run-command.ts";
import { endText, foldersOf, type RunSummary } from "./run-summary.ts";

/** Flags for what follows the summary of a run. */
export interface RunEndOptions extends OutputOptions, ConnectionOptions {
  /** Opens the report, or without one the folder of the files. */
  readonly open?: boolean;
  /** Shows a picture of each file. */
  readonly preview?: boolean;
}

export interface RunEnd {
  readonly notify: NotifyRule;
  readonly isOpened: boolean;
  readonly hasPreview: boolean;
}

/** Reads what follows the summary, before anything is bought. Throws usage errors. */
export const readRunEnd = (deps: Deps, options: RunEndOptions): RunEnd => ({
  notify: readNotifyRule(deps, options),
  isOpened: options.open ?? false,
  hasPreview: options.preview ?? false,
});

/** Pictures of the files of jobs that are done. */
async function previewJobs(deps: Deps, options: OutputOptions, jobs: readonly Job[]): Promise<void> {
  const style = createStyle(deps.io.stdout, deps.env);
  const done = jobs.filter((job) => job.state === "collected" && job.filePath !== "" && !isFileLost(job));
  const posters = done.map(({ name, model, filePath }) => ({
    file: filePath,
    lines: [style.bold(name), style.dim(model), style.link(basename(filePath), filePath)],
  }));
  const { showPreview } = await import("../pictures/show-preview.ts");
  await showPreview(deps, options, { posters, isAsked: true });
}

interface RunEnded {
  readonly command: RunCommand;
  readonly end: RunEnd;
  readonly summary: RunSummary;
  /** Page of the run, where one was written: it is opened in place of the folder. */
  readonly reportPath: string | undefined;
}

/** A notification for a person who looked away, and pictures where they were asked for. Nothing after Ctrl-C. */
export async function showRunEnd(
  deps: Deps,
  options: OutputOptions,
  { command, end, summary }: Omit<RunEnded, "reportPath">,
): Promise<void> {
  if (deps.signal.aborted) return;
  if (end.hasPreview) await previewJobs(deps, options, summary.jobs);
  const ended = { rule: end.notify, tookMs: summary.tookMs, text: endText(command, summary) };
  if (isForPeople(deps, options) && canRedraw(deps.io.stdout, deps.env))
    notifyEnd(deps.io.stdout, deps.env, ended);
}

/** As in the JSON of `kling report`; empty where nothing was to be opened. */
interface Opened {
  readonly opened?: boolean;
  readonly not_opened?: string;
}

/** Opens the page or folder where it was asked for. A missing opener is no failure of the run: the videos are there. */
export async function openRunEnd(
  deps: Deps,
  { end, summary, reportPath }: Omit<RunEnded, "command">,
): Promise<Opened> {
  const shown = reportPath ?? foldersOf(summary)[0];
  if (deps.signal.aborted || !end.isOpened || shown === undefined) return {};
  const { openPath } = await import("../files/open-path.ts");
  const failure = await openPath(deps, shown);
  return { opened: failure === undefined, ...(failure === undefined ? {} : { not_opened: failure }) };
}
