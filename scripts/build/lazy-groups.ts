import { globSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Plugin } from "esbuild";

const NAMESPACE = "lazy-group";

/** Name of a group among the entry points of the bundle. */
export const groupEntry = (name: string): string => `${NAMESPACE}:${name}`;

/** Modules that are loaded together when one of them is imported. */
export interface LazyGroup {
  readonly name: string;
  /** Patterns of absolute paths with `/`. */
  readonly files: readonly RegExp[];
  /** Group that was loaded before it, or can be without loss. Default: the main file alone. */
  readonly on?: string;
}

export interface LazyGroupOptions {
  /** What is always loaded; its folder is searched for the files of the groups. */
  readonly main: string;
  /** A module in none of them is a group of its own, on `rest`. */
  readonly groups: readonly LazyGroup[];
  /** Group that most others stand on. */
  readonly rest: string;
}

/**
 * Joins modules that are imported when needed: all files of a group become one chunk. Every group also imports what it
 * stands on, so that the code it shares with that stays in one chunk, instead of one for each set of its users:
 * reading and compiling 20 small files takes longer than the one that holds them.
 */
export function lazyGroups({ main, groups, rest }: LazyGroupOptions): Plugin {
  const folder = dirname(resolve(main));
  const groupOf = (path: string) => groups.find(({ files }) => files.some((file) => file.test(path)));
  const nameOf = (path: string) => groupOf(path)?.name ?? path;
  // All at once: esbuild asks for a group's text as soon as its first file was found.
  const paths = globSync("**/*.ts", { cwd: folder }).map((path) =>
    resolve(folder, path).replaceAll("\\", "/"),
  );
  const members = Map.groupBy(
    paths.filter((path) => !path.endsWith(".test.ts")),
    nameOf,
  );
  const basesOf = (name: string): readonly string[] => {
    const group = groups.find((one) => one.name === name) ?? groupOf(name) ?? { on: rest };
    const { on } = group;
    return on === undefined ? [resolve(main)] : [...basesOf(on), ...(members.get(on) ?? [])];
  };
  return {
    name: "lazy-groups",
    setup({ onResolve, onLoad, resolve: resolveAs }) {
      onResolve({ filter: /./ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
        if (kind !== "dynamic-import" || pluginData === NAMESPACE) return undefined;
        const found = await resolveAs(path, { kind, importer, resolveDir, pluginData: NAMESPACE });
        if (found.external || found.errors.length > 0) return found;
        const name = nameOf(found.path.replaceAll("\\", "/"));
        return { path: members.has(name) ? name : found.path, namespace: NAMESPACE };
      });
      onLoad({ filter: /./, namespace: NAMESPACE }, ({ path: name }) => ({
        contents: [
          ...basesOf(name).map((file, at) => `export * as base${at} from ${JSON.stringify(file)};`),
          ...(members.get(name) ?? [name]).map((file) => `export * from ${JSON.stringify(file)};`),
        ].join("\n"),
        loader: "ts",
        resolveDir: folder,
      }));
    },
  };
}
