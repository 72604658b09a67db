import { suggest } from "@klingkit/spec";
import type { CallToolResult } from "@modelcontextprotocol/server";
import { failureOf } from "./results.ts";

/** Refuses a filter that nothing can fit: an empty list would look like an answer. */
export function unknownValue(field: string, value: string, known: readonly string[]): CallToolResult {
  const nearest = suggest(value, known);
  const hint = nearest === undefined ? "" : ` Did you mean ${nearest}?`;
  const message = `${field}: no ${field} "${value}".${hint} Use ${known.join(", ")}. This call sent nothing.`;
  return failureOf({ code: `invalid_${field}`, message, allowed: known });
}
