import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A folder on a disk of its own, which is full for a while. */
export interface SmallDisk extends AsyncDisposable {
  /** Why there is none: only root may mount. */
  readonly absence?: string;
}

/** Mounts a disk of 8 kB, which has room for anything after `fullForMs`. */
export async function mountSmallDisk(path: string, fullForMs: number): Promise<SmallDisk> {
  await mkdir(path, { recursive: true });
  try {
    await run("mount", ["-t", "tmpfs", "-o", "size=8k", "tmpfs", path]);
  } catch (error) {
    const absence = error instanceof Error ? error.message : String(error);
    return { absence, [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  const grown = new Promise<void>((resolve) => setTimeout(resolve, fullForMs)).then(() =>
    run("mount", ["-o", "remount,size=16m", path]),
  );
  return {
    async [Symbol.asyncDispose]() {
      await grown;
      await run("umount", [path]);
    },
  };
}
