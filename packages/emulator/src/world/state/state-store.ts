import type { Account } from "../accounts/account.ts";
import type { JournalEntry } from "../journal.ts";
import type { TaskRecord } from "../tasks/task-record.ts";
import type { UploadSink } from "../uploads.ts";

/** Saves what must survive a restart. Without a folder all of it does nothing. */
export interface StateStore extends UploadSink {
  task(task: TaskRecord): void;
  image(taskId: string, bytes: Uint8Array): void;
  account(account: Account): void;
  journal(entry: JournalEntry): void;
  /** Forgets an account, or everything. */
  reset(account: string | undefined): void;
  /** Resolves when everything so far is on disk. Rejects with `DataWriteError`; undefined when nothing is saved. */
  saved(): Promise<void> | undefined;
  /** Saves what is left. Idempotent. */
  close(): Promise<void>;
}

/** Keeps nothing. */
export const MEMORY_ONLY: StateStore = {
  task() {},
  image() {},
  upload() {},
  account() {},
  journal() {},
  reset() {},
  saved: () => undefined,
  close: () => Promise.resolve(),
};
