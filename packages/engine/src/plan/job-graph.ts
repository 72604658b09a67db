import { type JsonObject, suggest, type VideoRequest } from "@klingkit/spec";
import type { BatchItem } from "./expand-batch.ts";
import { findNamedOperation } from "./paid-operation.ts";
import { type InputPlace, mapBodyInputs, mapInputs } from "./request-inputs.ts";
import { parseResultText, type WantedResult } from "./result-text.ts";

/** A place of a job that another job of the batch fills. */
export interface ItemNeed extends InputPlace, WantedResult {
  /** Text that stands there. */
  readonly input: string;
  /** Number of the job that fills it, from 0; undefined where that is a mistake. */
  readonly parent: number | undefined;
}

interface GraphMistake {
  readonly field: string;
  readonly message: string;
}

/** Which jobs of a batch need which. */
export interface JobGraph {
  /** Numbers of the jobs, each after those that it needs; jobs with equal requests stand as in the batch. */
  readonly order: readonly number[];
  readonly needs: ReadonlyMap<number, readonly ItemNeed[]>;
  /** Names that are none or several, and circles. */
  readonly mistakes: ReadonlyMap<number, readonly GraphMistake[]>;
}

type Item = Pick<BatchItem, "name"> & {
  readonly request: VideoRequest;
  readonly operation?: string | undefined;
  readonly body?: JsonObject | undefined;
};

export function readGraph(items: readonly Item[]): JobGraph {
  const wanted = items.map(findWanted);
  if (wanted.every((list) => list.length === 0))
    return { order: items.map((_, at) => at), needs: NONE, mistakes: NONE };
  const names = Map.groupBy(items.keys(), (at) => items[at]?.name ?? "");
  const needs = new Map<number, readonly ItemNeed[]>();
  const mistakes = new Map<number, GraphMistake[]>();
  const note = (at: number, mistake: GraphMistake) =>
    mistakes.set(at, [...(mistakes.get(at) ?? []), mistake]);
  for (const [at, list] of wanted.entries()) {
    if (list.length === 0) continue;
    const found = list.map((want) => {
      const named = findNamed(names, want.job);
      const [parent] = named;
      if (named.length === 1 && parent !== at) return { ...want, parent };
      note(at, { field: want.field, message: sayUnfound(want.job, { named, isSelf: parent === at, names }) });
      return { ...want, parent: undefined };
    });
    needs.set(at, found);
  }
  const { levels, circles } = readLevels(items.length, needs);
  for (const circle of circles) {
    const [first = 0] = circle;
    const field = needs.get(first)?.find(({ parent = -1 }) => circle.includes(parent))?.field ?? "";
    const path = [...circle, first].map((at) => items[at]?.name ?? "").join(" needs ");
    note(first, {
      field,
      message: `the requests need each other in a circle: ${path}. Break it at one of them.`,
    });
    for (const at of circle)
      needs.set(
        at,
        (needs.get(at) ?? []).map((need) => ({ ...need, parent: undefined })),
      );
  }
  return {
    order: [...items.keys()].toSorted((left, right) => (levels[left] ?? 0) - (levels[right] ?? 0)),
    needs,
    mistakes,
  };
}

const NONE: ReadonlyMap<number, never> = new Map<number, never>();

type Wanted = Omit<ItemNeed, "parent">;

function findWanted({ request, operation, body }: Item): readonly Wanted[] {
  const found = new Map<string, Wanted>();
  const look = (input: string, place: InputPlace) => {
    const wanted = parseResultText(input);
    if (wanted) found.set(`${place.field} ${input}`, { ...wanted, ...place, input });
    return input;
  };
  mapInputs(request, look);
  const schema = operation === undefined ? undefined : findNamedOperation(operation)?.body;
  if (schema && body) mapBodyInputs(schema, body, look);
  return [...found.values()];
}

type Names = ReadonlyMap<string, readonly number[]>;

/** By name; a request without one by its number, however it is written. */
function findNamed(names: Names, wanted: string): readonly number[] {
  const exact = names.get(wanted);
  if (exact || !/^\d+$/.test(wanted)) return exact ?? [];
  return [...names].flatMap(([name, list]) =>
    /^\d+$/.test(name) && Number(name) === Number(wanted) ? list : [],
  );
}

function sayUnfound(
  wanted: string,
  {
    named,
    isSelf,
    names,
  }: { readonly named: readonly number[]; readonly isSelf: boolean; readonly names: Names },
): string {
  const shown = JSON.stringify(wanted);
  if (isSelf && named.length === 1)
    return `${shown} is the request itself; a result can only be that of another.`;
  if (named.length > 1)
    return `${shown} is the name of ${named.length} requests; give each a name of its own.`;
  const many = [...names.keys()].filter((name) => name.startsWith(`${wanted}-`) && /-\d+$/.test(name));
  if (many.length > 0)
    return `${shown} becomes ${many.length} jobs by the matrix; name one of them, such as ${many[0]}.`;
  const near = suggest(wanted, [...names.keys()]);
  return `no request is named ${shown}.${near === undefined ? "" : ` Did you mean ${near}?`}`;
}

interface Levels {
  /** 0 for jobs that need nothing; otherwise one more than the highest that is needed. */
  readonly levels: readonly number[];
  readonly circles: readonly (readonly number[])[];
}

/** Without recursion: a chain may be as long as a batch. */
function readLevels(count: number, needs: ReadonlyMap<number, readonly ItemNeed[]>): Levels {
  const levels = Array.from<number>({ length: count }).fill(0);
  const open = new Map(
    [...needs].map(([at, list]) => [at, new Set(list.flatMap(({ parent }) => parent ?? []))]),
  );
  const children = Map.groupBy(
    [...open].flatMap(([at, parents]) => [...parents].map((parent) => ({ at, parent }))),
    ({ parent }) => parent,
  );
  const ready = [...levels.keys()].filter((at) => (open.get(at)?.size ?? 0) === 0);
  for (const at of ready) open.delete(at);
  for (const parent of ready) {
    for (const { at } of children.get(parent) ?? []) {
      levels[at] = Math.max(levels[at] ?? 0, (levels[parent] ?? 0) + 1);
      const left = open.get(at);
      left?.delete(parent);
      if (left?.size !== 0) continue;
      open.delete(at);
      ready.push(at);
    }
  }
  return { levels, circles: findCircles(open) };
}

/** Each circle once; jobs that only hang on one are left out. */
function findCircles(open: ReadonlyMap<number, ReadonlySet<number>>): readonly (readonly number[])[] {
  const seen = new Set<number>();
  const circles: (readonly number[])[] = [];
  for (const start of open.keys()) {
    const path: number[] = [];
    let at: number | undefined = start;
    while (at !== undefined && !seen.has(at)) {
      seen.add(at);
      path.push(at);
      at = [...(open.get(at) ?? [])].find((parent) => open.has(parent));
    }
    if (at !== undefined && path.includes(at)) circles.push(path.slice(path.indexOf(at)));
  }
  return circles;
}
