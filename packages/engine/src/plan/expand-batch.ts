import type { BatchFile, BatchRequest } from "./batch-schema.ts";
import { PlanError } from "./plan-error.ts";
import { countTurns, type Numbering, numberName } from "./request-name.ts";

/** One job that a batch asks for, defaults and matrix applied. */
export interface BatchItem extends Omit<BatchRequest, "name"> {
  readonly name: string;
  /** Number of its request in the batch, from 0. */
  readonly request: number;
}

/** A batch may ask for at most this many jobs, so that a slip in a matrix is noticed. */
export const BATCH_MAX_JOBS = 10_000;

/** Applies defaults and matrix; the order is that of the file, the last axis varies fastest. */
export function expandBatch(batch: BatchFile, numbering?: Numbering): readonly BatchItem[] {
  const bases: readonly BatchRequest[] = batch.requests ?? [{}];
  const turns = countTurns(batch.matrix);
  // Counted before they are built: a few lines can stand for more than any memory holds.
  const total = turns * bases.length;
  if (total > BATCH_MAX_JOBS) {
    throw new PlanError(
      "batch_too_large",
      `the batch asks for ${total} jobs; at most ${BATCH_MAX_JOBS} pass`,
    );
  }
  const combinations = crossProduct(batch.matrix ?? {});
  const count = (numbering?.count ?? bases.length) * turns;
  return bases.flatMap((base, request) =>
    combinations.map((combination, turn) => {
      const index = (numbering?.places[request] ?? request) * turns + turn;
      const name =
        base.name === undefined
          ? numberName(index, count)
          : turns > 1
            ? `${base.name}-${turn + 1}`
            : base.name;
      return { ...batch.defaults, ...base, ...combination, name, request };
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
