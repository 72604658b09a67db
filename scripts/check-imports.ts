// Import rules that biome's noRestrictedImports cannot express: it treats import() like import, and follows no chain.
// The CLI reads the emulator only when a command needs it, no file reaches into another package's folder, and what serves
// every service imports none, not even through another file.
import { globSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";

/** What a package may only import dynamically; types are free. One line per rule, for the cold start of `kling`. */
const ONLY_DYNAMIC: Readonly<Record<string, readonly string[]>> = {
  "packages/cli": ["@klingkit/emulator", "@klingkit/mcp", "@clack/prompts"],
};
/** `import … from "x"`, `export … from "x"` and `import "x"`; not `import type`, not `import("x")`. */
const STATIC_IMPORT = /^\s*(?:import|export)\s+(?!type\b)(?:[^"'`;]*?\bfrom\s*)?["']([^"']+)["']/gm;
/** Any specifier after `from`, `import` or `import(`, types included. */
const ANY_IMPORT = /\b(?:from\s*|import\s*\(?\s*)["']([^"']+)["']/g;
/** Folders and files that know no service. */
const NEUTRAL = [
  "packages/emulator/src/control/",
  "packages/emulator/src/media/",
  "packages/emulator/src/server/",
  "packages/emulator/src/world/",
  "packages/sdk/src/core/",
  "packages/spec/src/operation/",
  "packages/spec/src/core.ts",
] as const;
/** The entry that holds what is true of every service; each other one of `@klingkit/spec` brings the facts of one. */
const NEUTRAL_SPEC = "@klingkit/spec/core";
const SERVICE_FOLDER = /(^|\/)(kling|higgsfield)\//;
const TEST_FILE = /\.test(-d)?\.ts$/;

type Source = { readonly path: string; readonly text: string };

function specifiersOf(pattern: RegExp, { text }: Source): string[] {
  return [...text.matchAll(pattern)].flatMap(([, specifier]) => specifier ?? []);
}

function findEagerImports(source: Source): string[] {
  const folder = packageFolderOf(source.path);
  const lazy = ONLY_DYNAMIC[folder] ?? [];
  if (TEST_FILE.test(source.path)) return [];
  return specifiersOf(STATIC_IMPORT, source)
    .filter((specifier) => lazy.some((name) => specifier === name || specifier.startsWith(`${name}/`)))
    .map(
      (specifier) => `${source.path}: import "${specifier}" only with import(), so that kling starts fast`,
    );
}

function findEscapes(source: Source): string[] {
  const folder = packageFolderOf(source.path);
  return specifiersOf(ANY_IMPORT, source)
    .filter((specifier) => specifier.startsWith("."))
    .filter((specifier) => !posix.join(posix.dirname(source.path), specifier).startsWith(`${folder}/`))
    .map((specifier) => `${source.path}: "${specifier}" leaves ${folder}; import the package by its name`);
}

/** What a file imports: paths of the repository, or names of packages. */
function targetsOf(source: Source): string[] {
  const folder = posix.dirname(source.path);
  return specifiersOf(ANY_IMPORT, source).map((specifier) =>
    specifier.startsWith(".") ? posix.join(folder, specifier) : specifier,
  );
}

const isOfService = (target: string): boolean =>
  SERVICE_FOLDER.test(target) || (target.startsWith("@klingkit/spec") && target !== NEUTRAL_SPEC);

const isNeutral = ({ path }: Source): boolean =>
  !TEST_FILE.test(path) && NEUTRAL.some((place) => path.startsWith(place));

/** What a neutral file brings in from a service, itself or through others; tests of it may use a service. */
function findServiceImports(source: Source, sources: ReadonlyMap<string, Source>): string[] {
  const ways = new Map([[source.path, source.path]]);
  // A map is walked in the order of insertion, and takes what is added meanwhile.
  for (const [path, way] of ways) {
    const file = isOfService(path) ? undefined : sources.get(path);
    for (const target of file ? targetsOf(file) : [])
      if (!ways.has(target)) ways.set(target, `${way} -> ${target}`);
  }
  return [...ways]
    .filter(([target]) => isOfService(target))
    .map(
      ([, way]) => `${way}: this file knows no service; import ${NEUTRAL_SPEC}, or take it as a parameter`,
    );
}

function packageFolderOf(path: string): string {
  return path.split("/").slice(0, 2).join("/");
}

/** What asks for a service by name: where services differ is a row of a registry, or a file of the service. */
const NAME_CHECK =
  /(?:[!=]==?\s*(?:["'](?:kling|higgsfield)["']|KLING\b|HIGGSFIELD\b))|case ["'](?:kling|higgsfield)["']/g;
/** Where the emulator is told which services to play. */
const SERVICE_CHOICE = "packages/emulator/src/emulator.ts";
const SERVICE_FILE = /(^|\/)[\w-]*(kling|higgsfield)[\w-]*(\/|\.ts$)/;

function findNameChecks({ path, text }: Source): string[] {
  const [, , , ...own] = path.split("/");
  const isExempt = path === SERVICE_CHOICE || SERVICE_FILE.test(own.join("/")) || TEST_FILE.test(path);
  return isExempt
    ? []
    : [...text.matchAll(NAME_CHECK)].map(
        ([found]) =>
          `${path}: "${found}" asks for a service by name; make it a row of the registry of services`,
      );
}

/** All broken import rules, one line each. */
export function findBrokenImports(sources: readonly Source[]): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  return sources.flatMap((source) => [
    ...findEagerImports(source),
    ...findEscapes(source),
    ...findNameChecks(source),
    ...(isNeutral(source) ? findServiceImports(source, byPath) : []),
  ]);
}

if (import.meta.main) {
  process.chdir(fileURLToPath(new URL("..", import.meta.url)));
  const paths = globSync("packages/*/src/**/*.ts").map((path) => path.replaceAll("\\", "/"));
  const broken = findBrokenImports(paths.map((path) => ({ path, text: readFileSync(path, "utf8") })));
  for (const line of broken) console.log(line);
  if (broken.length > 0) process.exitCode = 1;
}
