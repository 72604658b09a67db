import { join, parse } from "node:path";
import { type ExpectedKind, expectedKindOf } from "klingkit/node";
import { EXTENSIONS, extensionOf, type FileFacts } from "./file-extensions.ts";

/** What the name of a file of a kind may promise, beside nothing. */
const PROMISES: Readonly<Record<FileFacts["kind"], readonly ExpectedKind[]>> = {
  video: ["video"],
  image: ["image"],
  audio: ["mp3", "wav"],
  subtitle: [],
  voice: ["mp3", "wav"],
  element: [],
};

/** Whether the file can be saved under the path: a download refuses bytes that are not what the name promises. */
export function isNameFor(path: string, file: FileFacts): boolean {
  const promised = expectedKindOf(path);
  if (promised === "any") return true;
  if (!PROMISES[file.kind].includes(promised)) return false;
  const sent = expectedKindOf(extensionOf(file));
  return PROMISES[file.kind].length === 1 || sent === "any" || sent === promised;
}

/** The path, with the extension of the file where it promises another kind. */
export function pathFor(path: string, file: FileFacts): string {
  if (isNameFor(path, file)) return path;
  const { dir, name } = parse(path);
  const extension = extensionOf(file);
  return join(dir, `${name}${isNameFor(extension, file) ? extension : `.${EXTENSIONS[file.kind]}`}`);
}
