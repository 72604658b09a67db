import { globSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { type Bench, createBench } from "../../packages/cli/src/testing/kling-bench.ts";
import { type CommandLine, findCommandLines } from "./support/command-lines.ts";

const PAGES = ["README.md", "CONTRIBUTING.md", "docs/**/*.md", "packages/*/README.md", "examples/**/*.md"];
/** Decisions tell what was decided then. */
const IGNORED = /^docs\/(?:decisions|project\/decisions)\//;
/** Fields of an operation or of a scene are flags of these. */
const TAKES_FIELDS =
  /^(?:call|operations|effects create|image (?:create|omni|combine|expand)|audio (?:create|speak)|voice create|edit apply)\b/;
const GLOBAL = new Set(["--help", "-h", "--json", "--version", "-V"]);

const help = z.object({
  options: z.array(z.object({ flags: z.string() })),
  commands: z.array(z.object({ name: z.string() })),
});

interface Command {
  readonly path: string;
  readonly flags: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
}

let bench: Bench;
const known = new Map<string, Promise<Command>>();

beforeAll(async () => {
  bench = await createBench();
});
afterAll(() => bench.close());

function commandOf(path: string): Promise<Command> {
  const found = known.get(path) ?? readCommand(path);
  known.set(path, found);
  return found;
}

async function readCommand(path: string): Promise<Command> {
  const { json } = await bench.run(`${path} --help --json`.trim());
  const { options, commands } = z.parse(help, json);
  return {
    path,
    flags: new Set(options.flatMap(({ flags }) => flags.match(/(?<![\w-])--?[a-z][\w-]*/gi) ?? [])),
    names: new Set(commands.map(({ name }) => name)),
  };
}

/** What a reader who types the command would be refused for; undefined where it is right. */
async function findMistake({ words }: CommandLine): Promise<string | undefined> {
  let command = await commandOf("");
  let at = 0;
  for (; command.names.has(words[at] ?? ""); at += 1) {
    command = await commandOf(`${command.path} ${words[at]}`.trim());
  }
  const isFirst = at === 0;
  if (isFirst && !(words[0] ?? "").startsWith("-")) return `there is no command ${words[0]}`;
  if (TAKES_FIELDS.test(command.path)) return undefined;
  const flags = words.slice(at).filter((word) => /^--?[a-z]/i.test(word));
  const wrong = flags
    .map((word) => word.replace(/=.*/, ""))
    .find((flag) => !command.flags.has(flag) && !GLOBAL.has(flag));
  return wrong && `kling ${command.path} has no ${wrong}`;
}

describe("the commands of the pages", () => {
  it("exist, and have the flags that are shown", async () => {
    const pages = globSync(PAGES)
      .filter((path) => !IGNORED.test(path))
      .sort();
    const lines = pages.flatMap((path) => findCommandLines(path, readFileSync(path, "utf8")));
    expect(lines.length).toBeGreaterThan(200);
    const mistakes: string[] = [];
    for (const line of lines) {
      const mistake = await findMistake(line);
      if (mistake !== undefined) mistakes.push(`${line.place}: ${line.text}: ${mistake}`);
    }
    expect(mistakes).toEqual([]);
  });

  it.for([
    ["kling jbos", "there is no command jbos"],
    ["kling run a.yaml --aprove", "kling run has no --aprove"],
    ["kling video create fox --duration 5 | head --nope", undefined],
    ["KLING_X='a b' npx kling plan a.yaml --json # --nope", undefined],
  ] as const)("%s", async ([text, mistake]) => {
    const [line] = findCommandLines("a.md", `\`\`\`sh\n${text}\n\`\`\`\n`);
    expect(line).toBeDefined();
    const found = line && (await findMistake(line));
    expect(found).toEqual(mistake);
  });
});
