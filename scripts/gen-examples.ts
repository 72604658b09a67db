// Keeps the code in pages equal to the examples in tests/docs/examples, which are type-checked and run in a test.
import { readdirSync, readFileSync } from "node:fs";
import { fillExamples } from "./gen/example-blocks.ts";

const EXAMPLES = "tests/docs/examples";
const SUFFIX = ".examples.ts";

export async function generate(): Promise<ReadonlyMap<string, string>> {
  const used = new Set<string>();
  const pages = new Map<string, string>();
  for (const path of listPages()) {
    const { markdown, names } = fillExamples(path, readFileSync(path, "utf8"), readExample);
    for (const name of names) used.add(name);
    pages.set(path, markdown);
  }
  const unused = listFiles(EXAMPLES, SUFFIX).filter((file) => !used.has(file.slice(0, -SUFFIX.length)));
  if (unused.length > 0) throw new Error(`no page shows ${unused.join(", ")}`);
  return pages;
}

const readExample = (name: string): string => readFileSync(`${EXAMPLES}/${name}${SUFFIX}`, "utf8");

const listFiles = (folder: string, suffix: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(suffix))
    .sort();

function listPages(): string[] {
  const readmes = readdirSync("packages").map((name) => `packages/${name}`);
  return [
    "README.md",
    ...readmes.flatMap((folder) => listFiles(folder, "README.md").map((name) => `${folder}/${name}`)),
    ...["docs/start", "docs/guides"].flatMap((folder) =>
      listFiles(folder, ".md").map((name) => `${folder}/${name}`),
    ),
  ];
}
