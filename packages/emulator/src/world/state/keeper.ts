import type { Account } from "../accounts/account.ts";
import type { JournalEntry } from "../journal.ts";
import type { TaskRecord } from "../tasks/task-record.ts";
import { createKeptReader, type KeptRecord, type KeptState } from "./kept-record.ts";
import { type EventLog, openLog } from "./open-log.ts";

/** Writes down what must survive. Without a folder all of it does nothing. */
export interface Keeper {
  task(task: TaskRecord): void;
  image(taskId: string, bytes: Uint8Array): void;
  account(account: Account): void;
  journal(entry: JournalEntry): void;
  reset(account: string | undefined): void;
  /** Resolves when everything so far is durable. Rejects with `LogWriteError`; undefined when nothing is kept. */
  saved(): Promise<void> | undefined;
  close(): Promise<void>;
}

export const NO_KEEPER: Keeper = {
  task() {},
  image() {},
  account() {},
  journal() {},
  reset() {},
  saved: () => undefined,
  close: () => Promise.resolve(),
};

export interface OpenedKeeper {
  readonly kept: KeptState;
  /** Starts writing; `snapshot` tells the whole present state, for when the log has grown too long. */
  start(parts: KeeperParts): Keeper;
}

export interface KeeperParts {
  readonly nowMs: () => number;
  readonly snapshot: () => Iterable<KeptBody>;
  readonly onError: (error: unknown) => void;
}

type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;
/** A record without its moment. */
export type KeptBody = DistributiveOmit<KeptRecord, "atMs">;

/** The log is written anew when it has grown to this many times its records after the last time. */
const COMPACT_FACTOR = 4;
const LEAST_COMPACT_RECORDS = 20_000;

/** Opens the folder and reads what it holds. Throws what `openLog` throws. */
export async function openKeeper(directory: string): Promise<OpenedKeeper> {
  const reader = createKeptReader();
  const { log } = await openLog({ directory, onRecord: reader.read });
  return { kept: reader.state(), start: (parts) => createKeeper(log, parts) };
}

function createKeeper(log: EventLog, { nowMs, snapshot, onError }: KeeperParts): Keeper {
  let compactAt = Math.max(LEAST_COMPACT_RECORDS, COMPACT_FACTOR * log.recordCount());
  let last: Promise<void> | undefined;

  function append(body: KeptBody): void {
    last = log.append({ ...body, atMs: nowMs() });
    last.catch(onError);
    if (log.recordCount() >= compactAt) compact();
  }

  function compact(): void {
    compactAt = Number.POSITIVE_INFINITY;
    const atMs = nowMs();
    log
      .compact(() => [...snapshot()].map((body) => ({ ...body, atMs })))
      .catch(onError)
      .finally(() => {
        compactAt = Math.max(LEAST_COMPACT_RECORDS, COMPACT_FACTOR * log.recordCount());
      });
  }

  append({ kind: "start" });
  return {
    task: (task) => append({ kind: "task", task }),
    image: (taskId, bytes) =>
      append({ kind: "image", taskId, base64: Buffer.from(bytes).toString("base64") }),
    account: (account) => append(describeAccount(account)),
    journal: (entry) => append({ kind: "journal", entry }),
    reset: (account) => append({ kind: "reset", ...(account === undefined ? {} : { account }) }),
    saved: () => last,
    close: () => log.close(),
  };
}

export const describeAccount = ({ name, packs, elements }: Account): KeptBody => ({
  kind: "account",
  account: { name, packs, elements: [...elements] },
});
