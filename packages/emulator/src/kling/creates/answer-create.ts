import { type CreateOperation, SERVICE_MESSAGES } from "@klingkit/spec";
import type { Call, Reply } from "../../server/call.ts";
import { journalCall } from "../../server/journal-call.ts";
import type { Caller } from "../caller.ts";
import { INTERNAL_ERROR, refuse, refuseWith, succeedWith } from "../envelope.ts";
import { KLING } from "../service-name.ts";
import type { KlingState } from "../state.ts";
import { createTask } from "./create-task.ts";

export interface CreateAnswerCall {
  readonly call: Call;
  readonly operation: CreateOperation;
  readonly requestId: string;
  readonly caller: Caller;
}

/** Answers a create: only once what it did is on disk. */
export async function answerCreate(state: KlingState, parts: CreateAnswerCall): Promise<Reply> {
  const { call, operation, requestId, caller } = parts;
  const text = await call.readText();
  const account = state.accounts.open(caller.account);
  const { externalTaskId, result } = createTask(state, { account, caller, operation, text });
  const note = { service: KLING, call, requestId, isCreate: true, account: account.name, externalTaskId };
  if ("refusal" in result) {
    journalCall(state, { ...note, outcome: `refused ${result.refusal.code}` });
    return refuseWith(requestId, result.refusal);
  }
  journalCall(state, { ...note, outcome: "accepted", taskId: result.task.id });
  try {
    await state.store.saved();
  } catch {
    // The task may or may not survive: as ambiguous as this code is for the service. `onError` was called.
    return refuseWith(requestId, refuse(INTERNAL_ERROR, SERVICE_MESSAGES.internalError));
  }
  return succeedWith(requestId, result.data);
}
