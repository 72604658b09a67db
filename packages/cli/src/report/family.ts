import type { ReportJob } from "./report-data.ts";

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
