import { OPERATIONS } from "@klingkit/spec";
import { HIGGSFIELD_CREATES } from "@klingkit/spec/higgsfield";
import type { Deps } from "../../deps.ts";
import { type OutputOptions, printResult } from "../../terminal/output.ts";
import type { Style } from "../../terminal/style.ts";
import { formatTable } from "../../terminal/table.ts";
import { fieldsOfOperation, inputOf, type OperationField } from "./fields-of-operation.ts";
import { type CallableOperation, requireOperation } from "./require-operation.ts";

/** Lists every operation, or the fields of one. Reads nothing but the tables of this package. */
export function runOperations(id: string | undefined, options: OutputOptions, deps: Deps): void {
  if (id === undefined) listOperations(options, deps);
  else showOperation(requireOperation(id), options, deps);
}

const rowOf = ({ id, effect, answer, title }: CallableOperation) => ({ id, effect, answer, summary: title });

function listOperations(options: OutputOptions, deps: Deps): void {
  const operations = [...OPERATIONS, ...HIGGSFIELD_CREATES].map(rowOf);
  printResult(deps, options, { success: true, operations, count: operations.length }, (style) =>
    formatTable(
      style,
      [{ title: "OPERATION" }, { title: "EFFECT" }, { title: "ANSWER" }, { title: "SUMMARY", min: 16 }],
      operations.map(({ id, effect, answer, summary }) => [id, effect, answer, summary]),
    ),
  );
}

function showOperation(operation: CallableOperation, options: OutputOptions, deps: Deps): void {
  const result = { success: true, ...operationJson(operation) };
  printResult(deps, options, result, (style) => drawOperation(style, operation));
}

/** An operation with the JSON Schema of its input. */
export const operationJson = (operation: CallableOperation) => {
  const { method, path } = operation;
  return { ...rowOf(operation), method, path, input: inputOf(operation) };
};

interface Shown {
  /** How a field is written as a flag. Default: as it is. */
  readonly spell?: (field: string) => string;
  /** Default: all. */
  readonly fields?: readonly OperationField[];
}

/** An operation and a table of its fields. */
export function drawOperation(
  style: Style,
  operation: CallableOperation,
  { spell = (field) => field, fields: shown = fieldsOfOperation(operation.id) }: Shown = {},
): string {
  const { id, title, method, path, effect } = operation;
  const fields = shown.map(({ name, type, isRequired, description }) => [
    `--${spell(name)}`,
    `${type}${isRequired ? ", required" : ""}`,
    description,
  ]);
  const columns = [
    { title: "FIELD" },
    { title: "TYPE", min: 10 },
    { title: "DESCRIPTION", min: 20, wraps: true },
  ];
  const table = fields.length === 0 ? "no fields\n" : formatTable(style, columns, fields);
  return `${style.bold(id)} ${title}\n${style.dim(`${method} ${path}, ${effect}`)}\n\n${table}`;
}
