import { type Complete, type Command as Node, RootCommand, script } from "@bomb.sh/tab";
import type { Command } from "commander";
import type { Deps } from "../../deps.ts";
import { usageError } from "../../errors/cli-error.ts";
import { fieldsOfOperation } from "../call/fields-of-operation.ts";
import { findOperationCommand } from "../call/operation-command.ts";
import { SHELLS, valuesOfArgument, valuesOfFlag } from "./flag-values.ts";

/** The script asks the package bash-completion for the words; where that is missing, bash itself knows them. */
const WITHOUT_BASH_COMPLETION = `if ! declare -F _get_comp_words_by_ref > /dev/null; then
    _get_comp_words_by_ref() {
        cur=\${COMP_WORDS[COMP_CWORD]}
        prev=\${COMP_WORDS[COMP_CWORD - 1]}
        words=("\${COMP_WORDS[@]}")
        cword=$COMP_CWORD
    }
fi
`;

/** Both names of the program: other packages bring a `kling` of their own. */
const NAMES = ["kling", "klingkit"] as const;

/** Prints the script that a shell loads; it calls `kling complete` at every tab. */
export function runCompletion(shell: string, { name }: { readonly name: string }, { io }: Deps): void {
  const known = SHELLS.find((one) => one === shell);
  if (!known) throw usageError("invalid_shell", `completion: no shell '${shell}'. Use ${SHELLS.join(", ")}.`);
  const typed = NAMES.find((one) => one === name);
  if (!typed) throw usageError("usage_error", `--name: no name '${name}'. Use ${NAMES.join(" or ")}.`);
  if (known === "bash") io.stdout.write(WITHOUT_BASH_COMPLETION);
  script(known, typed, typed);
}

/** Answers one tab: the words after `--` are what was typed so far. */
export function runComplete(_words: unknown, _options: unknown, { argv }: Deps, command: Command): void {
  const root = new RootCommand();
  const words = argv.slice(argv.indexOf("--") + 1);
  if (command.parent) addCommands(root, command.parent, "");
  addFields(root, words);
  root.parse(words);
}

function addCommands(root: RootCommand, parent: Command, prefix: string): void {
  for (const command of program(parent)) {
    const path = `${prefix}${command.name()}`;
    addOptions(root.command(path, command.description()), command);
    addCommands(root, command, `${path} `);
  }
}

/** Behind `call OPERATION`, and behind a command that is an operation, stand its fields. */
function addFields(root: RootCommand, [word = "", next = ""]: readonly string[]): void {
  const own = findOperationCommand([word, next]);
  const command = own
    ? root.commands.get(own.words.join(" "))
    : word === "call"
      ? root.commands.get("call")
      : undefined;
  for (const { name, description, values } of command ? fieldsOfOperation(own?.operation ?? next) : [])
    command?.option(own ? name.replaceAll("_", "-") : name, description, offer(values), "");
}

const program = (parent: Command): readonly Command[] =>
  parent
    .createHelp()
    .visibleCommands(parent)
    .filter((command) => command.name() !== "help");

function addOptions(node: Node, command: Command): void {
  for (const option of command.createHelp().visibleOptions(command)) {
    const { long, short, description } = option;
    if (!long) continue;
    const name = long.replace(/^--/, "");
    const alias = short?.replace(/^-/, "") ?? "";
    // Without a handler the completer takes a flag for one that has no value.
    if (option.required || option.optional) node.option(name, description, offer(valuesOfFlag(long)), alias);
    else node.option(name, description, alias);
  }
  for (const argument of command.registeredArguments) {
    node.argument(argument.name(), offer(valuesOfArgument(argument.name())), argument.variadic);
  }
}

const offer = (values: readonly string[]) => (complete: Complete) => {
  for (const value of values) complete(value, "");
};
