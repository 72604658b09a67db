import type { Page } from "./read-page.ts";

/** Most words of a page that a person wrote; longer ones answer more than one question. */
export const MAX_WORDS = 1500;

export interface LengthException {
  readonly path: RegExp;
  readonly reason: string;
}

/** Pages whose length is meant. Generated pages are exempt, because they are looked up and not read. */
export const LONG_PAGES: readonly LengthException[] = [
  { path: /^CHANGELOG\.md$/, reason: "history grows" },
  { path: /^docs\/(?:project\/)?decisions\//, reason: "a record holds all that was weighed" },
  { path: /^docs\/(?:project\/)?architecture\.md$/, reason: "the map of the code, with the glossary" },
  { path: /^docs\/(?:project\/)?benchmarks\.md$/, reason: "one row for each measurement" },
  { path: /^packages\/(?:cli|sdk|emulator)\/README\.md$/, reason: "the page of the package in the registry" },
];

/** What is wrong with a page by itself, as `path:line: message`. */
export function findPageProblems(page: Page): string[] {
  const { path, titles, unnamedImages, words, isGenerated } = page;
  const [title, second] = titles;
  const problems = unnamedImages.map(
    ({ url, line }) => `${path}:${line}: the image ${url} has no alternative text`,
  );
  if (!title) problems.push(`${path}:1: the page has no title (a heading of the first level)`);
  if (title?.isCode)
    problems.push(`${path}:${title.line}: the title is nothing but code; say what the page is`);
  if (second) problems.push(`${path}:${second.line}: a second title "${second.text}"`);
  const isLongAllowed = isGenerated || LONG_PAGES.some((exception) => exception.path.test(path));
  if (words > MAX_WORDS && !isLongAllowed)
    problems.push(`${path}:1: ${words} words; at most ${MAX_WORDS}. Split the page by question`);
  return problems;
}

/** The pages of packages have the name of the package as their title, which the checkout has, too. */
const NAMED_BY_PACKAGE = /^packages\/[^/]+\/README\.md$/;

/** Titles that two pages have: a reader cannot tell them apart in a list of results. */
export function findSameTitles(pages: readonly Page[]): string[] {
  const first = new Map<string, string>();
  return pages
    .filter(({ path }) => !NAMED_BY_PACKAGE.test(path))
    .flatMap(({ path, titles }) =>
      titles.slice(0, 1).flatMap(({ text, line }) => {
        const key = text.toLowerCase();
        const other = first.get(key);
        if (other === undefined) first.set(key, path);
        return other === undefined ? [] : [`${path}:${line}: ${other} has the title "${text}", too`];
      }),
    );
}
