import { realpathSync } from "node:fs";
import { isAbsolute, relative, resolve } from "node:path";

/** A path that an agent may not read. */
export class OutsideFolder extends Error {
  override readonly name = "OutsideFolder";
}

const ADDRESS = /^(?:https?|data):/i;

/** The absolute path of a file in the folder; addresses stay as they are. Throws OutsideFolder for a path, or a link, that leads out of it. */
export function locateInside(folder: string, input: string): string {
  if (ADDRESS.test(input)) return input;
  const path = resolve(folder, input);
  if (isInside(folder, path) && isInside(realPath(folder), realPath(path))) return path;
  throw new OutsideFolder(
    `${input} is outside the folder ${folder}, which is all that this server reads. Nothing was spent. Copy the file there, or start the server with another folder.`,
  );
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === "" || !(way.startsWith("..") || isAbsolute(way));
}

/** The path itself where nothing is there: reading it will say so. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
