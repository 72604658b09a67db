import { rm } from "node:fs/promises";
import { build } from "esbuild";

const FOLDER = "packages/engine";
const CHUNK_FOLDER = "chunks";
/** The entries of the package, and the modules that it loads only when they are needed become chunks. */
const ENTRIES = ["index", "jobs", "postgres", "telemetry"] as const;

/**
 * Bundles the entries of the engine, with kysely and yaml, in place of what tsc wrote: an import reads six files instead of
 * 480, of which kysely alone is 255. What users may import beside the engine stays outside, so that they share one copy of it.
 */
export async function bundleEngine(): Promise<void> {
  // An older bundle's chunks have other names.
  await rm(`${FOLDER}/dist/${CHUNK_FOLDER}`, { recursive: true, force: true });
  await build({
    entryPoints: ENTRIES.map((name) => `${FOLDER}/src/${name}.ts`),
    outdir: `${FOLDER}/dist`,
    chunkNames: `${CHUNK_FOLDER}/[name]-[hash]`,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node22.18",
    external: [
      "@klingkit/spec",
      "@klingkit/spec/*",
      "klingkit",
      "klingkit/*",
      "zod",
      "zod/*",
      "pg",
      "pg-boss",
      "@opentelemetry/api",
    ],
    // Lines in stack traces are those of the source.
    sourcemap: true,
    sourcesContent: false,
    // yaml is CommonJS and calls require() for built-ins, which ESM output lacks.
    banner: { js: "const require = (id) => process.getBuiltinModule(id);" },
    legalComments: "inline",
    logLevel: "warning",
  });
}
