import { readDeclaration } from "./read-declaration.ts";
import { type ExportedName, readExports } from "./read-exports.ts";

/** An entry of a package, as programs import it. */
export interface PackageEntry {
  readonly name: string;
  readonly file: string;
  /** What it is for, in a sentence. */
  readonly means: string;
}

/** Sections of a page that lists what the entries of one package export. Each name is shown where it comes first. */
export function printExports(entries: readonly PackageEntry[]): string[] {
  const shown = new Map<string, string>();
  return entries.flatMap(({ name, file, means }) => {
    const names = readExports(file);
    const fresh = names.filter((one) => !shown.has(one.name));
    const known = names.filter((one) => shown.has(one.name));
    for (const one of fresh) shown.set(one.name, name);
    const ours = fresh.filter((one) => one.file !== undefined);
    const values = ours.filter(({ isType }) => !isType);
    const types = ours.filter(({ isType }) => isType);
    const others = fresh.filter((one) => one.file === undefined);
    return [
      `## ${name}`,
      means,
      ...(known.length > 0 ? [`Also exported: ${known.map(link).join(", ")}.`] : []),
      ...(others.length > 0
        ? [`From \`@klingkit/spec\`: ${others.map((one) => `\`${one.name}\``).join(", ")}.`]
        : []),
      ...[...values, ...types].flatMap(printOne),
    ];
  });
}

const link = ({ name }: ExportedName): string => `[\`${name}\`](#${name.toLowerCase()})`;

function printOne({ name, localName, file = "" }: ExportedName): string[] {
  const { comment, signature } = readDeclaration(file, localName);
  return [`### ${name}`, ...printComment(comment), `\`\`\`ts\n${signature}\n\`\`\``];
}

const TAG_WORDS: Readonly<Record<string, string>> = {
  returns: "Returns",
  throws: "Throws",
  source: "Source:",
};

/** A comment as Markdown: an example becomes code, and marks such as `@throws` words. */
function printComment(comment: string): string[] {
  if (comment === "") return [];
  const [text = "", example] = comment.split(/^@example\s*/m);
  const prose = text
    .trim()
    .replaceAll(/^@(?=returns|throws|source)/gm, "\n@")
    .replaceAll(/@(returns|throws|source) /g, (_, tag: string) => `${TAG_WORDS[tag]} `)
    .replaceAll(/(?<!`[^`\n]*)<(?=[\w/])/g, "\\<");
  return [prose, ...(example ? [`\`\`\`ts\n${example.trim()}\n\`\`\``] : [])].filter(Boolean);
}
