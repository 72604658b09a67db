import { readFileSync, statSync } from "node:fs";
import { extname, isAbsolute, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";

/** Most bytes of clips that a page carries inside. */
export const INLINE_LIMIT_BYTES = 50_000_000;

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  ".mp4": "video/mp4",
  ".webm": "video/webm",
  ".mov": "video/quicktime",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".webp": "image/webp",
  ".mp3": "audio/mpeg",
  ".wav": "audio/wav",
};

/** Address of a file, seen from the folder of the page. */
function addressOf(filePath: string, folder: string): string {
  const path = relative(folder, filePath);
  // Another drive, or far away: only an absolute address leads there.
  if (path.startsWith("..") && path.split(sep).filter((part) => part === "..").length > MOST_STEPS_UP)
    return pathToFileURL(filePath).href;
  if (/^[a-z]:/i.test(path)) return pathToFileURL(filePath).href;
  return path.split(sep).map(encodeURIComponent).join("/");
}

const MOST_STEPS_UP = 4;

/** How a page shows files. */
export interface Linker {
  /** Address of a file; undefined for one that is left out. */
  readonly sourceOf: (filePath: string) => string | undefined;
  /** Files that the page does not show. */
  readonly leftOut: readonly string[];
}

/** Links files wherever they are. */
export const createLinker = (folder: string): Linker => ({
  leftOut: [],
  sourceOf: (filePath) => addressOf(filePath, folder),
});

/** Links files in the folder of the page or below: the address of any other would show the folders of this machine. */
export function createNeighbourLinker(folder: string): Linker {
  const leftOut: string[] = [];
  return {
    leftOut,
    sourceOf(filePath) {
      const path = relative(folder, filePath);
      if (!path.startsWith("..") && !isAbsolute(path)) return addressOf(filePath, folder);
      leftOut.push(filePath);
      return undefined;
    },
  };
}

/** Puts files into the page as long as there is room, in the order in which they are asked for. */
export function createEmbedder(): Linker {
  let roomBytes = INLINE_LIMIT_BYTES;
  const leftOut: string[] = [];
  return {
    leftOut,
    sourceOf(filePath) {
      const type = MEDIA_TYPES[extname(filePath).toLowerCase()];
      const { size } = statSync(filePath);
      if (type === undefined || size > roomBytes) {
        leftOut.push(filePath);
        return undefined;
      }
      roomBytes -= size;
      return `data:${type};base64,${readFileSync(filePath).toString("base64")}`;
    },
  };
}
