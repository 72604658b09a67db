import { requestFields } from "@klingkit/spec";
import * as z from "zod/mini";
import type { BatchMistake } from "./batch-mistake.ts";
import { describeMistakes, isFields } from "./describe-mistakes.ts";
import { findTemplateMistake } from "./output-template.ts";
import { batchInvalid, PlanError } from "./plan-error.ts";
import { readPlacedDocument } from "./read-document.ts";
import { line, prose } from "./written-text.ts";

const template = () =>
  line().check(
    z.refine((text) => findTemplateMistake(text) === undefined, {
      error: ({ input }) => findTemplateMistake(String(input)),
    }),
  );

const request = requestFields({ prose, line });

const fields = {
  ...request,
  model: z.exactOptional(line()),
  family: z.exactOptional(z.enum(["legacy", "standard"])),
  /** Length of the input video in seconds, for a price where the output follows it. */
  inputVideoSeconds: z.exactOptional(z.number().check(z.minimum(0))),
  /** Path template of the result; see the batch's `output`. */
  output: z.exactOptional(template()),
};

/** Values of one field, of which each is tried. */
const axis = <Schema extends z.ZodMiniType>({ _zod }: z.ZodMiniExactOptional<Schema>) =>
  z.exactOptional(z.array(_zod.def.innerType).check(z.minLength(1)));

/** One batch: what to make, several times, for one purpose. */
export const batchFile = z.strictObject({
  /** Label under which the creates are counted together. */
  purpose: z.exactOptional(line()),
  /** Fields for every request that does not say otherwise. */
  defaults: z.exactOptional(z.strictObject(fields)),
  /** Warnings make the plan invalid. Default false. */
  strict: z.exactOptional(z.boolean()),
  /** Path template: `{index}`, `{name}`, `{model}`, `{ratio}`, `{seconds}`, `{resolution}`. */
  output: z.exactOptional(template()),
  requests: z.exactOptional(z.array(z.strictObject({ name: z.exactOptional(line()), ...fields }))),
  /** Every combination of the listed values, on top of each request (or of the defaults alone). */
  matrix: z.exactOptional(
    z.strictObject({
      prompt: axis(fields.prompt),
      model: axis(fields.model),
      firstFrame: axis(fields.firstFrame),
      durationSeconds: axis(fields.durationSeconds),
      aspectRatio: axis(fields.aspectRatio),
      resolution: axis(fields.resolution),
      audio: axis(fields.audio),
    }),
  ),
});

export type BatchFile = z.infer<typeof batchFile>;
type BatchRequest = NonNullable<BatchFile["requests"]>[number];

/** One job that a batch asks for, defaults and matrix applied. */
export interface BatchItem extends Omit<BatchRequest, "name"> {
  readonly name: string;
  /** Number of its request in the batch, from 0. */
  readonly request: number;
}

/** A batch may ask for at most this many jobs, so that a slip in a matrix is noticed. */
export const BATCH_MAX_JOBS = 10_000;

/** A batch as it was read, with all that is wrong with the file itself. */
export interface ReadBatch {
  /** Without the requests that have mistakes; undefined where nothing is left to plan. */
  readonly batch: BatchFile | undefined;
  readonly mistakes: readonly BatchMistake[];
  /** Where a field of a request of `batch` stands, such as `b.yaml:4`. */
  readonly placeOf: (request: number, field?: string) => string;
}

/** Reads YAML or JSON text. Throws PlanError, which lists every mistake with its line. */
export function parseBatch(source: string, fileName = "batch"): BatchFile {
  const { batch, mistakes } = readBatch(source, fileName);
  if (batch && mistakes.length === 0) return batch;
  throw batchInvalid(mistakes);
}

