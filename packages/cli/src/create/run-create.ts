import type { Deps } from "../deps.ts";
import { openKling } from "../session/client.ts";
import { readSettings, requireCredentials } from "../session/settings.ts";
import { downloadCommand, statusCommand } from "../tasks/commands.ts";
import { checkExtension, checkOutputPlace, fetchResult } from "../tasks/fetch-result.ts";
import { followTask } from "../tasks/follow-task.ts";
import { taskJson } from "../tasks/task-json.ts";
import { typeOfProduct } from "../tasks/task-types.ts";
import { isForPeople, printResult } from "../terminal/output.ts";
import { formatPairs } from "../terminal/table.ts";
import type { CreateOptions } from "./create-options.ts";
import { parseTimeoutMs } from "./parse-flags.ts";
import { type CreateIntent, type CreatePlan, planCreate } from "./plan-create.ts";
import { printDryRun } from "./print-dry-run.ts";
import { requireApproval } from "./require-approval.ts";
import { type SentCreate, sendCreate } from "./send-create.ts";

/** Runs one create command from flags to result: plan, approval, one POST, and where asked wait and download. */
export async function runCreate(
  deps: Deps,
  options: CreateOptions,
  { intent, prompt }: { readonly intent: CreateIntent; readonly prompt: string | undefined },
): Promise<void> {
  const timeoutMs = parseTimeoutMs(options.timeout);
  await checkOutput(deps, options.output);
  const externalTaskId = options.externalId ?? (options.dryRun ? undefined : `kling-${deps.newId()}`);
  const settings = options.dryRun ? undefined : readSettings(deps, options);
  const beforeFiles = () => {
    if (settings) requireCredentials(settings);
  };
  const plan = await planCreate(deps, { intent, options, prompt, externalTaskId, beforeFiles });
  if (!settings || externalTaskId === undefined) {
    printDryRun(deps, options, plan);
    return;
  }
  await requireApproval(deps, settings.baseUrl.value, plan);
  const kling = openKling(deps, settings);
  const sent = await sendCreate(deps, {
    kling,
    compiled: plan.compiled,
    externalTaskId,
    connection: options,
    allowsRetired: options.allowRetired ?? false,
  });
  if (!options.wait && options.output === undefined) {
    printSent(deps, options, plan, sent);
    return;
  }
  await finish({ deps, options, plan, sent, kling, baseUrl: settings.baseUrl.value, timeoutMs });
}

async function checkOutput(deps: Deps, output: string | undefined): Promise<void> {
  if (output === undefined) return;
  checkExtension(output, "video");
  await checkOutputPlace(deps, output);
}

const typeOf = ({ compiled: { route } }: CreatePlan) =>
  route.family === "legacy" ? typeOfProduct(route.operation?.product ?? "") : undefined;

function extras(plan: CreatePlan, { handle, isAdopted }: SentCreate): Readonly<Record<string, unknown>> {
  return {
    external_task_id: handle.externalTaskId,
    route: plan.compiled.route.id,
    ...(isAdopted ? { adopted: true } : {}),
  };
}

function printSent(deps: Deps, options: CreateOptions, plan: CreatePlan, sent: SentCreate): void {
  const { taskId } = sent.handle;
  const result = { success: true, task_id: taskId, status: sent.statusWord, ...extras(plan, sent) };
  const reference = { id: taskId, type: typeOf(plan), connection: options };
  printResult(
    deps,
    { ...options, mustArrive: true },
    result,
    (style) =>
      `${style.good("submitted")} ${style.bold(taskId)}\n${formatPairs(
        [
          ["route", plan.compiled.route.id],
          ["external id", sent.handle.externalTaskId ?? ""],
          ["status", statusCommand(reference)],
          ["download", downloadCommand(reference)],
        ],
        style.dim,
      )}`,
  );
}

interface Finish {
  readonly deps: Deps;
  readonly options: CreateOptions;
  readonly plan: CreatePlan;
  readonly sent: SentCreate;
  readonly kling: ReturnType<typeof openKling>;
  readonly baseUrl: string;
  readonly timeoutMs: number;
}

async function finish({ deps, options, plan, sent, kling, baseUrl, timeoutMs }: Finish): Promise<void> {
  const type = typeOf(plan);
  const context = { kling, handle: sent.handle, type, connection: options, baseUrl };
  const task = await followTask(deps, { ...context, timeoutMs, isLive: isForPeople(deps, options) });
  const file =
    options.output === undefined
      ? undefined
      : await fetchResult(deps, { ...context, task, format: "video", output: options.output });
  const result = {
    ...taskJson(task, { type }),
    ...(file ? { file: file.filePath } : {}),
    ...extras(plan, sent),
  };
  printResult(deps, { ...options, mustArrive: true }, result, (style) =>
    file
      ? `${style.good("saved")} ${style.bold(file.filePath)}\n`
      : `${style.good("succeeded")} ${style.bold(task.taskId)}\n`,
  );
}
