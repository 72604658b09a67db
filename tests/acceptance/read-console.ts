/** One step of a page of commands. */
export type ConsoleStep =
  | { readonly kind: "command"; readonly line: string; readonly end: CommandEnd }
  | { readonly kind: "control"; readonly name: string; readonly value: string | undefined };

export interface CommandEnd {
  readonly exitCode: number;
  /** Code of the error. */
  readonly errorCode?: string;
  /** What the JSON on standard output holds; `…` in a text is anything. */
  readonly json?: unknown;
  /** Names under which values are kept, with the key of each. */
  readonly keeps: readonly (readonly [name: string, key: string])[];
}

/** A quoted line of the contract with what proves it. */
export interface QuotedLine {
  readonly quote: string;
  readonly steps: readonly ConsoleStep[];
}

/** Reads a page of quotes, each followed by a `console` block. */
export function readConsole(page: string): readonly QuotedLine[] {
  return [...page.matchAll(/^> (.+)\n\n```console\n([\s\S]*?)```/gm)].map(([, quote = "", block = ""]) => ({
    quote,
    steps: stepsOf(block.trimEnd().split("\n")),
  }));
}

function stepsOf(lines: readonly string[]): readonly ConsoleStep[] {
  const steps: ConsoleStep[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    if (line.startsWith("@")) {
      const [name = "", value] = line.slice(1).split(" ");
      steps.push({ kind: "control", name, value });
    } else if (line.startsWith("$ ")) {
      steps.push({ kind: "command", line: line.slice(2), end: endOf(lines[at + 1] ?? "") });
      at += 1;
    } else throw new Error(`neither a command nor a control: ${line}`);
  }
  return steps;
}

function endOf(line: string): CommandEnd {
  const [, exitCode, expected = "", kept = ""] = /^(\d+) (\w+|\{.*\})((?: [A-Z]+=\w+)*)$/.exec(line) ?? [];
  if (exitCode === undefined) throw new Error(`no end of a command: ${line}`);
  return {
    exitCode: Number(exitCode),
    ...(expected.startsWith("{") ? { json: JSON.parse(expected) } : { errorCode: expected }),
    keeps: [...kept.matchAll(/ ([A-Z]+)=(\w+)/g)].map(([, name = "", key = ""]) => [name, key] as const),
  };
}
