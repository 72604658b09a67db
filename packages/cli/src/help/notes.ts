import { widthOf, wrapWords } from "../terminal/cells.ts";
import type { Style } from "../terminal/style.ts";

export interface NotesOptions {
  readonly style: Style;
  /** Cells of a line. */
  readonly width: number;
}

const INDENT = "  ";
/** What stands behind a broken line goes on further in. */
const HANGING = "      ";

/**
 * The text below the options of a help, for a terminal: paragraphs and columns break between words, examples so that
 * the shell still takes them for one command. Blocks are separated by empty lines; one that begins with `…:` has a heading.
 */
export function formatNotes(text: string, options: NotesOptions): string {
  const blocks = text.trim().split(/\n\n+/);
  return `${blocks.map((block) => formatBlock(block, options)).join("\n\n")}\n`;
}

function formatBlock(block: string, options: NotesOptions): string {
  const { style, width } = options;
  const [head = "", ...lines] = block.split("\n");
  if (isExamples(head))
    return [style.bold(head), ...lines.map((line) => formatExample(line.trim(), options))].join("\n");
  if (!isColumns(block)) return wrapWords(block.replaceAll("\n", " "), width);
  const title = head.endsWith(":") && !head.startsWith(" ") ? style.bold(head) : wrapWords(head, width);
  return [title, ...lines.map((line) => wrapWords(line, width))].join("\n");
}

/** The head of a block of commands. A comment below one says what it is for, where its words do not. */
export const isExamples = (head: string): boolean =>
  head === "Examples:" || head === "Example:" || head === "Start here:";

/** Lines whose ends mean something: what is further in, or has a gap. */
export const isColumns = (block: string): boolean =>
  block.split("\n").some((line) => /^ {2}|\S {2,}\S/.test(line));

function formatExample(line: string, { style, width }: NotesOptions): string {
  if (!line.startsWith("#")) return breakCommand(line, width).join("\n");
  const wrapped = wrapWords(line, width - INDENT.length).split("\n");
  const shown = wrapped.map((part, at) => (at === 0 ? part : `# ${part.trimStart()}`));
  return shown.map((part) => INDENT + style.dim(part)).join("\n");
}

/** Words of a shell; what is in quotes is one. */
const SHELL_WORD = /(?:"[^"]*"|'[^']*'|[^\s"'])+/g;

/** Lines of a command that are no wider than that, each but the last with a backslash; a long word stays whole. */
export function breakCommand(line: string, width: number): readonly string[] {
  const lines: string[] = [];
  let current = "";
  const words = line.match(SHELL_WORD) ?? [];
  for (const [at, word] of words.entries()) {
    const end = at === words.length - 1 ? 0 : " \\".length;
    const longer = current === "" ? INDENT + word : `${current} ${word}`;
    if (current === "" || widthOf(longer) + end <= width) {
      current = longer;
      continue;
    }
    lines.push(`${current} \\`);
    current = HANGING + word;
  }
  return [...lines, current];
}
