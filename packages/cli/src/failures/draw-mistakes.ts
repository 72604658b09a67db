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

const NOTHING_SENT = " Nothing was sent.";

/** One mistake is a sentence; several are a list below their number. What was found wrong may say itself that nothing was sent. */
export function sayMistakes(sentences: readonly string[]): string {
  const lines = sentences.map((sentence) => sentence.replace(NOTHING_SENT, ""));
  const [only = ""] = lines;
  if (lines.length > 1) return `${lines.length} mistakes.${NOTHING_SENT}\n${lines.join("\n")}`;
  const [sentence = "", ...drawn] = only.split("\n");
  return [`${sentence}${NOTHING_SENT}`, ...drawn].join("\n");
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
