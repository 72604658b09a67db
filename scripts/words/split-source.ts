/** Source with its texts apart from its code. */
export interface SplitSource {
  /** The same text with comments and the content of literals blanked out; lines stay where they are. */
  readonly code: string;
  readonly texts: readonly { readonly line: number; readonly text: string }[];
}

/** Characters and words that a regular expression may stand behind; a division cannot. */
const BEFORE_PATTERN = /(?:^|[(,=:[!&|?{};>+\-*%~^]|\b(?:return|typeof|case|in|of|do|else))\s*$/;

const COMMENT = /^(?:\/\/[^\n]*|\/\*[\s\S]*?\*\/)/;
const PATTERN = /^\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/;
const QUOTED = /^(?:"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')/;

/** A place in a source, with what was found before it. */
interface Scan {
  readonly source: string;
  at: number;
  code: string;
  readonly texts: { line: number; text: string }[];
  /** For each template that is open: how many braces are open inside its `${`. */
  readonly templates: number[];
}

/** Splits TypeScript well enough to tell names from words for people; no parser of TypeScript 7 can be called from here. */
export function splitSource(source: string): SplitSource {
  const scan: Scan = { source, at: 0, code: "", texts: [], templates: [] };
  while (scan.at < source.length) {
    const rest = source.slice(scan.at, scan.at + MAX_LITERAL);
    if (!skipWithoutText(scan, rest) && !takeQuoted(scan, rest)) takeCharacter(scan);
  }
  return { code: scan.code, texts: scan.texts };
}

/** Characters of the longest literal or comment. */
const MAX_LITERAL = 100_000;

/** Comments and patterns. */
function skipWithoutText(scan: Scan, rest: string): boolean {
  if (!rest.startsWith("/")) return false;
  const isPattern = BEFORE_PATTERN.test(scan.code.slice(-40));
  const found = COMMENT.exec(rest) ?? (isPattern ? PATTERN.exec(rest) : null);
  if (found) blank(scan, found[0]);
  return found !== null;
}

function takeQuoted(scan: Scan, rest: string): boolean {
  const [quoted] = QUOTED.exec(rest) ?? [];
  if (quoted !== undefined) takeText(scan, quoted);
  return quoted !== undefined;
}

function takeText(scan: Scan, text: string): void {
  const line = scan.code.split("\n").length;
  scan.texts.push({ line, text: text.replaceAll(/\\[nt]/g, " ") });
  blank(scan, text);
}

function blank(scan: Scan, part: string): void {
  scan.code += part.replaceAll(/[^\n]/g, " ");
  scan.at += part.length;
}

function takeCode(scan: Scan, part: string): void {
  scan.code += part;
  scan.at += part.length;
}

function takeCharacter(scan: Scan): void {
  const character = scan.source[scan.at] ?? "";
  const open = scan.templates.at(-1);
  takeCode(scan, character);
  if (character === "`") takeTemplate(scan);
  else if (character === "}" && open === 0) {
    scan.templates.pop();
    takeTemplate(scan);
  } else if (open !== undefined && (character === "{" || character === "}"))
    scan.templates[scan.templates.length - 1] = open + (character === "{" ? 1 : -1);
}

/** The text of a template up to its end or to its next value. */
function takeTemplate(scan: Scan): void {
  const [text = ""] = /^(?:\\[\s\S]|\$(?!\{)|[^`\\$])*/.exec(scan.source.slice(scan.at)) ?? [];
  takeText(scan, text);
  const isValue = scan.source.startsWith("${", scan.at);
  takeCode(scan, isValue ? "${" : "`");
  if (isValue) scan.templates.push(0);
}
