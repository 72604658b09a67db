import type { DatabaseSync } from "node:sqlite";
import type { Account } from "../accounts/account.ts";
import type { JournalEntry } from "../journal.ts";
import type { TaskRecord } from "../tasks/task-record.ts";
import type { UploadSlot } from "../uploads.ts";
import type { SavedAccount } from "./saved-state.ts";

/** Changes since the last commit; of a task or an account only the newest counts. */
export interface Changes {
  readonly tasks: Map<string, TaskRecord>;
  readonly images: Map<string, Uint8Array>;
  /** With the bytes once they are there. */
  readonly uploads: Map<string, { readonly slot: UploadSlot; readonly bytes: Uint8Array | undefined }>;
  readonly accounts: Map<string, Account>;
  readonly journal: JournalEntry[];
}

export const noChanges = (): Changes => ({
  tasks: new Map(),
  images: new Map(),
  uploads: new Map(),
  accounts: new Map(),
  journal: [],
});

export interface StateWriter {
  /** Commits to disk. Throws what SQLite throws. */
  write(changes: Changes): void;
  /** Deletes an account, or everything, on disk. */
  reset(account: string | undefined): void;
}

/** Prepared statements over the emulator's tables. `nowMs`: emulator time. */
export function createStateWriter(database: DatabaseSync, nowMs: () => number): StateWriter {
  const startedAtMs = nowMs();
  const { lastInsertRowid: run } = database
    .prepare("INSERT INTO run (started_at_ms, latest_ms) VALUES (?, ?)")
    .run(startedAtMs, startedAtMs);
  const setLatest = database.prepare("UPDATE run SET latest_ms = max(latest_ms, ?) WHERE seq = ?");
  const putTask = database.prepare(
    "INSERT INTO task (id, account, record) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET record = excluded.record",
  );
  const putImage = database.prepare("INSERT OR REPLACE INTO image (task_id, bytes) VALUES (?, ?)");
  const putUpload = database.prepare("INSERT OR REPLACE INTO upload (name, record, bytes) VALUES (?, ?, ?)");
  const putAccount = database.prepare("INSERT OR REPLACE INTO account (name, record) VALUES (?, ?)");
  const putEntry = database.prepare("INSERT INTO journal (account, record) VALUES (?, ?)");

  function commit(work: () => void): void {
    database.exec("BEGIN");
    try {
      work();
      setLatest.run(nowMs(), run);
      database.exec("COMMIT");
    } catch (error) {
      if (database.isTransaction) database.exec("ROLLBACK");
      throw error;
    }
  }

  function put({ tasks, images, uploads, accounts, journal }: Changes): void {
    for (const task of tasks.values()) putTask.run(task.id, task.account, JSON.stringify(task));
    for (const [taskId, bytes] of images) putImage.run(taskId, bytes);
    for (const [name, { slot, bytes }] of uploads) putUpload.run(name, JSON.stringify(slot), bytes ?? null);
    for (const account of accounts.values()) putAccount.run(account.name, JSON.stringify(toSaved(account)));
    for (const entry of journal) putEntry.run(entry.account ?? null, JSON.stringify(entry));
  }

  return {
    write: (changes) => commit(() => put(changes)),
    reset(account) {
      const where = account === undefined ? "" : "WHERE account = $account";
      const given = account === undefined ? {} : { account };
      commit(() => {
        // The images of a task beside the one that it starts from have something behind a slash.
        const taskOfImage = "substr(task_id, 1, instr(task_id || '/', '/') - 1)";
        database
          .prepare(`DELETE FROM image WHERE ${taskOfImage} IN (SELECT id FROM task ${where})`)
          .run(given);
        database.prepare(`DELETE FROM task ${where}`).run(given);
        // Who uploaded a file is not known: one account keeps those of all.
        if (account === undefined) database.exec("DELETE FROM upload");
        database.prepare(`DELETE FROM journal ${where}`).run(given);
        database.prepare(`DELETE FROM account ${where.replace("account =", "name =")}`).run(given);
      });
    },
  };
}

const toSaved = ({ name, packs, elements, entries, sessions }: Account): SavedAccount => ({
  name,
  packs,
  elements: [...elements],
  entries: [...entries],
  sessions: [...sessions],
});
