import type { JobHistory } from "@klingkit/engine";
import type { ReportJob, ReportParent } from "./report-data.ts";

/** A job of which another takes results, and which: the kind, and the number among those of the kind. */
export interface ParentWithTaken extends ReportParent {
  readonly taken: readonly { readonly kind: string; readonly number: number }[];
}

/** The parents of a job, with what its plan takes of each. Frames are of the whole video, and "the only result" has no number. */
export const parentsOf = ({
  needs = [],
  planned,
}: Pick<JobHistory, "needs" | "planned">): readonly ParentWithTaken[] =>
  needs.map((parent) => ({
    ...parent,
    isShown: true,
    taken: (planned.needs ?? []).flatMap(({ job, form, kind, number }) =>
      job === parent.name && form !== "last-frame" && kind !== undefined && number > 0
        ? { kind, number }
        : [],
    ),
  }));

/** A parent as a card names it: once for each result that is taken, where the parent made several of the kind. */
export function shownParents(
  { id, name, taken }: Pick<ParentWithTaken, "id" | "name" | "taken">,
  maker: Pick<ReportJob, "files"> | undefined,
): readonly ReportParent[] {
  const parent = { id, name, isShown: maker !== undefined };
  const parts = taken.flatMap(({ kind, number }) => {
    const alike = maker?.files.filter((file) => file.kind === kind).length ?? 0;
    if (number === 1 && alike < 2) return [];
    // Images have cards of their own, see choicesOf.
    const hasCard = number > 1 && number <= alike && maker?.files[0]?.kind === "image" && kind === "image";
    return {
      number,
      ...(alike < number ? {} : { of: alike }),
      ...(hasCard ? { card: `${id}.${number}` } : {}),
    };
  });
  return parts.length === 0 ? [parent] : parts.map(({ card = id, ...part }) => ({ ...parent, card, part }));
}

/** Jobs with those that take their results behind them, each with its depth; otherwise in the given order. */
export function orderAsTree(jobs: readonly ReportJob[]): readonly ReportJob[] {
  const ids = new Set(jobs.map(({ id }) => id));
  const children = Map.groupBy(jobs, ({ parents }) => parents.find(({ id }) => ids.has(id))?.id ?? "");
  const ordered: ReportJob[] = [];
  // A stack and no recursion: a chain may be as long as a batch.
  const open = (children.get("") ?? []).map((job) => ({ job, depth: 0 })).toReversed();
  for (let next = open.pop(); next; next = open.pop()) {
    const { job, depth } = next;
    ordered.push({ ...job, depth });
    for (const child of (children.get(job.id) ?? []).toReversed())
      open.push({ job: child, depth: depth + 1 });
  }
  return ordered;
}

/** `Waits for hero (unknown).` */
export function waitsText(parents: readonly { readonly name: string; readonly word: string }[]): string {
  return `Waits for ${parents.map(({ name, word }) => `${name} (${word})`).join(", ")}.`;
}
