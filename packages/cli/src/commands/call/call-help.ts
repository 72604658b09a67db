import type { Deps } from "../../deps.ts";
import { createStyle } from "../../terminal/style.ts";
import { fieldsOfOperation, inputOf } from "./fields-of-operation.ts";
import { drawOperation, operationJson } from "./operations-run.ts";
import { requireOperation } from "./require-operation.ts";

/** How a field is written as a flag. */
const spelling = (isCall: boolean) => (field: string) => (isCall ? field : field.replaceAll("_", "-"));

/** What a help shows of an operation: the table of its fields, under the service's names where it is that of `kling call`. */
export function operationHelp({ io, env }: Deps, id: string, isCall: boolean): string {
  const spell = spelling(isCall);
  return `\n${drawOperation(createStyle(io.stdout, env), requireOperation(id), spell)}`;
}

/** The same as data. */
export const operationHelpJson = (id: string) => operationJson(requireOperation(id));

/** Limits of a schema that the help of a flag has as well. */
const LIMITS = ["minimum", "maximum", "minLength", "maxLength"] as const;

/** The fields of an operation as flags, in the form that the help has for a command's own. */
export function operationFlagsJson(id: string, isCall: boolean) {
  const spell = spelling(isCall);
  const properties = inputOf(requireOperation(id)).properties ?? {};
  return fieldsOfOperation(id).map(({ name, type, isRequired, description, values }) => {
    const schema = properties[name] ?? {};
    const limits = LIMITS.flatMap((limit) => (schema[limit] === undefined ? [] : [[limit, schema[limit]]]));
    return {
      flags: `--${spell(name)} <value>`,
      description,
      default: schema["serviceDefault"] ?? null,
      name: `--${spell(name)}`,
      type,
      required: isRequired,
      ...Object.fromEntries(limits),
      ...(values.length === 0 ? {} : { values }),
      repeatable: type.includes("repeatable"),
      group: "Fields",
    };
  });
}
