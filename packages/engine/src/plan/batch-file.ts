import { knownFields, meantField } from "@klingkit/spec";
import type * as z from "zod/mini";
import { isFields } from "../arguments/is-fields.ts";
import { requireObjects, requireTexts } from "../arguments/require-arguments.ts";
import { asMeant } from "./as-meant.ts";
import type { BatchMistake } from "./batch-mistake.ts";
import { type BatchFile, batchFile } from "./batch-schema.ts";
import { describeMistakes, placeMistake } from "./describe-mistakes.ts";
import { refuseLargeBatch } from "./expand-batch.ts";
import type { FilePlace } from "./file-place.ts";
import { libraryRequests } from "./library-requests.ts";
import { batchInvalid } from "./plan-error.ts";
import { type PlacedDocument, readPlacedDocument } from "./read-document.ts";
import { readResults } from "./read-results.ts";
import { countRequests, type Numbering } from "./request-name.ts";
import { type TableRow, tableDocument } from "./table-document.ts";

/** A batch as it was read, with all that is wrong with the file itself. */
export interface ReadBatch {
  /** Without the requests that have mistakes; undefined where nothing is left to plan. */
  readonly batch: BatchFile | undefined;
  readonly mistakes: readonly BatchMistake[];
  /** Where a field of a request of `batch` stands: in the request, the matrix or the defaults. */
  readonly placeOf: (request: number, field?: string) => FilePlace;
  /** Where a list of the matrix stands. */
  readonly placeOfMatrix: (field: string) => FilePlace;
  /** Where the requests of `batch` stand among those of the file, for their names. */
  readonly numbering: Numbering;
}

/** Reads YAML or JSON text. Throws PlanError, which lists every mistake with its line. */
export function parseBatch(source: string, fileName = "batch"): BatchFile {
  requireTexts("parseBatch", { source });
  const { batch, mistakes } = readBatch(source, fileName);
  if (batch && mistakes.length === 0) return batch;
  throw batchInvalid(mistakes);
}

/** Reads as much of a batch as can be read, so that its other mistakes can be found in one go. Throws PlanError for what is no document. */
export function readBatch(source: string, fileName = "batch"): ReadBatch {
  requireTexts("readBatch", { source });
  refuseLargeBatch(asJson(source));
  const written = readPlacedDocument(source, { fileName, code: "batch_unreadable" });
  return readBatchDocument(written, { fileName, mayRefer: MAY_REFER.test(source) });
}

/** Reads a table of requests, whose first row names their fields. Throws PlanError where it is no such table. */
export function readBatchTable(rows: readonly TableRow[], fileName: string): ReadBatch {
  requireObjects("readBatchTable", { rows });
  return readBatchDocument(tableDocument(rows, fileName), { fileName, mayRefer: true });
}

interface Written {
  readonly fileName: string;
  /** Whether a request may take what another one makes. */
  readonly mayRefer: boolean;
}

function readBatchDocument(
  { value, place, has }: PlacedDocument,
  { fileName, mayRefer }: Written,
): ReadBatch {
  refuseLargeBatch(value ?? {});
  const { document, mistakes: references } = mayRefer
    ? readResults(value ?? {})
    : { document: value ?? {}, mistakes: [] };
  const parsed = batchFile.safeParse(document, { reportInput: true });
  const issues = parsed.success ? [] : parsed.error.issues;
  const { read, kept, behind } = parsed.success
    ? { read: parsed, kept: undefined, behind: [] }
    : readSoundPart(document, issues);
  const origin = { document, place, knownAt, whole: NO_BATCH };
  const mistakes = [
    ...references.map((mistake) => placeMistake(mistake, { document, place })),
    ...[...issues, ...behind.map((issue) => asWritten(document, issue))].flatMap((issue) =>
      describeMistakes(issue, origin),
    ),
  ];
  const batch = read.success && !asksForNothing(read.data) ? read.data : undefined;
  const isEmpty = parsed.success && batch === undefined;
  const numbers = kept ?? batch?.requests?.map((_, at) => at) ?? [];
  const library = batch ? libraryRequests(batch) : [];
  const pathOf = (request: number): readonly PropertyKey[] => {
    const entry = library[request - numbers.length];
    return entry ? [entry.list, entry.name] : ["requests", numbers[request] ?? request];
  };
  return {
    batch,
    mistakes: isEmpty ? [{ file: fileName, message: NO_REQUESTS }] : mistakes,
    placeOf: (request, field) => {
      const own = pathOf(request);
      if (field === undefined) return place(own, "name");
      const isEntry = own[0] !== "requests";
      // An entry of a library is its body.
      const [first, ...inner] = partsOf(field);
      const path = first === undefined || (isEntry && first === "body") ? inner : [first, ...inner];
      const places = [
        [...own, ...path],
        ["matrix", ...path.slice(0, 1)],
        ["defaults", ...path],
      ];
      return place(places.find(has) ?? [...own, ...path]);
    },
    placeOfMatrix: (field) => place(["matrix", field], "name"),
    numbering: { places: numbers, count: countRequests(document) },
  };
}

