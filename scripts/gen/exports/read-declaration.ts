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
  return { comment: commentAbove(lines, at), signature: signatureOf(kind, lines.slice(at)).join("\n") };
}

function readTaken(path: string, name: string): Declaration {
  const taken = readExports(path).find((one) => one.name === name && one.file !== path);
  if (taken?.file === undefined) throw new Error(`${path} does not declare ${name}`);
  return readDeclaration(taken.file, taken.localName);
}

/** The lines of a declaration that is no function: up to the first one that ends it without being indented. Biome writes them so. */
function wholeOf(lines: readonly string[]): readonly string[] {
  const [first = ""] = lines;
  const end = /[;}]$/.test(first)
    ? 0
    : lines.findIndex(
        (line, index) => index > 0 && /^(?:\}.*(?<!\{|=>)|.*;)$/.test(line) && isEnd(first, line),
      );
  return lines.slice(0, end + 1);
}

const isEnd = (first: string, line: string): boolean =>
  /^[})\]]/.test(line) ||
  // A type or a constant without braces goes on in indented lines, the last of which ends it.
  (!/[{[(]$/.test(first) && !/^ {4}/.test(line));

function commentAbove(lines: readonly string[], at: number): string {
  if (!lines[at - 1]?.trim().endsWith("*/")) return "";
  const start = lines.findLastIndex((line, index) => index < at && line.trim().startsWith("/**"));
  return lines
    .slice(start, at)
    .map((line) => line.replace(/^\s*(?:\/\*\*|\*\/|\*)\s?/, "").replace(/\s*\*\/$/, ""))
    .join("\n")
    .trim();
}

/** What a caller sees of the declaration that lines begin with. */
function signatureOf(kind: string, from: readonly string[]): readonly string[] {
  const [first = "", ...rest] = from;
  const lines = [first.replace(/^export /, ""), ...rest];
  switch (kind) {
    case "function":
      return headOf(lines);
    case "class":
      return [...fieldsOf(wholeOf(lines)), "}"];
    case "const":
      return constantOf(lines);
    default:
      return shorten(wholeOf(lines), MAX_LINES);
  }
}

/** A function up to its body. */
function headOf(lines: readonly string[]): readonly string[] {
  const last = lines.findIndex((line, at) => opensBody(line) && areClosed(lines.slice(0, at + 1), "{"));
  return lines
    .slice(0, last + 1)
    .map((line, at) => (at === last ? line.replace(/ \{$/, ";") : line).replace(/^async /, ""));
}

/** Whether a line ends with a brace that is not of the result, such as `): {` of a function that returns an object. */
const opensBody = (line: string): boolean => / \{$/.test(line) && !/(?::| is|=>|[|&<,(]) \{$/.test(line);

/** Whether all brackets of the lines are closed, but for one that is `left` open. */
function areClosed(lines: readonly string[], left = ""): boolean {
  const text = lines.join("\n");
  const countOf = (mark: string) => text.split(mark).length - 1;
  return ["()", "{}", "[]"].every(
    ([open = "", close = ""]) => countOf(open) - countOf(close) === Number(open === left),
  );
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
  return isFunction ? arrowOf(lines.join("\n")) : shorten(wholeOf(lines), MAX_CONSTANT_LINES);
}

/** A function as a constant, up to the arrow before its body: the first one outside of parentheses. */
function arrowOf(text: string): readonly string[] {
  for (const { index } of text.matchAll(/ =>\s/g)) {
    const head = text.slice(0, index);
    if (areClosed([head])) return `${head} => …;`.split("\n");
  }
  throw new Error(`no arrow in ${text.slice(0, 100)}`);
}

/** A declaration that is too long ends where its first level does. */
function shorten(lines: readonly string[], most: number): readonly string[] {
  if (lines.length <= most) return lines;
  const shown = lines.slice(0, most);
  const last = shown.findLastIndex((line) => /^ {2}\S.*[;,]$/.test(line));
  return [...shown.slice(0, last + 1), "  // …", lines.at(-1) ?? ""];
}
