/** A graph: each name with the names that it points to. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

interface Visit {
  readonly index: number;
  low: number;
  isOnStack: boolean;
}

/** Groups of names that all reach each other, of two and more, each group sorted: Tarjan's strongly connected components. */
export function findCircles(graph: Graph): string[][] {
  const visits = new Map<string, Visit>();
  const stack: string[] = [];
  const circles: string[][] = [];

  const visit = (name: string): Visit => {
    const own: Visit = { index: visits.size, low: visits.size, isOnStack: true };
    visits.set(name, own);
    stack.push(name);
    for (const target of graph.get(name) ?? []) {
      const other = visits.get(target);
      if (other === undefined) own.low = Math.min(own.low, visit(target).low);
      else if (other.isOnStack) own.low = Math.min(own.low, other.index);
    }
    if (own.low === own.index) closeGroup(name);
    return own;
  };

  const closeGroup = (first: string) => {
    const group = stack.splice(stack.indexOf(first));
    for (const name of group) {
      const member = visits.get(name);
      if (member !== undefined) member.isOnStack = false;
    }
    if (group.length > 1) circles.push(group.sort());
  };

  for (const name of graph.keys()) if (!visits.has(name)) visit(name);
  return circles.sort((left, right) => right.length - left.length);
}

/** One way around: from the first member back to it, by the fewest steps. */
export function shortestWayAround(graph: Graph, [start = "", ...rest]: readonly string[]): string[] {
  const members = new Set([start, ...rest]);
  const ways: string[][] = [[start]];
  const seen = new Set<string>();
  for (const way of ways) {
    for (const target of graph.get(way.at(-1) ?? "") ?? []) {
      if (target === start) return [...way, start];
      if (!members.has(target) || seen.has(target)) continue;
      seen.add(target);
      ways.push([...way, target]);
    }
  }
  return [];
}
