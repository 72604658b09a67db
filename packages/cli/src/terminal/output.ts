import type { Deps, WriteOptions } from "../deps.ts";
import { usageError } from "../errors/cli-error.ts";
import { createStyle, type Style } from "./style.ts";

export interface OutputOptions {
  /** `--json`, or `--json a,b` where the command takes fields. */
  readonly json?: boolean | string;
}

/** True when a person reads along: standard output is a terminal and no JSON was asked for. */
export function isForPeople({ io }: Deps, { json }: OutputOptions): boolean {
  return io.stdout.isTty && (json === undefined || json === false);
}

export const toJson = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** Prints a result: JSON, or on a terminal what `draw` makes of it. */
export function printResult(
  deps: Deps,
  options: OutputOptions & WriteOptions,
  result: Readonly<Record<string, unknown>>,
  draw: (style: Style) => string,
): void {
  const { io, env } = deps;
  if (isForPeople(deps, options)) write(deps, draw(createStyle(io.stdout, env)), options);
  else printJson(deps, result, options);
}

const write = ({ io }: Deps, text: string, { mustArrive = false }: WriteOptions): void =>
  io.stdout.write(text, { mustArrive });

/**
 * Prints a result as JSON, or the fields of it that `--json a,b` names: of each entry where it is a list, with a `count`. Other fields of
 * commands that a document describes were refused before. Of the rest, it throws a usage error after the whole result was printed: what
 * was done is done. Where that was paid for, it throws none.
 */
export function printJson(
  deps: Deps,
  result: Readonly<Record<string, unknown>>,
  options: WriteOptions = {},
): void {
  try {
    write(deps, toJson(fieldsOf(result, deps)), options);
  } catch (error) {
    write(deps, toJson(result), options);
    if (options.mustArrive !== true) throw error;
  }
}

type Data = Readonly<Record<string, unknown>>;

function fieldsOf(result: Data, { jsonFields: fields, knownFields = [] }: Deps): Data {
  if (fields === undefined) return result;
  const lists = Object.keys(result).filter((key) => Array.isArray(result[key]));
  const list = lists.length === 1 && "count" in result ? lists[0] : undefined;
  // Lists of results are of objects.
  const entries = list === undefined ? [result] : (result[list] as readonly Data[]);
  if (entries.length === 0) return result;
  const picked = pickFields(
    entries,
    [...new Set([...entries.flatMap((entry) => Object.keys(entry)), ...knownFields])],
    fields,
  );
  return list === undefined ? { success: result["success"], ...picked[0] } : { ...result, [list]: picked };
}

/** Keeps the fields that `--json a,b` names. Throws a usage error that lists the valid ones. */
export function pickFields<Row extends Readonly<Record<string, unknown>>>(
  rows: readonly Row[],
  valid: readonly string[],
  json: boolean | string | undefined,
): readonly Readonly<Record<string, unknown>>[] {
  if (typeof json !== "string") return rows;
  const wanted = json.split(",").map((field) => field.trim());
  const unknown = wanted.filter((field) => !valid.includes(field));
  if (unknown.length > 0) {
    throw usageError(
      "invalid_field",
      `--json: no field '${unknown.join("', '")}' here. Valid fields: ${valid.join(", ")}.`,
    );
  }
  return rows.map((row) => Object.fromEntries(wanted.map((field) => [field, row[field]])));
}
