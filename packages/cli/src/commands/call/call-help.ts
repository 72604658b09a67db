import type { Deps } from "../../deps.ts";
import { createStyle } from "../../terminal/style.ts";
import { drawOperation, operationJson } from "./operations-run.ts";
import { requireOperation } from "./require-operation.ts";

/** What a help shows of an operation: the table of its fields, under the service's names where it is that of `kling call`. */
export function operationHelp({ io, env }: Deps, id: string, isCall: boolean): string {
  const spell = (field: string) => (isCall ? field : field.replaceAll("_", "-"));
  return `\n${drawOperation(createStyle(io.stdout, env), requireOperation(id), spell)}`;
}

/** The same as data. */
export const operationHelpJson = (id: string) => operationJson(requireOperation(id));
