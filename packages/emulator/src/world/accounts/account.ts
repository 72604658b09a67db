import type { TaskRecord } from "../tasks/task-record.ts";

/** What an element was made of. */
export type ElementKind = "image" | "video";

/** A resource pack as it stands. */
export interface Pack {
  readonly id: string;
  readonly name: string;
  /** What it pays for. */
  readonly unit: string;
  readonly units: number;
  readonly concurrency: number | undefined;
  readonly purchasedAtMs: number;
  readonly effectiveAtMs: number;
  readonly expiresAtMs: number;
  remainingUnits: number;
}

/** Small JSON, as the service shows it. */
export interface LibraryEntry {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly isDeleted: boolean;
}

/** A video that is open for editing: small JSON. */
export interface EditSession {
  readonly id: string;
  readonly openedAtMs: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly durationSeconds: number;
  readonly framesPerSecond: number;
  /** Points by frame, as they were given. */
  readonly selections: readonly (readonly [number, readonly EditPoint[]])[];
}

export interface EditPoint {
  readonly x: number;
  readonly y: number;
}

/** Everything that belongs to one account. */
export interface Account {
  readonly name: string;
  /** In the order of creation. */
  readonly taskIds: string[];
  readonly taskIdsByProduct: Map<string, string[]>;
  readonly taskIdByExternalId: Map<string, string>;
  readonly inFlightByPool: Map<string, number>;
  readonly elements: Map<string, ElementKind>;
  /** What the account keeps at the service and no task has made, by id. */
  readonly entries: Map<string, LibraryEntry>;
  /** Videos that are, or were, open for editing, by id. */
  readonly sessions: Map<string, EditSession>;
  /** Units that running tasks will cost, by what they are paid with. */
  readonly reservedUnits: Map<string, number>;
  /** undefined: unlimited units. */
  packs: Pack[] | undefined;
  /** Creates so far, refused ones included: numbers seeds. */
  createCount: number;
  costsReadAtMs: number;
}

export function createAccount(name: string, packs: Pack[] | undefined): Account {
  return {
    name,
    taskIds: [],
    taskIdsByProduct: new Map(),
    taskIdByExternalId: new Map(),
    inFlightByPool: new Map(),
    elements: new Map(),
    entries: new Map(),
    sessions: new Map(),
    reservedUnits: new Map(),
    packs,
    createCount: 0,
    costsReadAtMs: Number.NEGATIVE_INFINITY,
  };
}

export const isOnline = ({ effectiveAtMs, expiresAtMs }: Pack, nowMs: number): boolean =>
  effectiveAtMs <= nowMs && nowMs < expiresAtMs;

/** Tasks of an account, newest first, without copying the list. */
export function* newestFirst(
  ids: readonly string[],
  find: (id: string) => TaskRecord | undefined,
  from = ids.length - 1,
): Generator<TaskRecord> {
  for (let at = from; at >= 0; at -= 1) {
    const task = find(ids[at] ?? "");
    if (task) yield task;
  }
}
