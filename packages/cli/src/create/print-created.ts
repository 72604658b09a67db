import { extname } from "node:path";
import type { JobHistory } from "@klingkit/engine";
import type { TaskHandle, TaskSnapshot } from "klingkit";
import { createKlingReads } from "klingkit/reads";
import type { Deps } from "../deps.ts";
import { failedTaskError, failedTaskOf } from "../failures/task-errors.ts";
import { type Billed, billedJson, billedPairs } from "../jobs/billed.ts";
import { estimateJson } from "../jobs/estimate.ts";
import { externalIdJson } from "../jobs/external-id-json.ts";
import { entryText, fileOf, filesJson } from "../jobs/files-json.ts";
import { clientOptions } from "../session/client-options.ts";
import { downloadCommand, resumeCommand, statusCommand } from "../session/next-commands.ts";
import { readSettings } from "../session/settings.ts";
import type { TaskType } from "../session/task-types.ts";
import { entryJson, statusWord, taskJson } from "../tasks/task-json.ts";
import { printResult } from "../terminal/output.ts";
import { formatPairs } from "../terminal/pairs.ts";
import type { Style } from "../terminal/style.ts";
import { warningsJson } from "../terminal/warnings.ts";
import type { CreateOptions } from "./create-options.ts";
import type { Reach } from "./create-outcome.ts";
import { firstJson } from "./first-json.ts";
import type { Purchase } from "./purchase.ts";

export interface CreatedInput {
  readonly job: JobHistory;
  readonly reach: Reach;
  readonly options: CreateOptions;
  readonly purchase: Purchase;
  readonly type: TaskType | undefined;
  readonly billed: Billed;
  readonly isEmulated: boolean;
  /** What is doubtful about the file. */
  readonly fileWarnings: readonly { readonly message: string }[];
  /** Called when the task is seen at its end, so that its job learns of it. */
  readonly onEnded: () => Promise<void>;
}

/** Prints a create that came as far as was asked. A task of an earlier create with the same id may have failed: that is no success. */
export async function printCreated(deps: Deps, input: CreatedInput): Promise<void> {
  const { job, reach, options, purchase, type, billed } = input;
  const isAdopted = job.events.some(({ kind }) => kind === "job-adopted");
  // A task that was just made needs no read to tell that it is submitted.
  const task = reach === "accepted" && !isAdopted ? undefined : await readTask(deps, input);
  if (task?.status === "failed" || task?.status === "succeeded") await input.onEnded();
  if (task?.status === "failed")
    throw failedTaskError(
      {
        ...failedTaskOf(job),
        message: task.message,
        isContentPolicy: task.isContentPolicy,
        billing: task.billing,
        place: options,
      },
      externalIdJson(job),
    );
  const taskId = job.taskId ?? "";
  const head = task
    ? reach === "accepted"
      ? { success: true, task_id: taskId, status: statusWord(task) }
      : taskJson(task, { type })
    : { success: true, task_id: taskId, status: job.state === "running" ? "submitted" : "succeed" };
  const result = {
    ...head,
    ...externalIdJson(job),
    ...(reach === "rest" ? { file: fileOf(job), files: filesJson(job.assets) } : {}),
    route: purchase.routeId,
    estimate: estimateJson(purchase.estimate),
    ...billedJson(billed),
    ...firstJson(purchase),
    ...warningsJson([...purchase.warnings, ...input.fileWarnings]),
    ...(purchase.notes ? { notes: purchase.notes } : {}),
    ...(isAdopted ? { adopted: true } : {}),
    job: job.id,
    batch: job.batchId,
  };
  printResult(deps, { ...options, mustArrive: true }, result, (style) => draw(style, { ...input, task }));
  await previewCreated(deps, input);
}

async function previewCreated(deps: Deps, { job, reach, options }: CreatedInput): Promise<void> {
  if (!options.preview || reach !== "rest") return;
  const { previewFiles } = await import("../pictures/show-preview.ts");
  await previewFiles(deps, options, filesOf(job));
}

/** Paths of what was downloaded. */
const filesOf = ({ filePath, assets }: JobHistory): readonly string[] =>
  assets.length === 0 ? [filePath] : assets.flatMap(({ file_path }) => file_path ?? []);

/** One read for what the job does not keep, such as the video's id. Where it fails, the result is printed without that. */
async function readTask(
  deps: Deps,
  { job, options, purchase }: CreatedInput,
): Promise<TaskSnapshot | undefined> {
  const { family, product, model } = purchase;
  const handle: TaskHandle = {
    ...(job.taskId === undefined ? {} : { taskId: job.taskId }),
    ...(job.externalId === undefined ? {} : { externalTaskId: job.externalId }),
    family,
    product,
    ...(model === undefined ? {} : { model }),
  };
  try {
    const kling = createKlingReads(clientOptions(deps, readSettings(deps, options)));
    const outcome = await kling.tasks.status(handle, { signal: deps.signal });
    return outcome.kind === "found" ? outcome.task : undefined;
  } catch {
    return undefined;
  }
}

interface DrawnInput extends CreatedInput {
  readonly task: TaskSnapshot | undefined;
}

function draw(style: Style, input: DrawnInput): string {
  const notes = (input.purchase.notes ?? []).map((note) => style.dim(`note: ${note}\n`));
  const pairs = [...idPairs(input), ...wayPairs(input), ...billedPairs(input.billed, input)];
  return `${drawHead(style, input)}${formatPairs(pairs, style.dim)}${notes.join("")}`;
}

function drawHead(style: Style, { job, reach }: DrawnInput): string {
  if (reach !== "rest")
    return `${style.good(reach === "accepted" ? "submitted" : "succeeded")} ${style.bold(job.taskId ?? "")}\n`;
  if (job.assets.length === 0) return savedLine(style, job.filePath);
  return job.assets
    .map((asset) =>
      asset.file_path === null
        ? `${style.good("made")} ${style.bold(entryText(asset))}\n`
        : savedLine(style, asset.file_path),
    )
    .join("");
}

type Pair = readonly [label: string, value: string];

/** What later requests take the voice or element by that was made. */
function idPairs({ task }: DrawnInput): readonly Pair[] {
  const { element_id, voice_id } = task?.status === "succeeded" ? entryJson(task) : {};
  return [
    ...(element_id === undefined ? [] : [["element id", element_id] as const]),
    ...(voice_id === undefined ? [] : [["voice id", voice_id] as const]),
  ];
}

/** How to get at a task whose result is not on the disk. */
function wayPairs({ job, reach, options, purchase, type }: DrawnInput): readonly Pair[] {
  if (reach === "rest") return [];
  const reference = { id: job.taskId ?? "", type, connection: options };
  const extension = extname(job.filePath);
  // An element has no file.
  const fetched = extension === ELEMENT_EXTENSION ? undefined : job.filePath;
  return [
    ["route", purchase.routeId],
    ...(job.externalId === undefined ? [] : [["external id", job.externalId] as const]),
    ["job", job.id],
    ["status", statusCommand(reference)],
    ...(fetched === undefined
      ? []
      : [
          ["download", downloadCommand(reference, { output: downloadName(extension) })] as const,
          ["or", `${resumeCommand(options)}, which fetches ${fetched}`] as const,
        ]),
  ];
}

const ELEMENT_EXTENSION = ".element";

const downloadName = (extension: string): string =>
  `${extension === ".mp4" ? "video" : "result"}${extension}`;

const savedLine = (style: Style, file: string): string =>
  `${style.good("saved")} ${style.link(style.bold(file), file)}\n`;
