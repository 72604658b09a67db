import { inputSchemaOf, type JsonSchemaNode, jsonSchemaOf, OPERATIONS, type Operation } from "@klingkit/spec";
import type { Deps } from "../../deps.ts";
import { type OutputOptions, printResult } from "../../terminal/output.ts";
import { formatTable } from "../../terminal/table.ts";
import { requireOperation } from "./require-operation.ts";

/** Lists every operation, or the fields of one. Reads nothing but the tables of this package. */
export function runOperations(id: string | undefined, options: OutputOptions, deps: Deps): void {
  if (id === undefined) listOperations(options, deps);
  else showOperation(requireOperation(id), options, deps);
}

const rowOf = ({ id, effect, answer, title }: Operation) => ({ id, effect, answer, summary: title });

function listOperations(options: OutputOptions, deps: Deps): void {
  const operations = OPERATIONS.map(rowOf);
  printResult(deps, options, { success: true, operations, count: operations.length }, (style) =>
    formatTable(
      style,
      [{ title: "OPERATION" }, { title: "EFFECT" }, { title: "ANSWER" }, { title: "SUMMARY", min: 16 }],
      operations.map(({ id, effect, answer, summary }) => [id, effect, answer, summary]),
    ),
  );
}

function showOperation(operation: Operation, options: OutputOptions, deps: Deps): void {
  const { method, path } = operation;
  const schema = inputSchemaOf(operation);
  const input = schema ? jsonSchemaOf(schema) : { properties: {} };
  const result = { success: true, ...rowOf(operation), method, path, input };
  printResult(deps, options, result, (style) => {
    const fields = Object.entries(input.properties ?? {}).map(([name, field]) => [
      `--${name}`,
      `${typeText(field)}${input.required?.includes(name) ? ", required" : ""}`,
      field.description ?? "",
    ]);
    const columns = [{ title: "FIELD" }, { title: "TYPE", min: 10 }, { title: "DESCRIPTION", min: 20 }];
    const table = fields.length === 0 ? "no fields\n" : formatTable(style, columns, fields);
    return `${style.bold(operation.id)} ${operation.title}\n${style.dim(`${method} ${path}, ${operation.effect}`)}\n\n${table}`;
  });
}

function typeText({ type, enum: values, const: value, anyOf }: JsonSchemaNode): string {
  if (values) return values.map(String).join(" | ");
  if (value !== undefined) return String(value);
  if (anyOf) return anyOf.map(typeText).join(" | ");
  return Array.isArray(type) ? type.join(" | ") : String(type ?? "any");
}
