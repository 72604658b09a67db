import type { Db } from "./schema.ts";
import type { Store } from "./store.ts";
import { isPassing } from "./store-error.ts";

/** Bounds how much is undone when one of them fails. */
const MOST_TOGETHER = 100;

/** What became of each item; those that are rejected have written nothing. */
export type Outcomes<Item, Result> = ReadonlyMap<Item, PromiseSettledResult<Result>>;

/** Writes several items of one kind in the caller's transaction. */
type WriteAll<Context, Item, Result> = (
  db: Db,
  context: Context,
  items: readonly Item[],
) => Promise<Outcomes<Item, Result>>;

interface Writer {
  readonly store: Pick<Store, "write">;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
}

type Group<Item, Result> = Waiting<Item, Result>[];

/**
 * Items of one context that wait for the same commit become one operation of the store, whose statements are shared between them.
 * When the operation fails, each is written alone, and only what is wrong with one of them is refused.
 */
export function gatherWrites<Context extends Writer, Item, Result>(
  writeAll: WriteAll<Context, Item, Result>,
): (context: Context, item: Item) => Promise<Result> {
  /** Operations that have not begun. */
  const open = new WeakMap<Context, Group<Item, Result>>();

  async function write(context: Context, group: Group<Item, Result>): Promise<void> {
    const close = () => {
      if (open.get(context) === group) open.delete(context);
    };
    try {
      const outcomes = await context.store.write((db) => {
        // It may be run again after it was undone, and nobody may have joined it then.
        close();
        return writeAll(
          db,
          context,
          group.map(({ item }) => item),
        );
      });
      for (const waiting of group) settle(waiting, outcomes.get(waiting.item));
    } catch (error) {
      close();
      // Of a store that cannot be written, or whose commit was not answered, each is told at once.
      if (group.length > 1 && !isPassing(error)) await Promise.all(group.map((one) => write(context, [one])));
      else for (const { reject } of group) reject(error);
    }
  }

  return (context, item) =>
    new Promise((resolve, reject) => {
      const waiting = { item, resolve, reject };
      const others = open.get(context);
      if (others && others.length < MOST_TOGETHER) {
        others.push(waiting);
        return;
      }
      const group = [waiting];
      open.set(context, group);
      void write(context, group);
    });
}

function settle<Item, Result>(
  { resolve, reject }: Waiting<Item, Result>,
  outcome: PromiseSettledResult<Result> | undefined,
): void {
  if (outcome?.status === "fulfilled") resolve(outcome.value);
  else reject(outcome?.reason);
}

export const fulfilled = <Result>(value: Result): PromiseSettledResult<Result> => ({
  status: "fulfilled",
  value,
});

export const rejected = (reason: unknown): PromiseRejectedResult => ({ status: "rejected", reason });

/** Writes one item in the caller's transaction, which is undone when it is rejected. */
export async function writeOne<Context, Item, Result>(
  writeAll: WriteAll<Context, Item, Result>,
  { db, context, item }: { readonly db: Db; readonly context: Context; readonly item: Item },
): Promise<Result> {
  const outcome = (await writeAll(db, context, [item])).get(item);
  if (outcome?.status === "fulfilled") return outcome.value;
  throw outcome?.reason;
}
