import { bodyPurchaseFlags } from "../../create/purchase-flags.ts";
import type { Deps } from "../../deps.ts";
import { CONNECTION_FLAGS, JSON_FLAG } from "../../session/connection-flags.ts";
import type { Flag } from "../../session/flag.ts";
import type { CommandRow } from "../command-row.ts";
import type { CallOptions } from "./call-run.ts";
import type { NamedOperation } from "./named-operation.ts";
import { OPERATION_COMMANDS } from "./operation-commands.gen.ts";

/** Short words that the field knows, for generated commands. */
export const SHORT_WORDS: Readonly<Record<string, string>> = { "audio speak": "tts" };

/** The generated command of these words; undefined where there is none, or a command written by hand stands for it. */
export const findOperationCommand = (words: readonly string[]): NamedOperation | undefined =>
  OPERATION_COMMANDS.find((command) => {
    const name = command.words.join(" ");
    return [name, SHORT_WORDS[name]].includes(words.join(" "));
  });

export const BODY_FLAG: Flag = [
  "--body <file>",
  "Read the body from a JSON file, or - for stdin; fields are added",
];

const freeFlags = (): readonly Flag[] => [
  BODY_FLAG,
  ["--dry-run", "Show what would be sent; send nothing"],
  JSON_FLAG,
  ...CONNECTION_FLAGS,
];

const HELP_OF_EFFECT = {
  spends: "Goes through a plan and its approval, and becomes a job.",
  writes: "Costs nothing and is sent at once.",
  reads: "Costs nothing.",
} as const;

/** The row of a generated command. Its fields are shown by its help, which reads them from the operation. */
export function operationRow({ words, operation, summary, effect, operand }: NamedOperation): CommandRow {
  const bare = operand === undefined ? "" : `[${operand}] `;
  return {
    words,
    operands: "[words...]",
    usage: `[options] ${bare}[--field value ...]`,
    summary,
    takesAnyFlag: true,
    flags: () => (effect === "spends" ? [BODY_FLAG, ...bodyPurchaseFlags()] : freeFlags()),
    help: `\n${HELP_OF_EFFECT[effect]} The same as \`kling call ${operation}\`.`,
    load: async () => {
      const { runOperation } = await import("./call-run.ts");
      return (given: readonly string[], options: CallOptions, deps: Deps) =>
        runOperation(deps, options, { id: operation, words: given, operand });
    },
  };
}

/** Rows of all operations that have a command, but for those that `written` has by hand. */
export function operationRows(written: readonly CommandRow[]): readonly CommandRow[] {
  const taken = new Set(written.map(({ words }) => words.join(" ")));
  return OPERATION_COMMANDS.filter(({ words }) => !taken.has(words.join(" "))).map(operationRow);
}
