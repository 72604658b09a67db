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
  /** Name of the service; absent in what versions with one service have saved. */
  readonly service?: string;
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
  /** Tasks of which every result was served to the last byte; of a result with several files, one suffices. */
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

/** Whose counts. */
export interface JournalOwner {
  readonly account: string;
  /** Name of the service. */
  readonly service: string;
}

/** An owner that is not known in full, or does not matter in full. */
export type SomeOwner = { readonly [Name in keyof JournalOwner]?: string | undefined };

export interface Journal {
  note(entry: JournalEntry): void;
  billed(whose: JournalOwner): void;
  delivered(whose: JournalOwner): void;
  /** Counts of one account, of one service, of both, or of all. */
  view(whose?: SomeOwner): JournalView;
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
  const parts = new Map<string, { readonly owner: SomeOwner; readonly counts: Counts }>();

  function countsOf(account: string | undefined, service: string | undefined): Counts {
    const key = JSON.stringify([account, service]);
    const part = parts.get(key) ?? { owner: { account, service }, counts: noCounts() };
    parts.set(key, part);
    return part.counts;
  }

  return {
    note(entry) {
      const part = countsOf(entry.account, entry.service);
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
    billed({ account, service }) {
      countsOf(account, service).billed += 1;
    },
    delivered({ account, service }) {
      countsOf(account, service).delivered += 1;
    },
    view(whose = {}) {
      const chosen = [...parts.values()].filter(({ owner }) => isOf(owner, whose));
      return {
        ...sum(chosen.map(({ counts }) => counts)),
        entries: entries.filter((entry) => isOf(entry, whose)),
      };
    },
    clear(account) {
      const isKept = (owner: SomeOwner) => account !== undefined && owner.account !== account;
      for (const [key, { owner }] of parts) if (!isKept(owner)) parts.delete(key);
      entries = entries.filter(isKept);
    },
  };
}

const isOf = (owner: SomeOwner, { account, service }: SomeOwner): boolean =>
  (account === undefined || owner.account === account) &&
  (service === undefined || owner.service === service);

function sum(parts: readonly JournalCounts[]): JournalCounts {
  const total = noCounts();
  for (const part of parts)
    for (const name of Object.keys(total) as (keyof Counts)[]) total[name] += part[name];
  return total;
}
