/** One line of a page's prose. Code, quotations, addresses and comments are left out. */
export interface Prose {
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

const FENCE = /^\s*(?:```|~~~)/;

/** The prose of a Markdown page, cell by cell in tables. What is quoted there, such as a text of a service, belongs to others. */
export function splitPage(page: string): Prose[] {
  const lines = page.replaceAll(/<!--[\s\S]*?-->/g, blankLines).split("\n");
  let isCode = false;
  return lines.flatMap((text, at) => {
    const isFence = FENCE.test(text);
    if (isFence) isCode = !isCode;
    if (isCode || isFence || /^\s*>/.test(text)) return [];
    return cellsOf(text).map((cell) => ({ line: at + 1, text: withoutQuotes(cell) }));
  });
}

const blankLines = (text: string): string => text.replaceAll(/[^\n]/g, "");

const cellsOf = (line: string): readonly string[] =>
  (line.trimStart().startsWith("|") ? line.split("|") : [line]).filter((cell) => cell.trim() !== "");

/** A code span counts as one word. */
const withoutQuotes = (text: string): string =>
  text
    .replaceAll(/(`+)(?:(?!\1).)+\1/g, "code")
    .replaceAll(/\]\([^)]*\)/g, "]")
    .replaceAll(/<[^>]+>/g, "")
    .replaceAll(/"[^"]*"|“[^”]*”/g, "quoted");
