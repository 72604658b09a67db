import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createTempDir } from "./temp-dir.ts";

/** Below the checkout's packages, so that the optional ones of PostgreSQL are found from there. */
const PARENT = fileURLToPath(new URL("../node_modules/.cache/", import.meta.url));

export interface BundledProgram extends AsyncDisposable {
  /** Of the entry, for `node`. */
  readonly path: string;
  /** For `NODE_COMPILE_CACHE`: processes that follow start faster with what the first one compiled. */
  readonly compileCache: string;
}

/**
 * Bundles a program of ours from source, with what it imports later in chunks of its own.
 * It starts in a tenth of the time that Node needs to read its hundreds of files, and tests start it often.
 */
export async function bundleProgram(entry: string): Promise<BundledProgram> {
  // Not above: most tests that use this package start no process.
  const { build } = await import("esbuild");
  const folder = await createTempDir("program-", PARENT);
  await build({
    entryPoints: [entry],
    outdir: folder.path,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node22.18",
    conditions: ["@klingkit/source", "module"],
    external: ["pg", "pg-boss"],
    // CommonJS dependencies call require() for built-ins, which ESM output lacks.
    banner: { js: "const require = (id) => process.getBuiltinModule(id);" },
    logLevel: "silent",
  });
  return {
    path: join(folder.path, `${basename(entry, extname(entry))}.mjs`),
    compileCache: folder.file("compile-cache"),
    [Symbol.asyncDispose]: folder[Symbol.asyncDispose],
  };
}
