import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Plugin } from "esbuild";

const OWN_SOURCE = /packages\/[^/]+\/src\/.*\.ts$/;
const EXPORT_LINE = /export (type )?\{([^}]*)\} from "(\.[^"]+)";/g;
/** A generated list of exports. */
const EXPORT_ALL_LINE = /export \* from "(\.[^"]+)";/g;

/**
 * Imports names of our packages from the files that define them. Code that imports through an entry point counts for
 * esbuild as using every file behind it, so everything would end up in one chunk that even the shortest command reads.
 * `entries` maps a package name to its entry point, which only lists exports of its files.
 */
export function directImports(entries: Readonly<Record<string, string>>): Plugin {
  return {
    name: "direct-imports",
    async setup({ onLoad }) {
      const homes = new Map<string, ReadonlyMap<string, string>>();
      for (const [name, entry] of Object.entries(entries)) homes.set(name, await readHomes(entry));
      onLoad({ filter: OWN_SOURCE }, async ({ path }) => {
        let contents = await readFile(path, "utf8");
        for (const [name, files] of homes) contents = rewrite(contents, name, files);
        return { contents, loader: "ts" };
      });
    },
  };
}

/** Name → absolute path of the file that defines it. */
async function readHomes(entry: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(entry, "utf8");
  const homes = new Map<string, string>();
  for (const [, , names = "", file = ""] of text.matchAll(EXPORT_LINE)) {
    for (const name of splitNames(names)) homes.set(name, join(dirname(entry), file));
  }
  for (const [, file = ""] of text.matchAll(EXPORT_ALL_LINE))
    for (const [name, home] of await readHomes(join(dirname(entry), file))) homes.set(name, home);
  return homes;
}

const splitNames = (text: string): readonly string[] =>
  text
    .split(",")
    .map((name) => name.trim().replace(/^type /, ""))
    .filter(Boolean);

function rewrite(contents: string, packageName: string, homes: ReadonlyMap<string, string>): string {
  const importLine = new RegExp(`import \\{([^}]*)\\} from "${packageName}";`, "g");
  return contents.replaceAll(importLine, (whole, list: string) => {
    const names = list
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name && !name.startsWith("type "));
    const lines = names.map((name) => {
      const home = homes.get(name.replace(/ as .*$/, ""));
      return home === undefined ? undefined : `import { ${name} } from ${JSON.stringify(home)};`;
    });
    // A name that the entry point makes itself: leave the import as it is.
    return lines.includes(undefined) ? whole : lines.join(" ");
  });
}
