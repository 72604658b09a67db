/** How a request ended: a create accepted, or refused with a business code; or a path that nothing answers. */
export type JournalOutcome =
  | "accepted"
  /** The same create again, under the key of an accepted one: the first task is the answer. */
  | "replayed"
  | `refused ${number}`
  /** The service has this endpoint, the emulator does not. */
  | "not emulated"
  | "no such path";

/** One create as it arrived, or a request for a path that the emulator does not answer. */
export interface JournalEntry {
  readonly atMs: number;
  readonly requestId: string;
  readonly account: string | undefined;
  readonly method: string;
  readonly path: string;
  readonly externalTaskId: string | undefined;
  readonly taskId: string | undefined;
  /** Whether the request would create something that costs. */
  readonly isCreate: boolean;
  readonly outcome: JournalOutcome;
}

export interface JournalCounts {
  /** Creates that arrived, refused ones included. */
  readonly creates: number;
  readonly refused: number;
  readonly accepted: number;
  /** Creates that were answered with the task of an earlier one. */
  readonly replayed: number;
  /** Tasks that units were deducted for. */
  readonly billed: number;
  /** Tasks whose results were all served to the last byte. */
  readonly delivered: number;
  /** Requests for endpoints that the service has and the emulator does not. */
  readonly notEmulated: number;
  /** Requests for paths that the service does not have either. */
  readonly unknownPaths: number;
}

export interface JournalView extends JournalCounts {
  /** Newest last; the oldest are dropped beyond 20,000. */
  readonly entries: readonly JournalEntry[];
}

export interface Journal {
  note(entry: JournalEntry): void;
  billed(account: string): void;
  delivered(account: string): void;
  /** Counts of one account, or of all. */
  view(account?: string): JournalView;
  clear(account?: string): void;
}

const MAX_ENTRIES = 20_000;
/** Entries are dropped in blocks, so that dropping costs nothing per create. */
const DROP_BLOCK = 2_000;

type Counts = { -readonly [Name in keyof JournalCounts]: JournalCounts[Name] };
const noCounts = (): Counts => ({
  creates: 0,
  refused: 0,
  accepted: 0,
  replayed: 0,
  billed: 0,
  delivered: 0,
  notEmulated: 0,
  unknownPaths: 0,
});

/** Answers the one question that matters: what arrived, what was refused, accepted, billed and delivered. */
export function createJournal(): Journal {
  let entries: JournalEntry[] = [];
  const counts = new Map<string | undefined, Counts>();

  const countsOf = (account: string | undefined): Counts => {
    const known = counts.get(account) ?? noCounts();
    counts.set(account, known);
    return known;
  };

  function total(): Counts {
    const sum = noCounts();
    for (const part of counts.values())
      for (const name of Object.keys(sum) as (keyof Counts)[]) sum[name] += part[name];
    return sum;
  }

  return {
    note(entry) {
      const part = countsOf(entry.account);
      if (entry.isCreate) {
        part.creates += 1;
        if (entry.outcome === "accepted") part.accepted += 1;
        else if (entry.outcome === "replayed") part.replayed += 1;
        else part.refused += 1;
      }
      if (entry.outcome === "not emulated") part.notEmulated += 1;
      if (entry.outcome === "no such path") part.unknownPaths += 1;
      entries.push(entry);
      if (entries.length > MAX_ENTRIES + DROP_BLOCK) entries = entries.slice(-MAX_ENTRIES);
    },
    billed(account) {
      countsOf(account).billed += 1;
    },
    delivered(account) {
      countsOf(account).delivered += 1;
    },
    view(account) {
      if (account === undefined) return { ...total(), entries: [...entries] };
      return { ...countsOf(account), entries: entries.filter((entry) => entry.account === account) };
    },
    clear(account) {
      if (account === undefined) counts.clear();
      else counts.delete(account);
      entries = account === undefined ? [] : entries.filter((entry) => entry.account !== account);
    },
  };
}
