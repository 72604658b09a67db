import { access, chmod, constants, mkdtemp, rm, statfs, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file system in memory, where Linux has one. */
const MEMORY = "/dev/shm";
/** Tests write some hundred MB at a time. */
const ROOM_BYTES = 4 * 2 ** 30;

/** A folder for everything that tests write; `await using` removes it with what a killed test left. */
export interface ScratchFolder extends AsyncDisposable {
  readonly path: string;
}

/**
 * Makes one, in memory where there is room: a test waits for hundreds of commits, and a busy disk takes 20 ms for each.
 * What is killed is a process, never the machine, so that a disk would prove no more.
 */
export async function createScratchFolder(memory = MEMORY): Promise<ScratchFolder> {
  const folder = (await tryFolder(memory)) ?? (await makeFolder(tmpdir()));
  return { path: folder, [Symbol.asyncDispose]: () => remove(folder) };
}

/** Nothing where the place is missing, small, not ours to write, or runs no programs, as in many containers. */
async function tryFolder(parent: string): Promise<string | undefined> {
  let folder: string | undefined;
  try {
    const { bavail, bsize } = await statfs(parent);
    if (bavail * bsize < ROOM_BYTES) return undefined;
    folder = await makeFolder(parent);
    const program = join(folder, "program");
    await writeFile(program, "", { mode: 0o755 });
    await access(program, constants.X_OK);
    await rm(program);
    return folder;
  } catch {
    if (folder !== undefined) await remove(folder);
    return undefined;
  }
}

async function makeFolder(parent: string): Promise<string> {
  const folder = await mkdtemp(join(parent, "klingkit-check-"));
  // PostgreSQL runs as another user where the tests run as root.
  await chmod(folder, 0o755);
  return folder;
}

const remove = (folder: string) => rm(folder, { recursive: true, force: true });
