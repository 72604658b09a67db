import { meantField } from "@klingkit/spec";
import { parse } from "yaml";
import type * as z from "zod/mini";
import { isFields } from "../arguments/is-fields.ts";
import { batchRequest } from "./batch-schema.ts";
import { fileInvalid } from "./plan-error.ts";
import { type PlacedDocument, WORD_FIELDS } from "./read-document.ts";

/** A row of a table, such as a CSV file. */
export interface TableRow {
  /** Where it begins in its file, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * The batch that a table lists: its first row names fields of requests, and each other row is a request. Empty cells and rows are left
 * out, so that the defaults hold. Throws PlanError: `batch_unreadable` where a cell cannot belong to a field, `batch_invalid` where there is no request.
 */
export function tableDocument(rows: readonly TableRow[], fileName: string): PlacedDocument {
  const [head = { line: 1, cells: [] }, ...body] = rows.filter(({ cells }) => cells.some(isFilled));
  const names = head.cells.map((cell) => cell.trim());
  const mistakeAt = (line: number, message: string, field?: string) =>
    fileInvalid("batch_unreadable", [{ file: fileName, line, ...(field ? { field } : {}), message }]);
  const repeated = names.find((name, at) => name !== "" && names.indexOf(name) !== at);
  if (repeated !== undefined)
    throw mistakeAt(head.line, "is the name of two columns. Rename or remove one of them.", repeated);
  if (body.length === 0) throw fileInvalid("batch_invalid", [{ file: fileName, message: NO_ROWS }]);
  const requests = body.map(({ line, cells }) => {
    const nameless = cells.findIndex((cell, at) => isFilled(cell) && !names[at]);
    if (nameless !== -1)
      throw mistakeAt(
        line,
        `Cell ${nameless + 1} is not empty, and the first line names no field for it. Text that contains a comma, a semicolon or a tab needs quotes around it.`,
      );
    const filled = names.flatMap((name, at) => {
      const text = cells[at]?.trim() ?? "";
      return name === "" || text === "" ? [] : [[name, cellValue(name, text)] as const];
    });
    return Object.fromEntries(filled);
  });
  return {
    value: { requests },
    place: ([list, at, field], part = "value") => {
      if (list !== "requests" || typeof at !== "number") return { file: fileName };
      const row = field !== undefined && part === "name" ? head : body[at];
      return { file: fileName, line: row?.line ?? head.line };
    },
    has: (path) => hasPath({ requests }, path),
  };
}

const NO_ROWS =
  "has no requests. The first line names fields, such as name and prompt, and each line below it is one request.";

const isFilled = (cell: string): boolean => cell.trim() !== "";

/** What a cell says: a table knows text only, so that the field decides whether it is a number, a switch, a list or fields. */
function cellValue(heading: string, text: string): unknown {
  // A misspelt heading is the mistake, not that its numbers are text.
  const field = Object.hasOwn(FIELDS, heading)
    ? heading
    : (meantField(heading, Object.keys(FIELDS)) ?? heading);
  const schema = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
  const structure = WORD_FIELDS.includes(field) ? undefined : readStructure(text);
  // What another request makes is written as fields where the schema has a text.
  if (structure !== undefined) return structure;
  if (schema === undefined || schema.safeParse(text).success) return text;
  const values = [...(NUMBER.test(text) ? [Number(text)] : []), ...(SWITCHES.get(text.toLowerCase()) ?? [])];
  return values.find((value) => schema.safeParse(value).success) ?? values[0] ?? text;
}

const FIELDS: Readonly<Record<string, z.ZodMiniType>> = batchRequest.shape;

const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;

/** As spreadsheets write them in capitals. */
const SWITCHES: ReadonlyMap<string, readonly boolean[]> = new Map([
  ["true", [true]],
  ["false", [false]],
]);

/** `[a.png, b.png]` and `{ from: hero }`, as in a batch file; undefined for text that only looks so. */
function readStructure(text: string): unknown {
  if (!/^(?:\[.*\]|\{.*\})$/s.test(text)) return undefined;
  try {
    return parse(text, { maxAliasCount: 0 });
  } catch {
    return undefined;
  }
}

function hasPath(document: unknown, path: readonly PropertyKey[]): boolean {
  let value = document;
  for (const step of path) {
    if (Array.isArray(value)) value = value[Number(step)];
    else if (isFields(value) && Object.hasOwn(value, String(step))) value = value[String(step)];
    else return false;
  }
  return value !== undefined;
}
