import { type FileHandle, mkdir, open, rename } from "node:fs/promises";
import { join } from "node:path";
import { type DirectoryLock, lockDirectory } from "./directory-lock.ts";
import { LogWriteError } from "./log-errors.ts";
import { headerRecord } from "./log-header.ts";
import { readLog } from "./read-log.ts";
import { formatLine } from "./record-line.ts";

const LOG_NAME = "log.ndjson";
/** So much text goes to the file in one write. */
const MAX_BATCH_CHARACTERS = 8 * 1024 * 1024;

export interface OpenLogOptions {
  /** Made if it does not exist, readable for the owner only. */
  readonly directory: string;
  /** Hears every record of the log in order, before `openLog` resolves. */
  readonly onRecord: (record: unknown) => void;
  /**
   * `disk` (default) survives power loss; `process` leaves flushing to the system, which still survives `kill -9`.
   */
  readonly durability?: "disk" | "process";
}

export interface EventLog {
  /**
   * Resolves when the record is durable. Records that are appended while a write is under way share the next one.
   * Apply a record to your state before you append it: `compact` counts on that.
   * Rejects with `LogWriteError` from the first failed write on.
   */
  append(record: unknown): Promise<void>;
  /** Replaces the log by records that lead to the present state, which `snapshot` tells in one go. */
  compact(snapshot: () => Iterable<unknown>): Promise<void>;
  /** Records in the file, for a decision when to compact. */
  recordCount(): number;
  /** Waits for what was appended, then gives the directory free. Idempotent. */
  close(): Promise<void>;
}

export interface OpenedLog {
  readonly log: EventLog;
  /** Length of a torn tail that was cut off, in bytes. */
  readonly truncatedBytes: number;
}

/** Opens, or begins, the log of a directory. Throws `LogLockedError`, `LogVersionError` or `LogCorruptError`. */
export async function openLog({
  directory,
  onRecord,
  durability = "disk",
}: OpenLogOptions): Promise<OpenedLog> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const lock = await lockDirectory(directory);
  try {
    const path = join(directory, LOG_NAME);
    const file = await open(path, "a+", 0o600);
    try {
      const { soundBytes, recordCount } = await readLog({ file, path, onRecord });
      const truncatedBytes = (await file.stat()).size - soundBytes;
      if (truncatedBytes > 0) await file.truncate(soundBytes);
      if (soundBytes === 0) await file.appendFile(formatLine(headerRecord()));
      await file.sync();
      await syncDirectory(directory);
      return { log: createEventLog({ directory, file, lock, recordCount, durability }), truncatedBytes };
    } catch (error) {
      await file.close();
      throw error;
    }
  } catch (error) {
    await lock.release();
    throw error;
  }
}

interface LogState {
  readonly directory: string;
  readonly lock: DirectoryLock;
  readonly durability: "disk" | "process";
  file: FileHandle;
  recordCount: number;
}

interface Pending {
  readonly line: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

function createEventLog(state: LogState): EventLog {
  const path = join(state.directory, LOG_NAME);
  let pending: Pending[] = [];
  let failure: LogWriteError | undefined;
  let working: Promise<void> | undefined;
  let closing: Promise<void> | undefined;

  /** One writer at a time: `work` runs after what is under way, then the queue is emptied. */
  async function inTurn(work: () => Promise<void>): Promise<void> {
    while (working !== undefined) await working;
    const run = work();
    working = run
      .catch(() => undefined)
      .then(() => {
        working = undefined;
        if (pending.length > 0) startWriting();
      });
    await run;
  }

  function startWriting(): void {
    void inTurn(writePending);
  }

  async function writePending(): Promise<void> {
    while (pending.length > 0) {
      const batch = takeBatch(pending);
      pending = pending.slice(batch.length);
      await settle(batch, () =>
        writeLines(
          state,
          batch.map((entry) => entry.line),
        ),
      );
    }
  }

  async function settle(batch: readonly Pending[], write: () => Promise<void>): Promise<void> {
    try {
      if (failure !== undefined) throw failure;
      await write();
      for (const entry of batch) entry.resolve();
    } catch (cause) {
      // After a failed flush nobody knows what the disk holds, so nothing more is promised.
      failure ??= new LogWriteError({ path, cause });
      for (const entry of batch) entry.reject(failure);
    }
  }

  return {
    append(record) {
      if (failure !== undefined) return Promise.reject(failure);
      if (closing !== undefined)
        return Promise.reject(new LogWriteError({ path, cause: "the log is closed" }));
      const line = formatLine(record);
      return new Promise((resolve, reject) => {
        pending.push({ line, resolve, reject });
        if (working === undefined) startWriting();
      });
    },
    async compact(snapshot) {
      await inTurn(async () => {
        const lines = [headerRecord(), ...snapshot()].map(formatLine);
        // The state already holds what is waiting, so the snapshot writes it too.
        const covered = pending;
        pending = [];
        await settle(covered, () => replaceLog(state, path, lines));
      });
      if (failure !== undefined) throw failure;
    },
    recordCount: () => state.recordCount,
    close() {
      closing ??= inTurn(writePending).then(async () => {
        await state.file.close();
        await state.lock.release();
      });
      return closing;
    },
  };
}

function takeBatch(pending: readonly Pending[]): Pending[] {
  let characters = 0;
  const end = pending.findIndex((entry) => {
    characters += entry.line.length;
    return characters > MAX_BATCH_CHARACTERS;
  });
  return pending.slice(0, end < 0 ? pending.length : Math.max(1, end));
}

async function writeLines(state: LogState, lines: readonly string[]): Promise<void> {
  await state.file.appendFile(lines.join(""));
  if (state.durability === "disk") await state.file.datasync();
  state.recordCount += lines.length;
}

/** The old log stays whole until the new one is complete on disk; then one rename changes over. */
async function replaceLog(state: LogState, path: string, lines: readonly string[]): Promise<void> {
  const next = `${path}.next`;
  const file = await open(next, "w", 0o600);
  try {
    for (let at = 0; at < lines.length; at += 10_000) {
      await file.appendFile(lines.slice(at, at + 10_000).join(""));
    }
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(next, path);
  await syncDirectory(state.directory);
  const old = state.file;
  state.file = await open(path, "a+", 0o600);
  state.recordCount = lines.length - 1;
  await old.close();
}

/** Makes a new or renamed file survive power loss. Some systems cannot open directories; there it is not needed. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, "r").catch(() => undefined);
  try {
    await handle?.sync().catch(() => undefined);
  } finally {
    await handle?.close();
  }
}
