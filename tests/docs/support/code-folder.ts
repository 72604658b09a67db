import { copyFile, mkdir, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { TempDir } from "@klingkit/testkit";
import { PUBLIC_PACKAGES } from "../../../scripts/check/packages.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/**
 * Saves a sample as the quickstart says: in a folder of its own, with nothing but the packages that `npm install` links there and the
 * AI SDK. What `npm install` itself does is tried in start-pages.test.ts.
 */
export async function saveSample(folder: TempDir, sample: URL): Promise<URL> {
  const ours = PUBLIC_PACKAGES.map((one) => ({ name: one.name, target: `${ROOT}${one.folder}` }));
  const aiSdk = { name: "ai", target: dirname(createRequire(import.meta.url).resolve("ai/package.json")) };
  await writeFile(folder.file("package.json"), '{"type":"module"}');
  for (const { name, target } of [...ours, aiSdk]) {
    const link = folder.file(`node_modules/${name}`);
    await mkdir(dirname(link), { recursive: true });
    await symlink(target, link);
  }
  const path = folder.file(basename(fileURLToPath(sample)));
  await copyFile(sample, path);
  return pathToFileURL(path);
}
