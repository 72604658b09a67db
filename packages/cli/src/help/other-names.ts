import type { Command } from "commander";
import { pathOf } from "../command-path.ts";
import { usageError } from "../errors/cli-error.ts";
import { type Flag, isHiddenFlag, nameOfFlag } from "../session/flag.ts";

/** Names that the contract and older versions have for a flag, by how it is typed without its letter. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  "--aspect-ratio <ratio>": ["--ratio"],
  "--audio": ["--sound"],
  "--output <file>": ["--out"],
  "--resolution <size>": ["--mode"],
};

/** The flags of a command, and behind them their other names. A name that the command uses for something else is none. */
export function withOtherNames(flags: readonly Flag[]): readonly Flag[] {
  const own = flags.map(([line]) => nameOfFlag(line));
  const others = flags.flatMap(([line, text]) => {
    const long = line.replace(/^-\w, /, "");
    const name = nameOfFlag(line);
    return (OTHER_NAMES[long] ?? [])
      .filter((other) => !own.includes(other))
      .map((other): Flag => [long.replace(name, other), text, { isOtherNameOf: name }]);
  });
  return [...flags, ...others];
}

/** Other names of each flag that has some, as `["--ratio", "--aspect-ratio"]`. */
export const otherNamesOf = (flags: readonly Flag[]): readonly (readonly [other: string, name: string])[] =>
  withOtherNames(flags).flatMap((flag) => {
    const [line, , value] = flag;
    const name = isHiddenFlag(flag) && typeof value === "object" ? value.isOtherNameOf : undefined;
    return name === undefined ? [] : [[nameOfFlag(line), name] as const];
  });

/** What was given to a command, each value under the name that its help shows. Throws where one option has two values. */
export function underOneName(command: Command, flags: readonly Flag[]): Readonly<Record<string, unknown>> {
  const given: Record<string, unknown> = { ...command.opts(), ...flagsBefore(command) };
  for (const [other, name] of otherNamesOf(flags)) {
    const [otherKey, key] = [keyOf(other), keyOf(name)];
    const value = given[otherKey];
    delete given[otherKey];
    if (value === undefined) continue;
    if (command.getOptionValueSource(key) === "cli")
      throw usageError(
        "conflicting_flags",
        `${other} is another name of ${name}. Give one of them, not both. Nothing was sent.`,
      );
    given[key] = value;
  }
  return given;
}

/** `kling jobs --store b.sqlite show ID`: flags that stand before the last word of a command, and not behind it. Throws where one is none of its own. */
function flagsBefore(command: Command): Readonly<Record<string, unknown>> {
  const given: Record<string, unknown> = {};
  for (let above = command.parent; above?.parent; above = above.parent)
    for (const option of above.options) {
      const name = option.attributeName();
      if (above.getOptionValueSource(name) !== "cli") continue;
      if (!command.options.some((own) => own.attributeName() === name))
        throw usageError("usage_error", `${pathOf(command)} has no option ${option.long}. Nothing was sent.`);
      if (command.getOptionValueSource(name) !== "cli") given[name] ??= above.getOptionValue(name);
    }
  return given;
}

/** `--save-plan` → `savePlan`, as commander names it. */
const keyOf = (name: string): string =>
  name.slice(2).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
