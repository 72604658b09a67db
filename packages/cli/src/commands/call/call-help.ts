import type { Deps } from "../../deps.ts";
import { createStyle } from "../../terminal/style.ts";
import { fieldsOfOperation, inputOf, type OperationField } from "./fields-of-operation.ts";
import { drawOperation, operationJson } from "./operations-run.ts";
import { type CallableOperation, requireOperation } from "./require-operation.ts";

/** How a field is written as a flag. */
const spelling = (isCall: boolean) => (field: string) => (isCall ? field : field.replaceAll("_", "-"));

/** The help that fields are shown in: the options of its command, and whether it is that of `kling call`. */
export interface FieldsPlace {
  readonly options: readonly string[];
  readonly isCall: boolean;
}

/** What a help shows of an operation: the table of its fields, under the service's names where it is that of `kling call`. */
export function operationHelp({ io, env }: Deps, id: string, { options, isCall }: FieldsPlace): string {
  const spell = spelling(isCall);
  const operation = requireOperation(id);
  const fields = withoutOptions(operation, options);
  return `\n${drawOperation(createStyle(io.stdout, env), operation, { spell, fields })}`;
}

/** Options of commands that fill a field of the body. */
const FIELD_OPTIONS = { "--callback-url": "callbackUrl", "--external-id": "externalTaskId" } as const;

type FilledPath = (typeof FIELD_OPTIONS)[keyof typeof FIELD_OPTIONS];

/** The fields of an operation without those that an option of the command fills: the help has each once. */
function withoutOptions(operation: CallableOperation, options: readonly string[]): readonly OperationField[] {
  const paths: { readonly [Path in FilledPath]?: string | undefined } =
    "paths" in operation ? operation.paths : {};
  const filled = Object.entries(FIELD_OPTIONS)
    .filter(([option]) => options.includes(option))
    .map(([, path]) => paths[path]?.split(".").at(-1));
  return fieldsOfOperation(operation.id).filter(({ name }) => !filled.includes(name));
}

/** The same as data. */
export const operationHelpJson = (id: string) => operationJson(requireOperation(id));

/** Limits of a schema that the help of a flag has as well. */
const LIMITS = ["minimum", "maximum", "minLength", "maxLength"] as const;

/** The fields of an operation as flags, in the form that the help has for a command's own. */
export function operationFlagsJson(id: string, { options, isCall }: FieldsPlace) {
  const spell = spelling(isCall);
  const operation = requireOperation(id);
  const properties = inputOf(operation).properties ?? {};
  return withoutOptions(operation, options).map(({ name, type, isRequired, description, values }) => {
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
