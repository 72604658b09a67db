import type { JournalOutcome } from "../world/journal.ts";
import type { World } from "../world/world.ts";
import type { Call } from "./call.ts";

export interface CallNote {
  /** Name of the service. */
  readonly service: string;
  readonly call: Call;
  readonly requestId: string;
  readonly isCreate: boolean;
  readonly outcome: JournalOutcome;
  /** undefined: the credential did not tell. */
  readonly account?: string | undefined;
  readonly externalTaskId?: string | undefined;
  readonly taskId?: string | undefined;
}

/** Writes a call into the journal. */
export function journalCall({ clock, journal, store }: World, note: CallNote): void {
  const { service, call, requestId, isCreate, outcome, account, externalTaskId, taskId } = note;
  const { method, path } = call;
  const entry = {
    atMs: clock.nowMs(),
    requestId,
    service,
    account,
    method,
    path,
    externalTaskId,
    taskId,
    isCreate,
    outcome,
  };
  journal.note(entry);
  store.journal(entry);
}
