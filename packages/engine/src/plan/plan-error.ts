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
export function batchInvalid(found: readonly BatchMistake[]): PlanError {
  const mistakes = found.toSorted((left, right) => lineOf(left) - lineOf(right));
  return new PlanError("batch_invalid", mistakes.map(sayMistake).join("\n"), {
    mistakes,
    cause: mistakes.find(({ cause }) => cause !== undefined)?.cause,
  });
}

const lineOf = ({ place }: BatchMistake): number => Number(/:(\d+)$/.exec(place)?.[1] ?? 0);
