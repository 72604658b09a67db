// Finds private words in names and in texts for people: what a reader cannot search for, he cannot understand.
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { splitPage } from "./words/split-page.ts";
import { splitSource } from "./words/split-source.ts";
import { PRIVATE_WORDS, type PrivateWord } from "./words/words.ts";

const PAGES = ["README.md", "CONTRIBUTING.md", "packages/*/README.md", "docs/**/*.md"];

/** Pages that are not judged, with the reason. */
const EXCEPTED: readonly { readonly path: RegExp; readonly reason: string }[] = [
  { path: /^docs\/decisions\//, reason: "decisions are history and stay as they were written" },
  { path: /^docs\/benchmarks\.md$/, reason: "labels of measured rows, until they are measured again" },
  { path: /^docs\/operations\.md$/, reason: "its last sections move to guides/approve-and-budget.md" },
];

const SOURCES = "packages/*/src/**/*.ts";
const IGNORED = /\.(?:test|test-d|gen)\.ts$/;

/** Texts and names that are quoted from a service or a contract, with the reason. */
const ALLOWED: readonly { readonly path: RegExp; readonly word: RegExp; readonly reason: string }[] = [
  {
    path: /cli\/src\/(?:terminal\/(?:notify|abilities)|config\/config-keys)\.ts$|environment-and-config\.md$/,
    word: /^bells?$/i,
    reason: "the bell of a terminal",
  },
];

const isAllowedIn = (path: string, found: string): boolean =>
  ALLOWED.some((entry) => entry.path.test(path) && entry.word.test(found));

/** What is wrong with one file, as `path:line: message`. */
export function findPrivateWords(path: string, source: string): string[] {
  const { code, texts } = splitSource(source);
  const isAllowed = (found: string) => isAllowedIn(path, found);
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

/** Words of the longest sentence. */
const MOST_WORDS = 40;

/** What is wrong with the prose of a page, as `path:line: message`. */
export const findPrivateProse = (path: string, page: string): string[] =>
  splitPage(page).flatMap(({ line, text }) => [
    ...PRIVATE_WORDS.flatMap((word) => {
      const found = word.text?.exec(text)?.[0];
      return found === undefined || isAllowedIn(path, found) ? [] : [say(path, line, found, word)];
    }),
    ...longSentences(text).map(
      (count) => `${path}:${line}: a sentence of ${count} words; write several of at most 25`,
    ),
  ]);

/** What stands in brackets is read apart. */
const longSentences = (text: string): readonly number[] =>
  text
    .replaceAll(/\([^()]*\)/g, "")
    .split(/[.!?:;·](?=\s|$)|\]\s*,/)
    .map((sentence) => sentence.split(/\s+/).filter((word) => /\w/.test(word)).length)
    .filter((count) => count > MOST_WORDS);

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
  const problems = [...problemsOfSources(), ...problemsOfPages()];
  for (const problem of problems) console.log(problem);
  if (problems.length > 0) process.exitCode = 1;
}

function problemsOfSources(): string[] {
  const paths = globSync(SOURCES).filter((path) => !IGNORED.test(path));
  return paths.sort().flatMap((path) => findPrivateWords(path, readFileSync(path, "utf8")));
}

function problemsOfPages(): string[] {
  const paths = globSync(PAGES).filter((path) => !EXCEPTED.some((entry) => entry.path.test(path)));
  return paths.sort().flatMap((path) => findPrivateProse(path, readFileSync(path, "utf8")));
}
