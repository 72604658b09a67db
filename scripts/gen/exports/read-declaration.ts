import { readFileSync } from "node:fs";
import { readExports } from "./read-exports.ts";

/** A declaration as its source has it: its comment, and what a caller sees of it. */
export interface Declaration {
  /** Text of the comment, without its marks; empty where there is none. */
  readonly comment: string;
  /** TypeScript. */
  readonly signature: string;
}

/** Longest declaration that is printed whole, in lines. */
const MAX_LINES = 160;
/** The same of a constant. */
const MAX_CONSTANT_LINES = 30;
const files = new Map<string, readonly string[]>();

function linesOf(path: string): readonly string[] {
  const known = files.get(path);
  if (known) return known;
  const lines = readFileSync(path, "utf8").split("\n");
  files.set(path, lines);
  return lines;
}

/** Finds a name in a file, or in the file that it takes the name from. Throws where there is none. */
export function readDeclaration(path: string, name: string): Declaration {
  const lines = linesOf(path);
  const pattern = new RegExp(`^export (?:async |abstract )*(function|const|class|interface|type) ${name}\\b`);
  const at = lines.findIndex((line) => pattern.test(line));
  const kind = pattern.exec(lines[at] ?? "")?.[1];
  if (at < 0 || kind === undefined) return readTaken(path, name);
  const whole = lines.slice(at, endOf(lines, at) + 1);
  return { comment: commentAbove(lines, at), signature: signatureOf(kind, whole).join("\n") };
}

function readTaken(path: string, name: string): Declaration {
  const taken = readExports(path).find((one) => one.name === name && one.file !== path);
  if (taken?.file === undefined) throw new Error(`${path} does not declare ${name}`);
  return readDeclaration(taken.file, taken.localName);
}

/** Last line of a declaration: its first one that ends it without being indented. Biome writes them so. */
function endOf(lines: readonly string[], at: number): number {
  if (/[;}]$/.test(lines[at] ?? "")) return at;
  return lines.findIndex(
    (line, index) => index > at && /^(?:\}.*(?<!\{|=>)|.*;)$/.test(line) && isEnd(lines, at, index),
  );
}

const isEnd = (lines: readonly string[], at: number, index: number): boolean =>
  lines[index]?.startsWith("}") ||
  lines[index]?.startsWith(")") ||
  lines[index]?.startsWith("]") ||
  // A type or a constant without braces goes on in indented lines, the last of which ends it.
  (!/[{[(]$/.test(lines[at] ?? "") && !/^ {4}/.test(lines[index] ?? ""));

function commentAbove(lines: readonly string[], at: number): string {
  if (!lines[at - 1]?.trim().endsWith("*/")) return "";
  const start = lines.findLastIndex((line, index) => index < at && line.trim().startsWith("/**"));
  return lines
    .slice(start, at)
    .map((line) => line.replace(/^\s*(?:\/\*\*|\*\/|\*)\s?/, "").replace(/\s*\*\/$/, ""))
    .join("\n")
    .trim();
}

function signatureOf(kind: string, whole: readonly string[]): readonly string[] {
  const [first = "", ...rest] = whole;
  const lines = [first.replace(/^export /, ""), ...rest];
  switch (kind) {
    case "function":
      return headOf(lines);
    case "class":
      return [...fieldsOf(lines), "}"];
    case "const":
      return constantOf(lines);
    default:
      return shorten(lines, MAX_LINES);
  }
}

/** A function up to its body. */
function headOf(lines: readonly string[]): readonly string[] {
  const last = lines.findIndex((line, at) => line.endsWith(" {") && areClosed(lines, at));
  return lines
    .slice(0, last + 1)
    .map((line, at) => (at === last ? line.replace(/ \{$/, ";") : line).replace(/^async /, ""));
}

/** Whether the parentheses of the lines up to one are closed. */
function areClosed(lines: readonly string[], at: number): boolean {
  const text = lines.slice(0, at + 1).join("\n");
  return text.split("(").length === text.split(")").length;
}

/** A class with its fields and the methods that programs call without an object. */
function fieldsOf(lines: readonly string[]): readonly string[] {
  const isShown = (line: string) => /^ {2}(?:override )?readonly \w+|^ {2}\/\*\*.*\*\/$/.test(line);
  const [first = ""] = lines;
  const shown = lines.slice(1).filter(isShown);
  return [
    first,
    ...shown.filter((line, at) => !line.includes("/**") || /readonly/.test(shown[at + 1] ?? "")),
  ];
}

/** A constant up to its value, or with it where that is short. A function keeps its parameters and its result. */
function constantOf(lines: readonly string[]): readonly string[] {
  const isFunction = /= (?:async )?(?:<[^>]*>)?\(/.test(lines[0] ?? "");
  return isFunction ? arrowOf(lines.join("\n")) : shorten(lines, MAX_CONSTANT_LINES);
}

/** A function as a constant, up to the arrow before its body: the first one outside of parentheses. */
function arrowOf(text: string): readonly string[] {
  for (let at = text.indexOf(" => "); at >= 0; at = text.indexOf(" => ", at + 1)) {
    const head = text.slice(0, at);
    if (areClosed([head], 0)) return `${head} => …;`.split("\n");
  }
  return text.split("\n");
}

/** A declaration that is too long ends where its first level does. */
function shorten(lines: readonly string[], most: number): readonly string[] {
  if (lines.length <= most) return lines;
  const shown = lines.slice(0, most);
  const last = shown.findLastIndex((line) => /^ {2}\S.*[;,]$/.test(line));
  return [...shown.slice(0, last + 1), "  // …", lines.at(-1) ?? ""];
}
