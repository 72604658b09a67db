// Checks every Markdown page: links and anchors, titles, alternative texts, words for states, length, and the way from the index.
import { existsSync, globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Checkout, findLinkProblems, findUnreachable } from "./pages/find-link-problems.ts";
import { findPageProblems, findSameTitles } from "./pages/find-page-problems.ts";
import { findStateProblems } from "./pages/find-state-problems.ts";
import { readPage } from "./pages/read-page.ts";

const PAGES = ["*.md", "docs/**/*.md", "packages/*/README.md", "examples/**/*.md", "bench/**/*.md"];
const INDEX = "docs/README.md";

/** What is wrong with the pages of a checkout. */
export function findProblems(checkout: Checkout): string[] {
  const pages = [...checkout.pages.values()];
  return [
    ...pages.flatMap(findPageProblems),
    ...pages.flatMap(findStateProblems),
    ...findSameTitles(pages),
    ...pages.flatMap((page) => findLinkProblems(page, checkout)),
    ...(checkout.pages.has(INDEX) ? findUnreachable(INDEX, checkout) : []),
  ];
}

if (import.meta.main) {
  process.chdir(fileURLToPath(new URL("..", import.meta.url)));
  const paths = globSync(PAGES)
    .filter((path) => !path.includes("node_modules"))
    .sort();
  const pages = new Map(paths.map((path) => [path, readPage(path, readFileSync(path, "utf8"))]));
  const problems = findProblems({ pages, exists: existsSync });
  for (const problem of problems) console.log(problem);
  if (problems.length > 0) process.exitCode = 1;
}
