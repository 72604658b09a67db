import { readFile, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { build, type Metafile } from "esbuild";
import { builtinModules } from "./builtin-modules.ts";
import { directImports } from "./direct-imports.ts";
import { groupEntry, type LazyGroup, lazyGroups } from "./lazy-groups.ts";

const OUTPUT_FOLDER = "packages/cli/dist";
const CHUNK_FOLDER = "chunks";
const ENTRY_POINTS = {
  "@klingkit/spec": resolve("packages/spec/src/index.ts"),
  "@klingkit/engine": resolve("packages/engine/src/index.ts"),
  "@klingkit/engine/jobs": resolve("packages/engine/src/jobs.ts"),
  klingkit: resolve("packages/sdk/src/index.ts"),
};
/** What is loaded together when a command runs, by what it needs: one task, SQLite alone, the engine, none of them. */
const LAZY_GROUPS: readonly LazyGroup[] = [
  { name: "task", files: [/\/commands\/tasks\/(?:status|download)-run\.ts$/] },
  {
    name: "store",
    files: [
      /\/commands\/(?:approve\/approvals|jobs\/(?:job-show|jobs)|ledger\/ledger)-run\.ts$/,
      /\/jobs\/with-job-client\.ts$/,
    ],
  },
  {
    name: "engine",
    on: "task",
    files: [
      /\/commands\/(?:approve\/approve|jobs\/(?:job-decision|job-service)|ledger\/budget|mcp\/mcp|plan\/plan|run\/run|worker\/worker)-run\.ts$/,
      /\/create\/(?:buy-create|save-plan|plan-body)\.ts$/,
      /\/jobs\/record-in-store\.ts$/,
    ],
  },
  { name: "help", files: [/\/cli\/src\/(?:print-help|explain-mistake)\.ts$/] },
  { name: "wait", on: "task", files: [/\/commands\/wait\/wait-run\.ts$/] },
  { name: "completion", on: "task", files: [/\/commands\/completion\/.*-run\.ts$/] },
  { name: "call-help", on: "task", files: [/\/commands\/call\/call-help\.ts$/] },
  { name: "other", on: "task", files: [/\/cli\/src\/commands\/.*-run\.ts$/] },
  { name: "media", on: "task", files: [/\/packages\/sdk\/src\/node\.ts$/] },
  { name: "preview", on: "task", files: [/\/preview-plan\.ts$/] },
  { name: "mcp", on: "engine", files: [/\/packages\/mcp\/src\/index\.ts$/] },
  { name: "emulator", on: "task", files: [/\/packages\/emulator\/src\/index\.ts$/] },
];

/** Bytes of code that are read before a command of a group runs, at most: an import in the wrong place brings in the engine. */
const startLimits = (main: string): Readonly<Record<string, number>> => ({
  [main]: 142_000,
  [groupEntry("task")]: 235_000,
  [groupEntry("store")]: 427_000,
});

/** Files found next to their module (workers, assets) are not next to the bundle: they must be embedded as data. */
const NEIGHBOUR_FILE = /new URL\(\s*["'`]\.{1,2}\/[^"'`]*["'`],\s*import\.meta\.url/;
const OWN_SOURCE = /^packages\/[^/]+\/src\//;

/**
 * Bundles the CLI into `packages/cli/dist/main.js`: one file to read on start. What the CLI imports dynamically
 * (emulator, prompts) becomes chunks that are read only when used.
 * Throws when a bundled module of ours locates a file relative to itself.
 */
export async function bundleCli(entry: string): Promise<void> {
  // An older bundle's chunks have other names; the source map that tsc wrote does not fit the bundle.
  await rm(`${OUTPUT_FOLDER}/main.js.map`, { force: true });
  await rm(`${OUTPUT_FOLDER}/${CHUNK_FOLDER}`, { recursive: true, force: true });
  const { metafile } = await build({
    entryPoints: [entry],
    outdir: OUTPUT_FOLDER,
    chunkNames: `${CHUNK_FOLDER}/[name]-[hash]`,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node22.18",
    conditions: ["@klingkit/source"],
    // Optional peers of the engine: installed by whoever uses that store.
    external: ["pg", "pg-boss", "@opentelemetry/api"],
    legalComments: "none",
    plugins: [
      lazyGroups({ main: entry, groups: LAZY_GROUPS, rest: "task" }),
      builtinModules,
      directImports(ENTRY_POINTS),
    ],
    metafile: true,
    logLevel: "warning",
    minify: true,
    // CommonJS dependencies call require() for built-ins, which ESM output lacks. A call, so that chunks start fast.
    banner: { js: "const require = (id) => process.getBuiltinModule(id);" },
  });
  refuseEmptyGroups(Object.keys(metafile.inputs));
  refuseLargeStarts(metafile.outputs, startLimits(entry));
  await refuseNeighbourFiles(Object.keys(metafile.inputs).filter((path) => OWN_SOURCE.test(path)));
}

async function refuseNeighbourFiles(paths: readonly string[]): Promise<void> {
  const sources = await Promise.all(
    paths.map(async (path) => ({ path, text: await readFile(path, "utf8") })),
  );
  const offenders = sources.filter(({ text }) => NEIGHBOUR_FILE.test(text)).map(({ path }) => path);
  if (offenders.length === 0) return;
  throw new Error(
    `These files are part of the kling bundle and look for a file beside themselves (import.meta.url): ${offenders.join(", ")}. ` +
      "The bundle has another place: embed the file as data instead.",
  );
}

/** A pattern that fits no file is one whose file has moved: its command would load what others need. */
function refuseEmptyGroups(inputs: readonly string[]): void {
  for (const { name, files } of LAZY_GROUPS)
    for (const file of files)
      if (!inputs.some((input) => file.test(`/${input}`)))
        throw new Error(`the group ${name} names ${String(file)}, which fits no file of the bundle`);
}

type Outputs = Metafile["outputs"];

function refuseLargeStarts(outputs: Outputs, limits: ReturnType<typeof startLimits>): void {
  for (const [entry, limitBytes] of Object.entries(limits)) {
    const path = Object.keys(outputs).find((one) => outputs[one]?.entryPoint === entry);
    if (path === undefined) throw new Error(`no file of the bundle begins with ${entry}`);
    const files = [...withImports(outputs, path)];
    const sizeBytes = files.reduce((sum, file) => sum + (outputs[file]?.bytes ?? 0), 0);
    if (sizeBytes > limitBytes)
      throw new Error(
        `${entry} reads ${sizeBytes} bytes of code before it runs, of ${limitBytes} at most. Import what is seldom needed with import(), and see which import brings in the rest.`,
      );
  }
}

/** A file of the bundle with all that is read along with it. */
function withImports(outputs: Outputs, path: string): ReadonlySet<string> {
  const found = new Set([path]);
  // A set is walked in the order of insertion, and takes what is added meanwhile.
  for (const file of found)
    for (const { path: next, kind, external } of outputs[file]?.imports ?? [])
      if (kind === "import-statement" && !external) found.add(next);
  return found;
}
