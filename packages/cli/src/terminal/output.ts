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
  const text = isForPeople(deps, options) ? draw(createStyle(io.stdout, env)) : toJson(result);
  io.stdout.write(text, { mustArrive: options.mustArrive ?? false });
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