/** Reads as much of a batch as can be read, so that its other mistakes can be found in one go. Throws PlanError for what is no document. */
export function readBatch(source: string, fileName = "batch"): ReadBatch {
  const { value, lineOf } = readPlacedDocument(source, { fileName, code: "batch_unreadable" });
  const document = value ?? {};
  const place = (path: readonly PropertyKey[]) => `${fileName}:${lineOf(path)}`;
  const parsed = batchFile.safeParse(document, { reportInput: true });
  const issues = parsed.success ? [] : parsed.error.issues;
  const mistakes = issues.flatMap((issue) => describeMistakes(issue, { document, place, knownAt }));
  const bad = new Set(issues.map(({ path: [list, at] }) => (list === "requests" ? at : undefined)));
  const kept = keptRequests(document).filter((at) => !bad.has(at));
  const unknown = issues.flatMap((issue) =>
    issue.code === "unrecognized_keys" && issue.path.length === 0 ? issue.keys : [],
  );
  const left = parsed.success ? parsed : batchFile.safeParse(soundPart(document, { kept, unknown }));
  const batch = left.success ? left.data : undefined;
  const nothing = issues.length === 0 && batch !== undefined && asksForNothing(batch);
  return {
    batch: batch !== undefined && !asksForNothing(batch) ? batch : undefined,
    mistakes: nothing ? [{ place: fileName, message: NO_REQUESTS }] : mistakes,
    placeOf: (request, field) =>
      place(["requests", kept[request] ?? request, ...(field === undefined ? [] : [fieldName(field)])]),
  };
}

function knownAt([list, at, ...inside]: readonly PropertyKey[]): readonly string[] {
  const { shape } = batchFile;
  if (list === undefined) return Object.keys(shape);
  if (list === "requests" && typeof at === "number" && inside.length === 0)
    return ["name", ...Object.keys(fields)];
  if (list === "defaults" && at === undefined) return Object.keys(fields);
  if (list === "matrix" && at === undefined) return Object.keys(shape.matrix._zod.def.innerType.shape);
  return [];
}

/** `shots[0].prompt` stands in `shots`. */
const fieldName = (field: string): string => field.replace(/[.[].*$/, "");

/** Numbers of the requests of a document. */
function keptRequests(document: unknown): readonly number[] {
  const requests = isFields(document) ? document["requests"] : undefined;
  return Array.isArray(requests) ? requests.map((_, at) => at) : [];
}

interface SoundPart {
  readonly kept: readonly number[];
  readonly unknown: readonly string[];
}

/** The document without what is wrong with it, as far as that is single requests or unknown fields. */
function soundPart(document: unknown, { kept, unknown }: SoundPart): unknown {
  if (!isFields(document) || !Array.isArray(document["requests"])) return document;
  const requests: readonly unknown[] = document["requests"];
  const known = Object.entries(document).filter(([field]) => !unknown.includes(field));
  return { ...Object.fromEntries(known), requests: kept.map((at) => requests[at]) };
}

const NO_REQUESTS = "has no requests; list at least one under `requests`, or values under `matrix`";

/** A file that asks for nothing is a slip, and must not become one job of defaults. */
function asksForNothing({ requests, matrix = {} }: BatchFile): boolean {
  return requests === undefined ? Object.keys(matrix).length === 0 : requests.length === 0;
}

/** Applies defaults and matrix; the order is that of the file, the last axis varies fastest. */
export function expandBatch(batch: BatchFile): readonly BatchItem[] {
  const bases: readonly BatchRequest[] = batch.requests ?? [{}];
  const axes = Object.values(batch.matrix ?? {});
  // Counted before they are built: a few lines can stand for more than any memory holds.
  const total = axes.reduce((product, values) => product * values.length, bases.length);
  if (total > BATCH_MAX_JOBS) {
    throw new PlanError(
      "batch_too_large",
      `the batch asks for ${total} jobs; at most ${BATCH_MAX_JOBS} pass`,
    );
  }
  const combinations = crossProduct(batch.matrix ?? {});
  const width = Math.max(2, String(total).length);
  return bases.flatMap((base, place) =>
    combinations.map((combination, turn) => {
      const index = place * combinations.length + turn + 1;
      const number = String(index).padStart(width, "0");
      const name =
        base.name === undefined ? number : combinations.length > 1 ? `${base.name}-${turn + 1}` : base.name;
      return { ...batch.defaults, ...base, ...combination, name, request: place };
    }),
  );
}

function crossProduct(matrix: NonNullable<BatchFile["matrix"]>): readonly Partial<BatchRequest>[] {
  return Object.entries(matrix).reduce<readonly Partial<BatchRequest>[]>(
    (rows, [field, values]) =>
      rows.flatMap((row) => (values ?? []).map((value) => ({ ...row, [field]: value }))),
    [{}],
  );
}
