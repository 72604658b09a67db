/** Integers of this many digits may not survive as a JavaScript number (2^53 has 16 digits). */
const UNSAFE_DIGITS = 16;
const UNQUOTED_LONG_INTEGER = /[:,[\s]-?\d{16,}/;
/** Beginning of a string, bracket, or number. A string itself is walked by hand: a pattern overflows at some 10 MB. */
const TOKEN = /["[\]{}]|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const DEPTHS: Readonly<Record<string, number>> = { "[": 1, "{": 1, "]": -1, "}": -1 };
const BRACKET = /[[{]/;
const INTEGER = /^-?\d+$/;
/** Deepest nesting that is read. What the service, a plan or a batch holds is below 20; what walks a value may recurse. */
const MAX_DEPTH = 128;

/**
 * Parses JSON and keeps integers of 16 digits or more as strings: element and task ids exceed 2^53,
 * and a rounded id is a lost task. Throws SyntaxError, also for what is nested deeper than 128 levels.
 */
export function parseJson(text: string): unknown {
  // Nearly no text has as many brackets as being too deep takes.
  const mayBeDeep = text.split(BRACKET, MAX_DEPTH + 2).length > MAX_DEPTH + 1;
  return JSON.parse(mayBeDeep || UNQUOTED_LONG_INTEGER.test(text) ? scan(text) : text);
}

/** The text with long integers in quotes. One pass, whatever is in it. */
function scan(text: string): string {
  const token = new RegExp(TOKEN);
  const pieces: string[] = [];
  let copiedTo = 0;
  let depth = 0;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    const [word] = found;
    if (word === '"') token.lastIndex = endOfString(text, found.index);
    else if (word.length > 1) {
      if (word.length < UNSAFE_DIGITS || !INTEGER.test(word)) continue;
      pieces.push(text.slice(copiedTo, found.index), `"${word}"`);
      copiedTo = token.lastIndex;
    } else depth += DEPTHS[word] ?? 0;
    if (depth > MAX_DEPTH) throw new SyntaxError(`JSON is nested deeper than ${MAX_DEPTH} levels`);
  }
  pieces.push(text.slice(copiedTo));
  return pieces.join("");
}

/** Place behind the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let escapes = 0;
    while (text.charAt(quote - 1 - escapes) === "\\") escapes += 1;
    if (escapes % 2 === 0) return quote + 1;
  }
  return text.length;
}
