import type { Command, Option } from "commander";
import { pathOf } from "./command-path.ts";
import { valuesOfFlag } from "./commands/completion/flag-values.ts";
import { groupOfOption } from "./help/option-groups.ts";

/** What the word for a value in a usage line, such as `<seconds>`, says about it. */
const VALUE_KINDS: Readonly<Record<string, { readonly type: string; readonly unit?: string }>> = {
  count: { type: "integer" },
  factor: { type: "number", unit: "times" },
  number: { type: "number" },
  seconds: { type: "number", unit: "seconds" },
  units: { type: "number", unit: "units" },
  time: { type: "duration" },
  file: { type: "path" },
  folder: { type: "path" },
  image: { type: "path or url" },
  json: { type: "json" },
  url: { type: "url" },
};

/** A command with all that can be given to it, for programs. Texts are those of the help for people. */
export const helpJson = (command: Command) => ({
  success: true,
  command: pathOf(command),
  description: command.description(),
  arguments: command.registeredArguments.map((argument) => ({
    name: argument.name(),
    required: argument.required,
    description: argument.description,
  })),
  options: command.options.filter(({ hidden }) => !hidden).map((option) => optionJson(command, option)),
  commands: command.commands.map((one) => ({ name: one.name(), description: one.description() })),
});

function optionJson(command: Command, option: Option) {
  const { flags, long, short, description, defaultValue, required, optional } = option;
  const word = /[<[]([^>\]]+)[>\]]/.exec(flags)?.[1] ?? "";
  const kind = required || optional ? (VALUE_KINDS[word] ?? { type: "string" }) : { type: "boolean" };
  const words = pathOf(command).split(" ").slice(1).join(" ");
  const values = required || optional ? valuesOfFlag(long ?? "", words) : [];
  return {
    flags,
    description,
    default: defaultValue ?? defaultIn(description, kind.type) ?? null,
    name: long ?? short,
    ...kind,
    ...limitsIn(description),
    ...(values.length === 0 ? {} : { values }),
    repeatable: /\([^()]*\brepeatable\)$/.test(description),
    group: groupOfOption(words, flags) ?? null,
  };
}

/** The one value that a text such as `… (default: 5)` names. */
function defaultIn(description: string, type: string): string | number | undefined {
  const [, text] = /\(default: ([\w:.-]+)[;)]/.exec(description) ?? [];
  if (text === undefined || type === "boolean") return undefined;
  return type === "number" || type === "integer" ? Number(text) : text;
}

/** The limits that a text names, such as `1 to 500`, `up to 200 characters` and `from 1`. */
function limitsIn(description: string): Readonly<Record<string, number>> {
  const [, least, most] = /\b(\d+(?:\.\d+)?) to (\d+(?:\.\d+)?)\b/.exec(description) ?? [];
  if (least !== undefined && most !== undefined) return { minimum: Number(least), maximum: Number(most) };
  const [, limit, unit] = /\bup to (\d+)( characters)?/.exec(description) ?? [];
  if (limit !== undefined) return unit ? { maxLength: Number(limit) } : { maximum: Number(limit) };
  const [, start] = /, from (\d+)\b/.exec(description) ?? [];
  return start === undefined ? {} : { minimum: Number(start) };
}
