import { isFields } from "../arguments/is-fields.ts";
import { requireObjects } from "../arguments/require-arguments.ts";
import type { BatchFile, BatchRequest, PlainRequest } from "./batch-schema.ts";
import { libraryRequests } from "./library-requests.ts";
import { PlanError } from "./plan-error.ts";
import { countRequests, countTurns, type Numbering, numberName } from "./request-name.ts";

/** One job that a batch asks for, defaults and matrix applied. */
export interface BatchItem extends Omit<PlainRequest, "name"> {
  readonly name: string;
  /** Fields that only the defaults of the batch give it. Absent: none. */
  readonly defaulted?: readonly string[];
  /** Number of its request in the batch, from 0. */
  readonly request: number;
  /** Stays in the library of the account: what is asked for once serves every job of the batch. */
  readonly isKept?: true;
}

/** A batch may ask for at most this many jobs, so that a slip in a matrix is noticed. */
export const BATCH_MAX_JOBS = 10_000;

/** Applies defaults and matrix; the order is that of the file, the last axis varies fastest. Voices and elements follow. */
export function expandBatch(batch: BatchFile, numbering?: Numbering): readonly BatchItem[] {
  requireObjects("expandBatch", { batch });
  const bases: readonly BatchRequest[] = batch.requests ?? [{}];
  const turns = countTurns(batch.matrix);
  // Counted before they are built: a few lines can stand for more than any memory holds.
  const library = libraryRequests(batch);
  refuseTooMany(turns * bases.length + library.length);
  const combinations = crossProduct(batch.matrix ?? {});
  const count = (numbering?.count ?? bases.length) * turns;
  const items = bases.flatMap((base, request) =>
    combinations.map((combination, turn) => {
      const index = (numbering?.places[request] ?? request) * turns + turn;
      const name =
        base.name === undefined
          ? numberName(index, count)
          : turns > 1
            ? `${base.name}-${turn + 1}`
            : base.name;
      // Defaults are fields of videos; a body of an operation has fields of its own.
      const defaults = base.operation === undefined ? (batch.defaults ?? {}) : outputOf(batch);
      const defaulted = Object.keys(defaults).filter(
        (field) => !Object.hasOwn(base, field) && !Object.hasOwn(combination, field),
      );
      const fields = { ...defaults, ...base, ...combination };
      return { ...withoutNull(fields), ...(defaulted.length > 0 ? { defaulted } : {}), name, request };
    }),
  );
  const kept = library.map(({ name, operation, body }, at) => ({
    ...outputOf(batch),
    name,
    operation,
    body,
    request: bases.length + at,
    isKept: true as const,
  }));
  return [...items, ...kept];
}

/** A request says `null` where it goes without the default of its batch. */
export const withoutNull = (fields: BatchRequest): PlainRequest =>
  // Only what is null is left out.
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as PlainRequest;

const outputOf = ({ defaults: { output } = {} }: BatchFile) => (output === undefined ? {} : { output });

/** Throws PlanError `batch_too_large` for a document that asks for too much, before anything else of it is looked at. */
export const refuseLargeBatch = (document: unknown): void =>
  refuseTooMany(countRequests(document) * countTurns(isFields(document) ? document["matrix"] : undefined));

function refuseTooMany(jobs: number): void {
  if (jobs <= BATCH_MAX_JOBS) return;
  throw new PlanError("batch_too_large", `the batch asks for ${jobs} jobs; at most ${BATCH_MAX_JOBS} pass`);
}

function crossProduct(matrix: NonNullable<BatchFile["matrix"]>): readonly Partial<BatchRequest>[] {
  return Object.entries(matrix).reduce<readonly Partial<BatchRequest>[]>(
    (rows, [field, values]) =>
      rows.flatMap((row) => (values ?? []).map((value) => ({ ...row, [field]: value }))),
    [{}],
  );
}
