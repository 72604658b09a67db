import { usageError } from "../errors/cli-error.ts";
import { MOST_ROWS } from "../terminal/cut-list.ts";

interface NumberRule {
  readonly flag: string;
  readonly min: number;
  readonly max: number;
  readonly isWhole?: boolean;
}

/** The number that a flag holds. Throws `usage_error`. */
export function parseNumber(text: string, { flag, min, max, isWhole = false }: NumberRule): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (value >= min && value <= max && (!isWhole || Number.isInteger(value))) return value;
  const kind = isWhole ? "whole number" : "number";
  throw usageError("usage_error", `${flag}: '${text}' is not a ${kind} from ${min} to ${max}.`);
}

/** Whole numbers only; the list is read into memory. */
export function parseLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= MOST_ROWS) return limit;
  throw usageError("invalid_limit", `--limit: '${text}' is not a whole number from 1 to ${MOST_ROWS}.`);
}
