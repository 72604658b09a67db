import { requireObjects } from "../arguments/require-arguments.ts";
import { type BatchMistake, sayMistake } from "./batch-mistake.ts";

export type PlanErrorCode =
  | "batch_unreadable"
  | "batch_invalid"
  | "batch_too_large"
  | "plan_unreadable"
  | "plan_altered"
  | "plan_invalid"
  | "plan_newer"
  | "plan_stale"
  | "payload_unavailable"
  | "policy_invalid";

/** A batch or a plan cannot be used. Nothing was sent and nothing was spent. */
export class PlanError extends Error {
  override readonly name = "PlanError";
  readonly code: PlanErrorCode;
  /** Every mistake of a batch, where it is about one. */
  readonly mistakes: readonly BatchMistake[];

  constructor(
    code: PlanErrorCode,
    message: string,
    { mistakes = [], ...options }: ErrorOptions & { readonly mistakes?: readonly BatchMistake[] } = {},
  ) {
    super(message, options);
    this.code = code;
    this.mistakes = mistakes;
  }
}

/** One error for all mistakes of a batch. */
export const batchInvalid = (found: readonly BatchMistake[]): PlanError => {
  requireObjects("batchInvalid", { found });
  return fileInvalid("batch_invalid", found);
};

/** One error for all mistakes of a file of the user. */
export function fileInvalid(
  code: PlanErrorCode,
  found: readonly BatchMistake[],
  cause: unknown = found.find((mistake) => mistake.cause !== undefined)?.cause,
): PlanError {
  const mistakes = orderMistakes(found);
  return new PlanError(code, mistakes.map(sayMistake).join("\n"), { mistakes, cause });
}

/** Mistakes in the order of the file; what several requests have from one place is one mistake. */
export function orderMistakes(found: readonly BatchMistake[]): readonly BatchMistake[] {
  requireObjects("orderMistakes", { found });
  const sorted = found.toSorted(
    (left, right) => (left.line ?? 0) - (right.line ?? 0) || (left.column ?? 0) - (right.column ?? 0),
  );
  return [...Map.groupBy(sorted, sayWithoutRequest).values()].flatMap(merge);
}

function sayWithoutRequest({ request, ...mistake }: BatchMistake): string {
  return sayMistake(mistake);
}

/** What several requests have from the defaults, or several jobs from one request, is one mistake. */
function merge([first, ...more]: readonly BatchMistake[]): readonly BatchMistake[] {
  if (first === undefined) return [];
  const alsoIn = more.flatMap(({ request }) => request ?? []);
  return [alsoIn.length === 0 ? first : { ...first, alsoIn }];
}
