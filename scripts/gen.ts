// Writes every generated file, or with --check lists those that are out of date and fails.
// Each scripts/gen-*.ts exports generate(): a map from path to content. With names, such as `npm run gen -- pictures`, only
// those generators run, and they also make their files anew that are not compared. --help lists the names.
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** What a generator exports. Paths are relative to the checkout. */
export type Generate = (options: GenerateOptions) => Promise<ReadonlyMap<string, string | Uint8Array>>;

export interface GenerateOptions {
  /** The generator was named: it also makes anew what differs from run to run. */
  readonly isNamed: boolean;
  /** False where files are only compared. */
  readonly shouldWrite: boolean;
}

interface Generator {
  readonly generate: Generate;
  /** Files that cannot be compared, such as recordings: made where the generator is named. */
  readonly generateBinaries?: () => Promise<ReadonlyMap<string, Uint8Array>>;
}

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const GENERATOR = /^gen-.*(?<!\.test)\.ts$/;

/** Other generators import spec, whose exports this one writes. */
const FIRST = "gen-exports.ts";
/** It reads the titles of pages that others write. */
const LAST = "gen-llms-index.ts";

async function listGenerators(): Promise<readonly string[]> {
  const names = (await readdir("scripts")).filter((name) => GENERATOR.test(name)).sort();
  const others = names.filter((name) => name !== FIRST && name !== LAST);
  return [FIRST, ...others, LAST];
}

async function importGenerator(path: string): Promise<Generator> {
  return import(pathToFileURL(path).href);
}

async function isOnDisk(path: string, content: string | Uint8Array): Promise<boolean> {
  // Not generated yet where it cannot be read.
  const existing = await readFile(path).catch(() => undefined);
  return existing?.equals(Buffer.from(content)) ?? false;
}

interface Options {
  readonly shouldWrite: boolean;
  /** Default: all. */
  readonly names: readonly string[];
}

async function generateAll(options: Options): Promise<string[]> {
  const stale = [];
  for (const file of await listGenerators()) {
    if (isWanted(file, options)) stale.push(...(await runGenerator(file, options)));
  }
  return stale;
}

const nameOf = (file: string): string => file.slice("gen-".length, -".ts".length);

const isWanted = (file: string, { names }: Options): boolean =>
  names.length === 0 || names.includes(nameOf(file));

async function runGenerator(file: string, { shouldWrite, names }: Options): Promise<string[]> {
  const isNamed = shouldWrite && names.length > 0;
  const { generate, generateBinaries } = await importGenerator(`${ROOT}scripts/${file}`);
  const stale = [];
  for (const [path, content] of await generate({ isNamed, shouldWrite })) {
    if (await isOnDisk(path, content)) continue;
    stale.push(path);
    if (shouldWrite) await writeGenerated(path, content);
  }
  for (const [path, content] of isNamed ? ((await generateBinaries?.()) ?? []) : []) {
    stale.push(path);
    await writeGenerated(path, content);
  }
  return stale;
}

async function writeGenerated(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

const FLAGS: readonly string[] = ["--check", "--help"];

/** What the line has to be, after a word that is none of it. */
function describeUsage(known: readonly string[]): string {
  return `Usage: npm run gen -- [--check] [NAME ...]\n\nWithout a name, all of: ${known.join(", ")}.`;
}

async function main(words: readonly string[]): Promise<number> {
  const known = (await listGenerators()).map(nameOf);
  const unknown = words.filter((word) => !known.includes(word) && !FLAGS.includes(word));
  if (unknown.length > 0 || words.includes("--help")) {
    for (const word of unknown) console.error(`There is no ${word}. Nothing was generated.`);
    console.log(describeUsage(known));
    return unknown.length > 0 ? 2 : 0;
  }
  const isCheck = words.includes("--check");
  const names = words.filter((word) => !FLAGS.includes(word));
  const stale = await generateAll({ shouldWrite: !isCheck, names });
  for (const path of stale) console.log(isCheck ? `${path} is out of date` : `wrote ${path}`);
  if (!isCheck || stale.length === 0) return 0;
  console.log("Run npm run gen and commit the result.");
  return 1;
}

process.chdir(ROOT);
process.exitCode = await main(process.argv.slice(2));
