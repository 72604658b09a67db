import { type Complete, type Command as Node, RootCommand, ShellCompDirective, script } from "@bomb.sh/tab";
import type { Command } from "commander";
import type { Deps } from "../../deps.ts";
import { usageError } from "../../errors/cli-error.ts";
import { fieldsOfOperation } from "../call/fields-of-operation.ts";
import { findOperationCommand } from "../call/operation-command.ts";
import { type PathKind, pathKind, SHELLS, valuesOfArgument, valuesOfFlag } from "./flag-values.ts";

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

/** The script makes its constants read-only, so that a second one in the same shell (of either name) would print errors. */
const CONSTANTS_ONCE = `readonly() {
    declare -p "\${1%%=*}" > /dev/null 2>&1 || builtin readonly "$@"
}
`;
/** Without it bash offers no files where the script offers no words. */
const withFiles = (name: string): string =>
  `unset -f readonly\ncomplete -o default -o bashdefault -F __${name}_complete ${name}\n`;

/** Both names of the program: other packages bring a `kling` of their own. */
const NAMES = ["kling", "klingkit"] as const;

/** Prints the script that a shell loads; it calls `kling complete` at every tab. */
export function runCompletion(shell: string, { name }: { readonly name: string }, { io }: Deps): void {
  const known = SHELLS.find((one) => one === shell);
  if (!known) throw usageError("invalid_shell", `completion: no shell '${shell}'. Use ${SHELLS.join(", ")}.`);
  const typed = NAMES.find((one) => one === name);
  if (!typed) throw usageError("usage_error", `--name: no name '${name}'. Use ${NAMES.join(" or ")}.`);
  if (known === "bash") io.stdout.write(`${WITHOUT_BASH_COMPLETION}${CONSTANTS_ONCE}`);
  script(known, typed, typed);
  if (known === "bash") io.stdout.write(withFiles(typed));
}

/** Answers one tab: the words after `--` are what was typed so far. */
export function runComplete(_words: unknown, _options: unknown, { argv }: Deps, command: Command): void {
  const root = new RootCommand();
  const place: Place = { path: undefined };
  // The completer tells the shell never to look for files; where a file may stand it must.
  Object.defineProperty(root, "directive", { get: () => directiveOf(place), set: () => {} });
  const words = argv.slice(argv.indexOf("--") + 1);
  if (command.parent) addCommands(root, command.parent, { prefix: "", place });
  addFields(root, words, place);
  root.parse(words);
}

/** What may stand where the tab was typed, as the completer finds it. */
interface Place {
  path: PathKind | undefined;
}

function directiveOf({ path }: Place): number {
  if (path === "file") return ShellCompDirective.ShellCompDirectiveDefault;
  return path === "folder"
    ? ShellCompDirective.ShellCompDirectiveFilterDirs
    : ShellCompDirective.ShellCompDirectiveNoFileComp;
}

interface Under {
  readonly prefix: string;
  readonly place: Place;
}

function addCommands(root: RootCommand, parent: Command, { prefix, place }: Under): void {
  for (const command of program(parent)) {
    const path = `${prefix}${command.name()}`;
    addOptions(root.command(path, command.description()), { command, path, place });
    addCommands(root, command, { prefix: `${path} `, place });
  }
}

/** Behind `call OPERATION`, and behind a command that is an operation, stand its fields. */
function addFields(root: RootCommand, [word = "", next = ""]: readonly string[], place: Place): void {
  const own = findOperationCommand([word, next]);
  const command = own
    ? root.commands.get(own.words.join(" "))
    : word === "call"
      ? root.commands.get("call")
      : undefined;
  for (const { name, description, values } of command ? fieldsOfOperation(own?.operation ?? next) : [])
    command?.option(
      own ? name.replaceAll("_", "-") : name,
      description,
      // A picture, a sound or a file with the value.
      offer(place, values, values.length === 0 ? "file" : undefined),
      "",
    );
}

const program = (parent: Command): readonly Command[] =>
  parent
    .createHelp()
    .visibleCommands(parent)
    .filter((command) => command.name() !== "help");

interface Completed {
  readonly command: Command;
  /** Its words, such as `jobs retry`. */
  readonly path: string;
  readonly place: Place;
}

function addOptions(node: Node, { command, path, place }: Completed): void {
  for (const option of command.createHelp().visibleOptions(command)) {
    const { long, short, description, flags } = option;
    if (!long) continue;
    const name = long.replace(/^--/, "");
    const alias = short?.replace(/^-/, "") ?? "";
    // Without a handler the completer takes a flag for one that has no value.
    const value = /[<[]([^\]>]*)/.exec(flags)?.[1] ?? "";
    if (option.required || option.optional)
      node.option(name, description, offer(place, valuesOfFlag(long, path), pathKind(value)), alias);
    else node.option(name, description, alias);
  }
  for (const argument of command.registeredArguments) {
    const kind = pathKind(argument.name());
    node.argument(argument.name(), offer(place, valuesOfArgument(argument.name()), kind), argument.variadic);
  }
}

const offer =
  (place: Place, values: readonly string[], kind: PathKind | undefined) =>
  (complete: Complete): void => {
    place.path = kind;
    for (const value of values) complete(value, "");
  };
