import { existsSync, globSync } from "node:fs";
import { rm } from "node:fs/promises";

const OUTPUT = /\.(?:d\.ts|js)(?:\.map)?$/;

/** Removes what tsc once wrote for sources that are gone: it never does, and `npm pack` would publish it. */
export async function pruneOutputs(): Promise<void> {
  const outputs = globSync("packages/*/dist/**/*.{js,ts,map}");
  const stale = outputs.filter((path) => !path.includes("/dist/chunks/") && !existsSync(sourceOf(path)));
  await Promise.all(stale.map((path) => rm(path)));
}

function sourceOf(output: string): string {
  return output.replace("/dist/", "/src/").replace(OUTPUT, ".ts");
}
