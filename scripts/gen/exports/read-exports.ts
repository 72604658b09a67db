import { readFileSync } from "node:fs";
import { posix } from "node:path";

/** One name that an entry of a package exports. */
export interface ExportedName {
  readonly name: string;
  readonly isType: boolean;
  /** File that declares it, from the checkout; undefined for a name of another package. */
  readonly file?: string;
  /** Name in that file, where it has another one there. */
  readonly localName: string;
}

const FROM = /^export (type )?\{([^}]*)\} from "([^"]+)";/gm;
const DECLARED = /^export (?:async |abstract )*(function|const|class|interface|type) (\w+)/gm;

/** Names that a file exports, in its order: those that it takes from others, then its own. */
export function readExports(path: string): readonly ExportedName[] {
  const source = readFileSync(path, "utf8");
  const taken = [...source.matchAll(FROM)].flatMap(([, all, names = "", from = ""]) =>
    names
      .split(",")
      .map((name) => name.trim())
      .filter(Boolean)
      .map((name) => exportedName(name, { areTypes: all !== undefined, path, from })),
  );
  const own = [...source.matchAll(DECLARED)].map(([, kind, name = ""]) => ({
    name,
    localName: name,
    isType: kind === "interface" || kind === "type",
    file: path,
  }));
  return [...taken, ...own];
}

interface Place {
  readonly areTypes: boolean;
  readonly path: string;
  readonly from: string;
}

/** `type A as B` → B, declared as A. */
function exportedName(text: string, { areTypes, path, from }: Place): ExportedName {
  const isType = areTypes || text.startsWith("type ");
  const [localName = "", name = localName] = text.replace(/^type /, "").split(" as ");
  const file = from.startsWith(".") ? posix.join(posix.dirname(path), from) : undefined;
  return { name, localName, isType, ...(file === undefined ? {} : { file }) };
}
