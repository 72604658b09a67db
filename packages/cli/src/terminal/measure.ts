import { createRequire } from "node:module";

/**
 * Texts of one cell per letter: ASCII, Latin letters, and the signs that this program draws with. They are nearly all, and
 * need neither the library nor a look at each letter.
 */
const PLAIN = /^[\x20-\x7e\u00a1-\u00a8\u00aa-\u00ac\u00af-\u02ff…–—‘’“”•·→×≤✓✗─-╿▀-▟⠀-⣿]*$/;

type Measure = (text: string) => number;

let measure: Measure | undefined;
let segmenter: Intl.Segmenter | undefined;

/** Whether every letter takes one cell. */
export const isPlain = (text: string): boolean => PLAIN.test(text);

/** Cells that a text without colours and links takes: emoji and wide letters two, marks that join a letter none. */
export function cellsOf(text: string): number {
  if (isPlain(text)) return text.length;
  // Loaded at the first text that needs it: its tables cost as much as the whole start of `kling --help`.
  measure ??= loadMeasure();
  return measure(text);
}

/** What a person takes for letters, such as an accent with its letter or the parts of one emoji. They are never cut apart. */
export function lettersOf(text: string): readonly string[] {
  if (isPlain(text)) return [...text];
  segmenter ??= new Intl.Segmenter();
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

function loadMeasure(): Measure {
  const library: { readonly default: Measure } = createRequire(import.meta.url)("string-width");
  return library.default;
}
