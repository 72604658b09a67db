/**
 * The first field that stands twice in one object of a JSON text, or undefined. JSON.parse takes the last one, and a person may
 * have read the first. The text is one that JSON.parse accepts.
 */
export function findDuplicateKey(text: string): string | undefined {
  const open: Names[] = [];
  let isKeyNext = false;
  for (const part of partsOf(text)) {
    const names = open.at(-1);
    // Another spelling of the same name, such as `\u006aobs`, is the same name.
    const key = isKeyNext && part.startsWith('"') ? String(JSON.parse(part)) : undefined;
    if (key !== undefined && names?.has(key)) return key;
    if (key !== undefined) names?.add(key);
    nest(open, part);
    isKeyNext = part === "{" || (part === "," && names !== undefined);
  }
  return undefined;
}

/** Names of the fields of an open object; undefined for an open list. */
type Names = Set<string> | undefined;

function nest(open: Names[], part: string): void {
  if (part === "{") open.push(new Set());
  else if (part === "[") open.push(undefined);
  else if (part === "}" || part === "]") open.pop();
}

const MARKS = "{}[],";

/** Texts with their quotes, and the marks between values. */
function* partsOf(text: string): Generator<string> {
  let at = 0;
  while (at < text.length) {
    const character = text[at] ?? "";
    const end = character === '"' ? endOfText(text, at) : at;
    if (end > at || MARKS.includes(character)) yield text.slice(at, end + 1);
    at = end + 1;
  }
}

/** Place of the quote that ends the text which begins at `from`. */
function endOfText(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}
