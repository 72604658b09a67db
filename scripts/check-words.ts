// Finds private words in names and in texts for people: what a reader cannot search for, he cannot understand.
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { splitSource } from "./words/split-source.ts";
import { PRIVATE_WORDS, type PrivateWord } from "./words/words.ts";

const SOURCES = "packages/*/src/**/*.ts";
const IGNORED = /\.(?:test|test-d|gen)\.ts$/;

/** Texts and names that are quoted from a service or a contract, with the reason. */
const ALLOWED: readonly { readonly path: RegExp; readonly word: RegExp; readonly reason: string }[] = [
  {
    path: /cli\/src\/(?:terminal\/(?:notify|abilities)|config\/config-keys)\.ts$/,
    word: /^bells?$/i,
    reason: "the bell of a terminal",
  },
];

/** What is wrong with one file, as `path:line: message`. */
export function findPrivateWords(path: string, source: string): string[] {
  const { code, texts } = splitSource(source);
  const isAllowed = (found: string) =>
    ALLOWED.some((entry) => entry.path.test(path) && entry.word.test(found));
  const inTexts = texts.flatMap(({ line, text }) =>
    PRIVATE_WORDS.flatMap((word) => {
      const found = word.text?.exec(text)?.[0];
      return found === undefined || isAllowed(found) ? [] : [say(path, line, found, word)];
    }),
  );
  const inCode = code
    .split("\n")
    .flatMap((text, at) =>
      namesIn(text).flatMap(({ name, parts }) =>
        PRIVATE_WORDS.flatMap((word) =>
          !isAllowed(name) && word.name?.some((part) => parts.includes(part))
            ? [say(path, at + 1, name, word)]
            : [],
        ),
      ),
    );
  const inPath = PRIVATE_WORDS.flatMap((word) =>
    word.name?.some((part) => path.split(/[/.-]/).includes(part)) ? [say(path, 1, path, word)] : [],
  );
  return [...inPath, ...inTexts, ...inCode];
}

const say = (path: string, line: number, found: string, { instead }: PrivateWord): string =>
  `${path}:${line}: "${found}" is a private word; write ${instead}`;

const namesIn = (code: string) =>
  [...code.matchAll(/[A-Za-z_$][\w$]*/g)].map(([name]) => ({ name, parts: partsOf(name) }));

/** `isUnproved` → is, unproved. */
const partsOf = (name: string): readonly string[] =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[_$]+/);

if (import.meta.main) {
  process.chdir(fileURLToPath(new URL("..", import.meta.url)));
  const problems = globSync(SOURCES)
    .filter((path) => !IGNORED.test(path))
    .sort()
    .flatMap((path) => findPrivateWords(path, readFileSync(path, "utf8")));
  for (const problem of problems) console.log(problem);
  if (problems.length > 0) process.exitCode = 1;
}
