import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const API = "@opentelemetry/api";

/** Packages that a file imports before anything is called, itself or through others. */
async function importedBy(file: string): Promise<readonly string[]> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [file],
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    conditions: ["@klingkit/source"],
    external: [API, "pg", "pg-boss"],
    outdir: "unused",
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  const seen = new Set<string>();
  const visit = (path: string): readonly string[] => {
    if (seen.has(path)) return [];
    seen.add(path);
    const imports = (metafile.inputs[path]?.imports ?? []).filter(({ kind }) => kind === "import-statement");
    return imports.flatMap((one) => (one.external ? [one.path] : visit(one.path)));
  };
  return [...new Set(visit(file))];
}

it.each([
  "packages/engine/src/index.ts",
  "packages/engine/src/jobs.ts",
  "packages/engine/src/postgres.ts",
  "packages/cli/src/main.ts",
])("%s loads nothing of OpenTelemetry", async (file) => {
  expect(await importedBy(file)).not.toContain(API);
});

it("packages/engine/src/telemetry.ts loads its API", async () => {
  expect(await importedBy("packages/engine/src/telemetry.ts")).toContain(API);
});
