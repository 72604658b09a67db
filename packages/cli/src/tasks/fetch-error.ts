import { resolve } from "node:path";
import type { TaskSnapshot } from "klingkit";
import type { Deps } from "../deps.ts";
import { CliError, type ErrorDetails, usageError } from "../errors/cli-error.ts";
import { EXIT } from "../errors/exit-code.ts";
import { withDetails } from "../failures/with-details.ts";
import type { AllowHostOptions } from "../session/allow-hosts.ts";
import { type DownloadChoice, downloadCommand } from "../session/next-commands.ts";
import type { TaskContext } from "./follow-task.ts";

export interface Wanted extends TaskContext {
  readonly connection: TaskContext["connection"] & AllowHostOptions;
  readonly task: TaskSnapshot;
  readonly output: string;
  /** What the command that continues repeats of this one. */
  readonly download: DownloadChoice;
}

/** What a failed download reports, with the command that continues it. */
export function fetchError({ signal, cwd }: Deps, input: Wanted, error: unknown): unknown {
  const { handle, type, connection, task, isFleeting } = input;
  const resume = downloadCommand({ id: handle.taskId, type, connection }, input.download);
  const ids = {
    task_id: task.taskId,
    ...(handle.externalTaskId === undefined ? {} : { external_task_id: handle.externalTaskId }),
  };
  // The same command would be refused again.
  if (isNameTaken(error)) return nameTaken(resolve(cwd, input.output), ids);
  const details = { ...ids, ...(isFleeting ? {} : { resume }) };
  if (!signal.aborted) return withDetails(error, signal, details);
  return new CliError({
    code: "interrupted",
    message:
      "Interrupted while downloading. The next download continues where this one stopped, if the server allows it.",
    exitCode: EXIT.interrupted,
    details: { ...details, may_have_charged: "yes" },
    cause: error,
  });
}

const isNameTaken = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "KLINGKIT_DOWNLOAD_FILE_EXISTS";

const nameTaken = (path: string, ids: ErrorDetails): CliError =>
  usageError(
    "file_exists",
    `--output: ${path} exists already and is another file. It was not changed, and nothing was bought. Choose another name, or replace it with --force.`,
    ids,
  );
