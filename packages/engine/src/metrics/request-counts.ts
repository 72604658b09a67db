import type { OperationMetrics } from "klingkit";
import { requireObjects } from "../arguments/require-arguments.ts";
import type { AccountKey } from "../store/account-key.ts";
import type { Db } from "../store/schema.ts";
import type { Store } from "../store/store.ts";

const PREFIX = "requests ";

/** What was sent for one account with one operation, by all processes that used the store. */
export interface RequestCounts extends AccountKey, OperationMetrics {
  /** Id of the operation, such as `tasks/query`. */
  readonly operation: string;
  /** Since when it is counted, Unix ms. */
  readonly sinceMs: number;
}

type Entry = OperationMetrics & { readonly sinceMs: number };
type Entries = Readonly<Record<string, Entry>>;

interface Counted extends AccountKey {
  /** Counters of a client, by operation, from its start to its end. */
  readonly metrics: Readonly<Record<string, OperationMetrics>>;
  /** When the client began, Unix ms. */
  readonly sinceMs: number;
}

/** Adds the counters of a client that is done to those of its account. Nothing is written where nothing was sent. */
export async function addRequestCounts(store: Store, counted: Counted): Promise<void> {
  requireObjects("addRequestCounts", { store, counted });
  const { provider, account, metrics, sinceMs } = counted;
  if (Object.keys(metrics).length === 0) return;
  const key = PREFIX + JSON.stringify([provider, account]);
  await store.write(async (db) => {
    // The row exists and is locked before it is read: two processes that end at once are both counted.
    await db
      .insertInto("store_meta")
      .values({ key, value: "{}" })
      .onConflict((conflict) => conflict.column("key").doUpdateSet({ key }))
      .execute();
    const { value } = await db
      .selectFrom("store_meta")
      .select("value")
      .where("key", "=", key)
      .executeTakeFirstOrThrow();
    const entries = { ...parse(value), ...added(parse(value), metrics, sinceMs) };
    await db
      .updateTable("store_meta")
      .set({ value: JSON.stringify(entries) })
      .where("key", "=", key)
      .execute();
  });
}

/** Counters of every account, those of the most requests first. */
export async function readRequestCounts(reader: Db): Promise<readonly RequestCounts[]> {
  requireObjects("readRequestCounts", { reader });
  const rows = await reader.selectFrom("store_meta").selectAll().where("key", "like", `${PREFIX}%`).execute();
  return rows
    .flatMap(({ key, value }) => {
      const [provider, account]: readonly string[] = JSON.parse(key.slice(PREFIX.length));
      return Object.entries(parse(value)).map(([operation, entry]) => ({
        provider: provider ?? "",
        account: account ?? "",
        operation,
        ...entry,
      }));
    })
    .toSorted((left, right) => right.requests - left.requests);
}

const added = (before: Entries, metrics: Counted["metrics"], sinceMs: number): Entries =>
  Object.fromEntries(
    Object.entries(metrics).map(([operation, own]) => {
      const known = before[operation];
      const entry = { sinceMs, ...own };
      return [operation, known === undefined ? entry : sum(known, entry)];
    }),
  );

const sum = (known: Entry, own: Entry): Entry => ({
  sinceMs: Math.min(known.sinceMs, own.sinceMs),
  requests: known.requests + own.requests,
  successes: known.successes + own.successes,
  failures: known.failures + own.failures,
  bytesReceived: known.bytesReceived + own.bytesReceived,
  latencyMsTotal: known.latencyMsTotal + own.latencyMsTotal,
  latencyMsMax: Math.max(known.latencyMsMax, own.latencyMsMax),
});

function parse(text: string): Entries {
  const value: unknown = JSON.parse(text);
  // Only this file writes it; a store that somebody edited is counted anew.
  return typeof value === "object" && value !== null ? (value as Entries) : {};
}
