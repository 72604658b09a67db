/** `<!-- example: name -->` or `<!-- example: name#region -->`, then the block that is kept equal to the example; both indented in a list. */
const MARKED_BLOCK =
  /^(?<indent> *)(<!-- example: (?<name>[\w-]+)(?:#(?<region>[\w-]+))? -->\n\n?\k<indent>```ts\n)(?<code>[\s\S]*?)^\k<indent>```/gm;
const ANY_BLOCK = /^ *```(?:ts|typescript|js|javascript|mjs)\b/gm;

export interface FilledPage {
  readonly markdown: string;
  /** Names of the examples on the page. */
  readonly names: readonly string[];
}

/**
 * Puts the code of examples into a page. Throws for a block of code without a marker: nobody would run it. Throws, too, where a reader
 * cannot run what is shown, because the import of a name that it uses is in a part of the example that the page leaves out.
 */
export function fillExamples(page: string, markdown: string, read: (name: string) => string): FilledPage {
  const names: string[] = [];
  const shown = new Map<string, string>();
  const filled = markdown.replace(MARKED_BLOCK, (...found) => {
    const { indent = "", name = "", region } = groupsOf(found);
    names.push(name);
    const code = region === undefined ? read(name) : cutRegion(read(name), region, name);
    shown.set(name, `${shown.get(name) ?? ""}${code}`);
    return `${indent}${String(found[2])}${code.replaceAll(/^(?=.)/gm, indent)}${indent}\`\`\``;
  });
  const blocks = filled.match(ANY_BLOCK)?.length ?? 0;
  if (blocks !== names.length) {
    throw new Error(
      `${page}: ${blocks - names.length} blocks of code have no <!-- example: … --> before them`,
    );
  }
  for (const [name, code] of shown) {
    // The page names the file of the complete program.
    if (!markdown.includes(`/${name}.examples.ts`)) requireImports(page, { name, code, example: read(name) });
  }
  return { markdown: filled, names };
}

const IMPORT = /^import (?:type )?\{([^}]*)\} from "[^"]+";$/gm;

interface Shown {
  readonly name: string;
  /** What the page shows of the example. */
  readonly code: string;
  readonly example: string;
}

function requireImports(page: string, { name, code, example }: Shown): void {
  const importedBy = (text: string) =>
    [...text.matchAll(IMPORT)].flatMap(([, list = ""]) => localNamesOf(list));
  const there = importedBy(code);
  const missing = importedBy(example).filter(
    (imported) => !there.includes(imported) && new RegExp(`\\b${imported}\\b`).test(code),
  );
  if (missing.length > 0)
    throw new Error(`${page}: uses ${missing.join(", ")} of the example ${name}, and shows no import of it`);
}

/** `type A, b as c` gives A and c. */
const localNamesOf = (list: string): readonly string[] =>
  list.split(",").flatMap((one) => /(\w+)\s*$/.exec(one)?.[1] ?? []);

function groupsOf(found: readonly unknown[]): {
  readonly indent?: string;
  readonly name?: string;
  readonly region?: string;
} {
  const last = found.at(-1);
  return typeof last === "object" && last !== null ? last : {};
}

/** The lines between `// #region name` and `// #endregion`. */
function cutRegion(code: string, region: string, name: string): string {
  const lines = code.split("\n");
  const start = lines.indexOf(`// #region ${region}`);
  const end = lines.indexOf("// #endregion", start);
  if (start < 0 || end < 0) throw new Error(`${name}.examples.ts has no region ${region}`);
  return `${lines
    .slice(start + 1, end)
    .join("\n")
    .trim()}\n`;
}
