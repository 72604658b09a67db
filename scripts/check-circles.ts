// No file imports itself by way of others, type imports and import() included, and the folders of a package stand on each other one way.
// biome's noImportCycles leaves type imports out; they tie a reader's knot all the same.
import { globSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import { findCircles, type Graph, shortestWayAround } from "./circles/find-circles.ts";

/** Any specifier after `from`, `import` or `import(`, types included. */
const RELATIVE_IMPORT = /\b(?:from\s*|import\s*\(?\s*)["'](\.[^"']+)["']/g;
/** Nothing that is published stands on tests and their helpers. */
const TESTS = /\.test(-d)?\.ts$|\/testing\//;

export interface Source {
  /** From the root of the checkout, e.g. `packages/sdk/src/core/client.ts`. */
  readonly path: string;
  readonly text: string;
}

/** Circles of files, and of top folders of `src` (a file beside them stands for itself), one line each. */
export function findCircleProblems(sources: readonly Source[]): string[] {
  const byPackage = Map.groupBy(
    sources.filter(({ path }) => !TESTS.test(path)),
    ({ path }) => packageOf(path),
  );
  return [...byPackage].flatMap(([name, files]) => {
    const fileGraph = graphOfFiles(files);
    const circles = describeCircles(fileGraph, "files");
    return [...circles, ...describeCircles(graphOfFolders(fileGraph), "folders")].map(
      (line) => `${name}: ${line}`,
    );
  });
}

function describeCircles(graph: Graph, kind: "files" | "folders"): string[] {
  return findCircles(graph).map((circle) => {
    const way = shortestWayAround(graph, circle).join(" → ");
    return `${circle.length} ${kind} import each other in a circle, e.g. ${way}`;
  });
}

function graphOfFiles(files: readonly Source[]): Graph {
  const known = new Set(files.map(({ path }) => path));
  return new Map(
    files.map((file) => [file.path, new Set(importsOf(file).filter((path) => known.has(path)))]),
  );
}

function importsOf({ path, text }: Source): string[] {
  return [...text.matchAll(RELATIVE_IMPORT)].map(([, specifier = ""]) =>
    posix.join(posix.dirname(path), specifier),
  );
}

function graphOfFolders(files: Graph): Graph {
  const folders = new Map<string, Set<string>>();
  for (const [path, targets] of files) {
    const from = folderOf(path);
    const reached = folders.get(from) ?? new Set<string>();
    for (const target of targets) if (folderOf(target) !== from) reached.add(folderOf(target));
    folders.set(from, reached);
  }
  return folders;
}

/** `packages/sdk/src/core/a/b.ts` → `core`; `packages/sdk/src/index.ts` → `index.ts`. */
const folderOf = (path: string) => path.split("/")[3] ?? path;
const packageOf = (path: string) => path.split("/").slice(0, 2).join("/");

if (import.meta.main) {
  process.chdir(fileURLToPath(new URL("..", import.meta.url)));
  const paths = globSync("packages/*/src/**/*.ts").map((path) => path.replaceAll("\\", "/"));
  const problems = findCircleProblems(paths.map((path) => ({ path, text: readFileSync(path, "utf8") })));
  for (const line of problems) console.log(line);
  if (problems.length > 0) process.exitCode = 1;
}
