import { execFile } from "node:child_process";
import { appendFile, mkdir, unlink } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A folder on a disk of its own, which is soon full. `await using` takes it away. */
export interface SmallDisk extends AsyncDisposable {
  /** Why there is none: only root may mount. */
  readonly absence?: string;
  resize(sizeKb: number): Promise<void>;
  /** Takes all the room that is left. */
  fill(): Promise<void>;
  /** Gives it back. */
  relieve(): Promise<void>;
}

/** Mounts an empty disk of memory on a folder, which is made where it is not there. */
export async function mountSmallDisk(path: string, sizeKb: number): Promise<SmallDisk> {
  await mkdir(path, { recursive: true });
  try {
    await run("mount", ["-t", "tmpfs", "-o", `size=${sizeKb}k`, "tmpfs", path]);
  } catch (error) {
    const absence = `no disk can be mounted here: ${error instanceof Error ? error.message : String(error)}`;
    const nothing = () => Promise.resolve();
    return { absence, resize: nothing, fill: nothing, relieve: nothing, [Symbol.asyncDispose]: nothing };
  }
  const filler = join(path, "filler");
  return {
    fill: () => fillUp(filler),
    relieve: () => unlink(filler),
    async resize(size) {
      await run("mount", ["-o", `remount,size=${size}k`, path]);
    },
    async [Symbol.asyncDispose]() {
      await run("umount", [path]);
    },
  };
}

const PAGE_BYTES = 4096;

async function fillUp(path: string): Promise<void> {
  const page = Buffer.alloc(PAGE_BYTES);
  try {
    for (;;) await appendFile(path, page);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
  }
}