/** Most batches refer to nothing, and need no second look at each of their values. */
const MAY_REFER = /\b(?:from|lastFrameOf)\b/;

/** A JSON text is read in a hundredth of the time that it takes with the lines of its values. */
function asJson(source: string): unknown {
  if (!source.trimStart().startsWith("{")) return undefined;
  try {
    return JSON.parse(source);
  } catch {
    // YAML may begin so, too; its reader says what is wrong.
    return undefined;
  }
}

const knownAt = (path: readonly PropertyKey[]): readonly string[] => knownFields(batchFile, path);

/** `shots[0].prompt` → `["shots", 0, "prompt"]`. */
const partsOf = (field: string): readonly PropertyKey[] =>
  field
    .split(/[.[\]]+/)
    .filter((part) => part !== "")
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));

interface ReadPart {
  readonly read: ReturnType<typeof batchFile.safeParse>;
  readonly kept: readonly number[] | undefined;
  /** Mistakes that stood behind others: the value of a field whose name was misspelt. Their paths have the right names. */
  readonly behind: readonly z.core.$ZodIssue[];
}

/** Reads what is sound of a document; where a corrected name uncovers a wrong value, without that one, too. */
function readSoundPart(document: unknown, issues: readonly z.core.$ZodIssue[]): ReadPart {
  const first = soundPart(document, issues);
  const read = batchFile.safeParse(first.left, { reportInput: true });
  if (read.success || first.kept === undefined) return { read, kept: first.kept, behind: [] };
  const { kept } = first;
  const behind = read.error.issues.flatMap((issue) => {
    const [list, at, ...path] = issue.path;
    const number = typeof at === "number" ? kept[at] : undefined;
    return list !== "requests" || number === undefined
      ? []
      : [{ ...issue, path: ["requests", number, ...path] }];
  });
  const second = soundPart(document, [...issues, ...behind]);
  return { read: batchFile.safeParse(second.left), kept: second.kept, behind };
}

/** The same issue at the name that the request has for the field. */
function asWritten(document: unknown, issue: z.core.$ZodIssue): z.core.$ZodIssue {
  const [list, at, field, ...path] = issue.path;
  const requests: unknown = isFields(document) ? document["requests"] : undefined;
  const request: unknown = Array.isArray(requests) && typeof at === "number" ? requests[at] : undefined;
  if (list === undefined || at === undefined || !isFields(request) || String(field) in request) return issue;
  const known = knownAt([list, at]);
  const written = Object.keys(request).find(
    (key) => !known.includes(key) && meantField(key, known) === field,
  );
  return written === undefined ? issue : { ...issue, path: [list, at, written, ...path] };
}

interface SoundPart {
  readonly left: unknown;
  /** Numbers of the requests that are left, from 0. */
  readonly kept: readonly number[] | undefined;
}

/** The document without what is wrong with it, as far as that is single requests or unknown fields; a request whose meaning is plain stays. */
function soundPart(document: unknown, issues: readonly z.core.$ZodIssue[]): SoundPart {
  if (!isFields(document) || !Array.isArray(document["requests"])) return { left: document, kept: undefined };
  const wrong = issues.flatMap((issue) => {
    if (issue.path.length === 0) return issue.code === "unrecognized_keys" ? issue.keys : [];
    const [field] = issue.path;
    return NOT_OF_REQUESTS.find((one) => one === field) ?? [];
  });
  const known = Object.entries(document).filter(([field]) => !wrong.includes(field));
  const requests: readonly unknown[] = document["requests"];
  const meant = requests.map((request, at) =>
    asMeant(
      request,
      issues.filter(({ path: [list, number] }) => list === "requests" && number === at),
      knownAt,
    ),
  );
  const kept = meant.flatMap((request, at) => (request === undefined ? [] : [at]));
  return { left: { ...Object.fromEntries(known), requests: kept.map((at) => meant[at]) }, kept };
}

/** Without these fields of the whole batch its requests mean the same. */
const NOT_OF_REQUESTS: readonly string[] = ["purpose", "output", "strict"];

const NO_BATCH = "is not a batch. A batch is a list of `requests`, each with a `prompt` and other fields.";

const NO_REQUESTS = "has no requests. List at least one under `requests`, or values under `matrix`.";

/** A file that asks for nothing is a slip, and must not become one job of defaults. */
function asksForNothing({ requests, matrix = {} }: BatchFile): boolean {
  return requests === undefined ? Object.keys(matrix).length === 0 : requests.length === 0;
}
