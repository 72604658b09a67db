import type { BatchMistake } from "./batch-mistake.ts";
import type { BatchFile } from "./batch-schema.ts";
import type { BatchItem } from "./expand-batch.ts";
import { type FilePlace, sayPlace } from "./file-place.ts";
import type { JudgedItem } from "./request-planner.ts";

interface Places {
  readonly placeOf: (request: number, field?: string) => FilePlace;
  readonly placeOfMatrix: (field: string) => FilePlace;
}

/** What each request may say alone, but not beside the others or the matrix; each with both places. */
export const findConflicts = (
  batch: BatchFile,
  items: readonly BatchItem[],
  places: Places,
): readonly BatchMistake[] => [...equalNames(batch, items, places), ...overruled(batch, items, places)];

/** A name is all that people, files and reports know a job by: of two jobs of one name, one would be taken for a newer try of the other. */
function equalNames(
  { requests = [] }: BatchFile,
  items: readonly BatchItem[],
  { placeOf }: Places,
): readonly BatchMistake[] {
  const found = new Map<number, BatchMistake>();
  for (const [shared, [first, ...more]] of Map.groupBy(items, ({ name }) => name)) {
    if (!first) continue;
    for (const { request, isKept } of more) {
      const value = requests[request]?.name ?? shared;
      const message = `${JSON.stringify(value)} is also the name of ${whichOf(first, placeOf(first.request, "name"))}. Give each a name of its own.`;
      // A matrix makes several jobs of each of both: one mistake.
      if (!found.has(request) && (request !== first.request || isKept))
        found.set(request, { ...placeOf(request, "name"), request: value, field: "name", value, message });
    }
  }
  return [...found.values()];
}

/** A batch of a program has no lines. */
function whichOf({ request, isKept }: Pick<BatchItem, "request" | "isKept">, place: FilePlace): string {
  if (place.line !== undefined) return `the ${isKept ? "entry" : "request"} at ${sayPlace(place)}`;
  return isKept ? "another voice or element" : `request ${request + 1}`;
}

/** The matrix would win, and a video would be bought that its own request does not describe. */
function overruled(
  { requests = [], matrix = {} }: BatchFile,
  items: readonly BatchItem[],
  { placeOf, placeOfMatrix }: Places,
): readonly BatchMistake[] {
  const nameOf = (at: number) => {
    const names = items.flatMap(({ request, name }) => (request === at ? [name] : []));
    return [...new Set([names.at(0), names.at(-1)])].join(" to ");
  };
  return requests.flatMap((request, at) =>
    Object.keys(matrix)
      .filter((field) => Object.hasOwn(request, field))
      .map((field) => ({
        ...placeOf(at, field),
        request: request.name ?? nameOf(at),
        field,
        message: `is also a list of the matrix${atLine(placeOfMatrix(field))}. Remove it from one of the two; to try other values for this request alone, put it into a batch of its own.`,
      })),
  );
}

const atLine = (place: FilePlace): string => (place.line === undefined ? "" : `, at ${sayPlace(place)}`);

/** An external ID names one task for ever: of two requests with one, the second would be refused. */
export function findEqualIds(
  items: readonly JudgedItem[],
  placeOf: Places["placeOf"],
): readonly BatchMistake[] {
  const first = new Map<string, JudgedItem>();
  return items.flatMap((item) => {
    const id = item.job?.request.externalTaskId;
    if (!id) return [];
    const known = first.get(id);
    first.set(id, known ?? item);
    if (!known) return [];
    const whose =
      known.request === item.request
        ? "is the ID of one task, and the matrix makes several of this request"
        : `is also the external ID of ${whichOf({ request: known.request }, placeOf(known.request, ID_FIELD))}`;
    return {
      ...placeOf(item.request, ID_FIELD),
      request: item.name,
      field: ID_FIELD,
      value: id,
      message: `${JSON.stringify(id)} ${whose}. Give each an ID of its own, or leave it out.`,
    };
  });
}

const ID_FIELD = "externalTaskId";
