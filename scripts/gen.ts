// Writes every generated file, or with --check lists those that are out of date and fails.
// Each scripts/gen-*.ts exports generate(): a map from path to content.
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** What a generator exports. Paths are relative to the checkout. */
export type Generate = () => Promise<ReadonlyMap<string, string>>;

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const GENERATOR = /^gen-.*(?<!\.test)\.ts$/;

/** Other generators import spec, whose exports this one writes. */
const FIRST = "gen-exports.ts";

async function listGenerators(): Promise<readonly string[]> {
  const names = (await readdir("scripts")).filter((name) => GENERATOR.test(name)).sort();
  return [FIRST, ...names.filter((name) => name !== FIRST)];
}

async function importGenerator(path: string): Promise<{ generate: Generate }> {
  return import(pathToFileURL(path).href);
}

async function readExisting(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch {
    return undefined; // not generated yet
  }
}

async function generateAll(options: { readonly shouldWrite: boolean }): Promise<string[]> {
  const stale = [];
  for (const name of await listGenerators()) {
    const { generate } = await importGenerator(`${ROOT}scripts/${name}`);
    for (const [path, content] of await generate()) {
      if ((await readExisting(path)) === content) continue;
      stale.push(path);
      if (!options.shouldWrite) continue;
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
    }
  }
  return stale;
}

process.chdir(ROOT);
const isCheck = process.argv.includes("--check");
const stale = await generateAll({ shouldWrite: !isCheck });
for (const path of stale) console.log(isCheck ? `${path} is out of date` : `wrote ${path}`);
if (isCheck && stale.length > 0) {
  console.log("Run npm run gen and commit the result.");
  process.exitCode = 1;
}
