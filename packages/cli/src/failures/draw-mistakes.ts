/** Where a mistake stands; by shape, so that drawing it never loads the engine. */
interface MistakePlace {
  readonly line?: number;
  readonly column?: number;
  readonly sourceLine?: string;
}

/** Sentences about mistakes of a file, each with its line and a mark below the place, for a terminal. */
export const drawMistakes = (
  sentences: readonly string[],
  places: readonly MistakePlace[],
): readonly string[] => sentences.map((sentence, at) => [sentence, ...drawPlace(places[at])].join("\n"));

/** One mistake is a sentence; several are a list below their number. */
export function sayMistakes(lines: readonly string[]): string {
  const [only = ""] = lines;
  if (lines.length > 1) return `${lines.length} mistakes. Nothing was sent.\n${lines.join("\n")}`;
  const [sentence = "", ...drawn] = only.split("\n");
  return [`${sentence} Nothing was sent.`, ...drawn].join("\n");
}

/** Characters of a long line that are shown, and how many of them stand before the place. */
const WIDTH = 50;
const BEFORE = 30;

function drawPlace({ line, column, sourceLine }: MistakePlace = {}): readonly string[] {
  if (line === undefined || column === undefined || !sourceLine?.trim()) return [];
  const from = Math.max(0, column - 1 - BEFORE);
  const text = sourceLine.slice(from, from + WIDTH).replaceAll("\t", " ");
  const gutter = " ".repeat(String(line).length);
  return [`  ${line} | ${text}`, `  ${gutter} | ${" ".repeat(column - 1 - from)}^`];
}
