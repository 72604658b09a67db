import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A folder on a disk of its own, which is soon full. `await using` takes it away. */
export interface SmallDisk extends AsyncDisposable {
  /** Why there is none: only root may mount. */
  readonly absence?: string;
  resize(sizeKb: number): Promise<void>;
}

/** Mounts an empty disk of memory on a folder, which is made where it is not there. */
export async function mountSmallDisk(path: string, sizeKb: number): Promise<SmallDisk> {
  await mkdir(path, { recursive: true });
  try {
    await run("mount", ["-t", "tmpfs", "-o", `size=${sizeKb}k`, "tmpfs", path]);
  } catch (error) {
    const absence = `no disk can be mounted here: ${error instanceof Error ? error.message : String(error)}`;
    return { absence, resize: () => Promise.resolve(), [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  return {
    async resize(size) {
      await run("mount", ["-o", `remount,size=${size}k`, path]);
    },
    async [Symbol.asyncDispose]() {
      await run("umount", [path]);
    },
  };
}
