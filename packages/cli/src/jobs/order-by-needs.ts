import type { Job } from "@klingkit/engine";

/** A job in the order of a tree: each below the one that it needs. */
export interface TreeJob<Entry> {
  readonly entry: Entry;
  /** How many jobs stand above it in its branch. */
  readonly depth: number;
}

/**
 * Jobs that take results of others come below them; all others keep their order. A job that takes several stands below the last
 * of them.
 */
export function orderByNeeds<Entry extends { readonly job: Pick<Job, "id" | "needs"> }>(
  entries: readonly Entry[],
): readonly TreeJob<Entry>[] {
  if (entries.every(({ job }) => job.needs === undefined))
    return entries.map((entry) => ({ entry, depth: 0 }));
  const places = new Map(entries.map(({ job }, at) => [job.id, at]));
  const parentOf = ({ job: { needs = [] } }: Entry) =>
    needs
      .flatMap(({ id }) => (places.has(id) ? id : []))
      .toSorted((left, right) => (places.get(left) ?? 0) - (places.get(right) ?? 0))
      .at(-1);
  const children = Map.groupBy(entries, parentOf);
  const ordered: TreeJob<Entry>[] = [];
  const open = (children.get(undefined) ?? []).map((entry) => ({ entry, depth: 0 })).toReversed();
  for (let next = open.pop(); next; next = open.pop()) {
    ordered.push(next);
    const { depth } = next;
    const below = children.get(next.entry.job.id) ?? [];
    open.push(...below.map((entry) => ({ entry, depth: depth + 1 })).toReversed());
  }
  return ordered;
}
