import { SERVICE_MESSAGES, type VideoOperation } from "@klingkit/spec";
import type { Account } from "../../world/accounts/account.ts";
import type { TaskRecord } from "../../world/tasks/task-record.ts";
import type { Caller } from "../caller.ts";
import { type Refusal, refuse } from "../envelope.ts";
import { renderLegacyCreated } from "../renderings/legacy-task.ts";
import { renderStandardCreated } from "../renderings/standard-task.ts";
import type { KlingState } from "../state.ts";
import { runChecks } from "./checks.ts";
import { type CreateRequest, checkBody } from "./create-request.ts";
import { makeTask } from "./new-task.ts";

export interface CreateCall {
  readonly account: Account;
  readonly caller: Caller;
  readonly operation: VideoOperation;
  readonly text: string;
}

export interface CreateResult {
  /** What the create carried, as far as it could be read. */
  readonly externalTaskId: string | undefined;
  readonly result: { readonly task: TaskRecord; readonly data: string } | { readonly refusal: Refusal };
}

/** HTTP 400; the code for a body that is no JSON is not recorded. INF */
const UNREADABLE = 1200;

/** Runs the checks and makes the task. Synchronous on purpose: two creates can never pass the same check together. */
export function createTask(state: KlingState, call: CreateCall): CreateResult {
  const { account, operation, caller, text } = call;
  // Numbers seeds: refused creates count too.
  account.createCount += 1;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    const refusal = refuse(UNREADABLE, SERVICE_MESSAGES.requestUnreadable);
    return { externalTaskId: undefined, result: { refusal } };
  }
  const check = checkBody(state, account, { operation, body });
  const request: CreateRequest = { state, account, caller, operation, check };
  const externalTaskId = check.facts?.externalTaskId;
  const refusal = runChecks(request);
  if (refusal) return { externalTaskId, result: { refusal } };
  const { facts, row } = check;
  // Without the validation step in the order, an unreadable body gets this far.
  if (!facts || !row) {
    return { externalTaskId, result: { refusal: refuse(UNREADABLE, SERVICE_MESSAGES.requestUnreadable) } };
  }
  const { task, image } = makeTask(request, facts, row);
  if (image) {
    state.images.put(task.id, image);
    state.store.image(task.id, image);
  }
  state.tasks.add(account, task);
  state.lifecycle.follow(account, task, { isNew: true });
  const rendered = operation.family === "legacy" ? renderLegacyCreated(task) : renderStandardCreated(task);
  return { externalTaskId, result: { task, data: JSON.stringify(rendered) } };
}
