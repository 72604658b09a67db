import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A fresh folder; `await using` removes it with everything in it. */
export interface TempDir extends AsyncDisposable {
  readonly path: string;
  /** Path of a file inside. */
  file(name: string): string;
}

/** Makes a temporary folder, in the system's place for them unless `parent` names another. */
export async function createTempDir(prefix = "klingkit-", parent = tmpdir()): Promise<TempDir> {
  await mkdir(parent, { recursive: true });
  const path = await mkdtemp(join(parent, prefix));
  return {
    path,
    file: (name) => join(path, name),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}
