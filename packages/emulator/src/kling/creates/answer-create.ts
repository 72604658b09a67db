import { SERVICE_MESSAGES, type VideoOperation } from "@klingkit/spec";
import type { Call, Reply } from "../../server/call.ts";
import type { JournalEntry } from "../../world/journal.ts";
import type { Caller } from "../credential.ts";
import { INTERNAL_ERROR, type Refusal, refuse, refuseWith, succeedWith } from "../envelope.ts";
import type { EmulatorState } from "../state.ts";
import { createTask } from "./create-task.ts";

export interface CreateAnswerCall {
  readonly call: Call;
  readonly operation: VideoOperation;
  readonly requestId: string;
  readonly caller: Caller;
}

/** Answers a create: only once what it did is durable. */
export async function answerCreate(state: EmulatorState, parts: CreateAnswerCall): Promise<Reply> {
  const { call, operation, requestId, caller } = parts;
  const text = await call.readText();
  const account = state.accounts.open(caller.account);
  const { externalTaskId, result } = createTask(state, { account, caller, operation, text });
  const common = { call, requestId, account: account.name, externalTaskId };
  if ("refusal" in result) {
    noteCreate(state, { ...common, refusal: result.refusal });
    return refuseWith(requestId, result.refusal);
  }
  noteCreate(state, { ...common, taskId: result.task.id });
  try {
    await state.keeper.saved();
  } catch {
    // The task may or may not survive: as ambiguous as this code is for the service. `onError` has heard of it.
    return refuseWith(requestId, refuse(INTERNAL_ERROR, SERVICE_MESSAGES.internalError));
  }
  return succeedWith(requestId, result.data);
}

export interface CreateNote {
  readonly call: Call;
  readonly requestId: string;
  readonly account: string | undefined;
  readonly externalTaskId?: string | undefined;
  readonly taskId?: string | undefined;
  readonly refusal?: Refusal;
}

/** Writes a create into the journal. */
export function noteCreate({ clock, journal, keeper }: EmulatorState, note: CreateNote): void {
  const { call, requestId, account, externalTaskId, taskId, refusal } = note;
  const entry: JournalEntry = {
    atMs: clock.nowMs(),
    requestId,
    account,
    path: call.path,
    externalTaskId,
    taskId,
    outcome: refusal ? `refused ${refusal.code}` : "accepted",
  };
  journal.create(entry);
  keeper.journal(entry);
}
