// Import rules that biome's noRestrictedImports cannot express, because it treats import() like import:
// the CLI reads the emulator only when a command needs it, and no file reaches into another package's folder.
import { globSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";

/** What a package may only import dynamically; types are free. One line per rule, for the cold start of `kling`. */
const ONLY_DYNAMIC: Readonly<Record<string, readonly string[]>> = {
  "packages/cli": ["@klingkit/emulator", "@clack/prompts"],
};
/** `import … from "x"`, `export … from "x"` and `import "x"`; not `import type`, not `import("x")`. */
const STATIC_IMPORT = /^\s*(?:import|export)\s+(?!type\b)(?:[^"'`;]*?\bfrom\s*)?["']([^"']+)["']/gm;
/** Any specifier after `from`, `import` or `import(`, types included. */
const ANY_IMPORT = /\b(?:from\s*|import\s*\(?\s*)["']([^"']+)["']/g;
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

function packageFolderOf(path: string): string {
  return path.split("/").slice(0, 2).join("/");
}

/** All broken import rules, one line each. */
export function findBrokenImports(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => [...findEagerImports(source), ...findEscapes(source)]);
}

if (import.meta.main) {
  process.chdir(fileURLToPath(new URL("..", import.meta.url)));
  const paths = globSync("packages/*/src/**/*.ts").map((path) => path.replaceAll("\\", "/"));
  const broken = findBrokenImports(paths.map((path) => ({ path, text: readFileSync(path, "utf8") })));
  for (const line of broken) console.log(line);
  if (broken.length > 0) process.exitCode = 1;
}
