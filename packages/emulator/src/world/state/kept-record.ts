import type { ElementKind } from "@klingkit/spec";
import type { Pack } from "../accounts/account.ts";
import type { JournalEntry } from "../journal.ts";
import type { TaskRecord } from "../tasks/task-record.ts";

/** What an account holds beside its tasks. */
export interface KeptAccount {
  readonly name: string;
  readonly packs: readonly Pack[] | undefined;
  readonly elements: readonly (readonly [string, ElementKind])[];
}

/** One line of the log. `atMs` is emulator time; a later record of the same thing replaces an earlier one. */
export type KeptRecord = { readonly atMs: number } & (
  | { readonly kind: "start" }
  | { readonly kind: "task"; readonly task: TaskRecord }
  | { readonly kind: "image"; readonly taskId: string; readonly base64: string }
  | { readonly kind: "account"; readonly account: KeptAccount }
  | { readonly kind: "journal"; readonly entry: JournalEntry }
  /** `account` missing: everything was forgotten. */
  | { readonly kind: "reset"; readonly account?: string }
);

/** State as the log tells it. */
export interface KeptState {
  /** How often the emulator was started on this log, this time included. */
  readonly life: number;
  /** Latest moment of emulator time in the log. */
  readonly latestMs: number;
  readonly tasks: ReadonlyMap<string, TaskRecord>;
  readonly images: ReadonlyMap<string, Uint8Array>;
  readonly accounts: ReadonlyMap<string, KeptAccount>;
  readonly journal: readonly JournalEntry[];
}

export interface KeptReader {
  /** Takes a record of the log; its version was checked, so its shape is ours. */
  read(record: unknown): void;
  state(): KeptState;
}

/** Replays a log. */
export function createKeptReader(): KeptReader {
  const tasks = new Map<string, TaskRecord>();
  const images = new Map<string, Uint8Array>();
  const accounts = new Map<string, KeptAccount>();
  let journal: JournalEntry[] = [];
  let life = 1;
  let latestMs = Number.NEGATIVE_INFINITY;

  function reset(account: string | undefined): void {
    const isMeant = (name: string | undefined) => account === undefined || name === account;
    for (const [id, task] of tasks) {
      if (!isMeant(task.account)) continue;
      tasks.delete(id);
      images.delete(id);
    }
    for (const name of accounts.keys()) if (isMeant(name)) accounts.delete(name);
    journal = journal.filter((entry) => !isMeant(entry.account));
  }

  function apply(record: KeptRecord): void {
    switch (record.kind) {
      case "start":
        life += 1;
        return;
      case "task":
        tasks.set(record.task.id, record.task);
        return;
      case "image":
        images.set(record.taskId, Buffer.from(record.base64, "base64"));
        return;
      case "account":
        accounts.set(record.account.name, record.account);
        return;
      case "journal":
        journal.push(record.entry);
        return;
      case "reset":
        reset(record.account);
    }
  }

  return {
    read(value) {
      // The log's own checks vouch for format and version: every record was written by `Keeper`.
      const record = value as KeptRecord;
      latestMs = Math.max(latestMs, record.atMs);
      apply(record);
    },
    state: () => ({ life, latestMs, tasks, images, accounts, journal }),
  };
}
