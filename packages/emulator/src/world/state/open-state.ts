import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { DATABASE_NAME, openDatabase } from "./open-database.ts";
import { readState } from "./read-state.ts";
import type { SavedState } from "./saved-state.ts";
import { DataWriteError } from "./state-errors.ts";
import type { StateStore } from "./state-store.ts";
import { createStateWriter, noChanges } from "./write-state.ts";

/** How long a change that no response waits for may stay in memory, ms. */
const IDLE_WRITE_DELAY_MS = 20;

export interface StartSavingOptions {
  /** Emulator time. */
  readonly nowMs: () => number;
  readonly onError: (error: unknown) => void;
}

export interface OpenedState {
  readonly saved: SavedState;
  /** Begins to save. */
  start(options: StartSavingOptions): StateStore;
  /** Gives the folder free where nothing was started. */
  close(): void;
}

/** Opens the folder and reads what it holds. Throws what `openDatabase` and `readState` throw. */
export async function openState(directory: string): Promise<OpenedState> {
  const database = await openDatabase(directory);
  const path = join(directory, DATABASE_NAME);
  try {
    const saved = readState(database, path);
    return {
      saved,
      start: (options) => createStateStore(database, path, options),
      close: () => database.close(),
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Requests of one turn of the event loop share a commit, so that one flush of the disk is enough for all of them. */
function createStateStore(
  database: DatabaseSync,
  path: string,
  { nowMs, onError }: StartSavingOptions,
): StateStore {
  const writer = createStateWriter(database, nowMs);
  let changes = noChanges();
  let failure: DataWriteError | undefined;
  let isClosed = false;
  /** Waits for the next commit. */
  let waiting: PromiseWithResolvers<void> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function attempt(work: () => void): void {
    // After a failed flush it is unknown what the disk holds, so nothing more is promised.
    if (failure !== undefined) return;
    try {
      work();
    } catch (cause) {
      failure = new DataWriteError({ path, cause });
      onError(failure);
    }
  }

  function commit(): void {
    clearTimeout(timer);
    timer = undefined;
    const [batch, waiters] = [changes, waiting];
    changes = noChanges();
    waiting = undefined;
    attempt(() => writer.write(batch));
    if (failure === undefined) waiters?.resolve();
    else waiters?.reject(failure);
  }

  function changed(): void {
    if (isClosed) return;
    timer ??= setTimeout(commit, IDLE_WRITE_DELAY_MS);
  }

  return {
    task(task) {
      changes.tasks.set(task.id, task);
      changed();
    },
    image(taskId, bytes) {
      changes.images.set(taskId, bytes);
      changed();
    },
    upload(slot, bytes) {
      changes.uploads.set(slot.name, { slot, bytes });
      changed();
    },
    account(account) {
      changes.accounts.set(account.name, account);
      changed();
    },
    journal(entry) {
      changes.journal.push(entry);
      changed();
    },
    reset(account) {
      commit();
      attempt(() => writer.reset(account));
    },
    saved() {
      if (isClosed) return Promise.reject(new DataWriteError({ path, cause: "the emulator is closed" }));
      if (waiting === undefined) {
        waiting = Promise.withResolvers();
        setImmediate(() => {
          if (!isClosed) commit();
        });
      }
      return waiting.promise;
    },
    async close() {
      if (isClosed) return;
      commit();
      isClosed = true;
      database.close();
    },
  };
}
