import type { Compiled } from "@klingkit/spec";
import type { Kling, TaskHandle, TaskSnapshot } from "klingkit";
import type { Deps } from "../deps.ts";
import { CliError } from "../errors/cli-error.ts";
import { EXIT } from "../errors/exit-code.ts";
import { codeOfKlingError, idsOf, isKlingError } from "../errors/kling-error.ts";
import type { ConnectionOptions } from "../session/settings.ts";
import { statusCommand } from "../tasks/commands.ts";
import { failedTaskError, statusWord } from "../tasks/task-json.ts";
import { typeOfProduct } from "../tasks/task-types.ts";
import { postCompiled } from "./create-resources.ts";

export interface SentCreate {
  readonly handle: TaskHandle & { readonly taskId: string };
  readonly statusWord: string;
  /** The answer was lost, and the task was found by its external id. */
  readonly isAdopted: boolean;
}

export interface SendInput {
  readonly kling: Kling;
  readonly compiled: Compiled;
  readonly externalTaskId: string;
  readonly connection: ConnectionOptions;
  /** Sends models that the service has retired. Default false. */
  readonly allowsRetired?: boolean;
}

/**
 * Sends one create, once. After an answer that leaves open whether a task exists, or "already exists", the task is
 * looked up by its external id and adopted; where that gives nothing, the error carries the id. Never sends twice.
 */
export async function sendCreate(deps: Deps, input: SendInput): Promise<SentCreate> {
  const { kling, compiled, externalTaskId } = input;
  try {
    const task = await postCompiled(kling, compiled, {
      signal: deps.signal,
      allowsRetired: input.allowsRetired ?? false,
    });
    return { handle: { ...task, externalTaskId }, statusWord: "submitted", isAdopted: false };
  } catch (error) {
    if (deps.signal.aborted) throw interruptedCreate(input, error);
    if (!isKlingError(error)) throw error;
    const isDuplicate = codeOfKlingError(error) === "duplicate_external_id";
    if (!isDuplicate && error.mayHaveCharged === "no") throw error;
    const found = await lookUp(deps, input);
    if (found) return adopt(found, externalTaskId);
    if (isDuplicate) throw error;
    throw unknownOutcome(input, error);
  }
}

/** A task that was there before may have ended; a failed one is no success. */
function adopt(task: TaskSnapshot, externalTaskId: string): SentCreate {
  if (task.status === "failed") throw failedTaskError({ ...task, externalTaskId });
  return { handle: { ...task, externalTaskId }, statusWord: statusWord(task), isAdopted: true };
}

async function lookUp({ signal }: Deps, input: SendInput): Promise<TaskSnapshot | undefined> {
  const { kling, compiled, externalTaskId } = input;
  try {
    const outcome = await kling.tasks.status(handleOf(compiled, externalTaskId), { signal });
    return outcome.kind === "found" ? outcome.task : undefined;
  } catch (error) {
    if (signal.aborted) throw interruptedCreate(input, error);
    // Whatever went wrong, the outcome of the create stays unknown, and that is what is reported.
    return undefined;
  }
}

function handleOf({ route }: Compiled, externalTaskId: string): TaskHandle {
  const product = route.operation?.product ?? "";
  const family = route.family === "standard" ? "standard" : "legacy";
  return { externalTaskId, family, product, model: route.model };
}

function lookUpCommand({ compiled, externalTaskId, connection }: SendInput): string {
  const product = compiled.route.family === "standard" ? "" : (compiled.route.operation?.product ?? "");
  return statusCommand({ id: externalTaskId, isExternal: true, type: typeOfProduct(product), connection });
}

function unknownOutcome(input: SendInput, cause: Error): CliError {
  return new CliError({
    code: "unknown_outcome",
    message: `The answer to the create was lost (${cause.message}), and the task was not found by its external id. It may exist and cost units. Look it up before sending anything again.`,
    details: {
      ...(isKlingError(cause) ? idsOf(cause) : {}),
      external_task_id: input.externalTaskId,
      look_up: lookUpCommand(input),
    },
    cause,
  });
}

function interruptedCreate(input: SendInput, cause: unknown): CliError {
  return new CliError({
    code: "interrupted",
    message:
      "Interrupted while the create was on its way. It may exist and cost units. Look it up before sending anything again.",
    exitCode: EXIT.interrupted,
    details: { external_task_id: input.externalTaskId, look_up: lookUpCommand(input) },
    cause,
  });
}
