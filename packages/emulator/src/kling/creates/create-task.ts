import { type CreateOperation, SERVICE_MESSAGES } from "@klingkit/spec";
import type { Account } from "../../world/accounts/account.ts";
import { inputImageIdOf, lastImageIdOf } from "../../world/tasks/input-images.ts";
import type { TaskRecord } from "../../world/tasks/task-record.ts";
import type { Caller } from "../caller.ts";
import { type Refusal, refuse, UNREADABLE_BODY } from "../envelope.ts";
import { parseBody } from "../parse-body.ts";
import { renderAnswered, renderLegacyCreated } from "../renderings/legacy-task.ts";
import { renderStandardCreated } from "../renderings/standard-task.ts";
import type { KlingState } from "../state.ts";
import { runChecks } from "./checks.ts";
import { outcomeOf } from "./cost.ts";
import { audioIdOf, type CreateRequest, checkBody, textOf, videoIdOf } from "./create-request.ts";
import { findSession } from "./face-session.ts";
import { makeTask } from "./new-task.ts";
import { findParentVideo, findSound } from "./parent-video.ts";

export interface CreateCall {
  readonly account: Account;
  readonly caller: Caller;
  readonly operation: CreateOperation;
  readonly text: string;
}

export interface CreateResult {
  /** What the create carried, as far as it could be read. */
  readonly externalTaskId: string | undefined;
  readonly result: { readonly task: TaskRecord; readonly data: string } | { readonly refusal: Refusal };
}

const unreadable = (): Refusal => refuse(UNREADABLE_BODY, SERVICE_MESSAGES.requestUnreadable);

/** Runs the checks and makes the task. Synchronous on purpose: two creates can never pass the same check together. */
export function createTask(state: KlingState, call: CreateCall): CreateResult {
  const { account, text } = call;
  // Numbers seeds: refused creates count too.
  account.createCount += 1;
  let body: unknown;
  try {
    body = parseBody(text);
  } catch {
    return { externalTaskId: undefined, result: { refusal: unreadable() } };
  }
  const request = readRequest(state, call, body);
  const { facts } = request.check;
  const externalTaskId = facts?.externalTaskId;
  const refusal = runChecks(request);
  if (refusal) return { externalTaskId, result: { refusal } };
  const outcome = outcomeOf(request);
  // Without the validation step in the order, an unreadable body gets this far.
  if (!facts || !outcome) return { externalTaskId, result: { refusal: unreadable() } };
  const { task, image, lastImage, givenImages } = makeTask(request, facts, outcome);
  keepImage(state, task.id, image);
  keepImage(state, lastImageIdOf(task.id), lastImage);
  for (const [place, bytes] of givenImages) keepImage(state, inputImageIdOf(task.id, place), bytes);
  state.tasks.add(account, task);
  return { externalTaskId, result: { task, data: JSON.stringify(begin(request, task)) } };
}

function keepImage({ images, store }: KlingState, id: string, bytes: Uint8Array | undefined): void {
  if (bytes === undefined) return;
  images.put(id, bytes);
  store.image(id, bytes);
}

function readRequest(
  state: KlingState,
  { account, caller, operation }: CreateCall,
  body: unknown,
): CreateRequest {
  const check = checkBody(state, account, { operation, body });
  const parentId = videoIdOf({ check });
  const parent = parentId === undefined ? undefined : findParentVideo(state, account, parentId);
  const audioId = audioIdOf({ check });
  const sound = audioId === undefined ? undefined : findSound(state, account, audioId);
  const sessionId = textOf({ check }, "session_id");
  const session = sessionId === undefined ? undefined : findSession(state, account, sessionId);
  return { state, account, caller, operation, body, check, parent, sound, session };
}

/** Starts the task's life and renders the response; one that is answered now ends here. */
function begin({ state, account, operation }: CreateRequest, task: TaskRecord): object {
  if (operation.answer === "now") {
    state.lifecycle.succeed(account, task.id);
    const ended = state.tasks.find(task.id) ?? task;
    return renderAnswered(ended, state.linksOf(ended, state.clock.nowMs()));
  }
  state.lifecycle.follow(account, task, { isNew: true });
  return operation.family === "legacy"
    ? renderLegacyCreated(task)
    : renderStandardCreated(task, operation.createdIdField);
}
