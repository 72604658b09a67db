/** A `kling` command of a page, cut into words. */
export interface CommandLine {
  /** Place of it, as `page:line`. */
  readonly place: string;
  readonly text: string;
  /** Words after `kling`, without quotes, up to a pipe, a redirection or a comment. */
  readonly words: readonly string[];
}

const SHELL_BLOCK = /^ *```(?:sh|console|bash)\n([\s\S]*?)^ *```/gm;
const OTHER_BLOCK = /^ *```[\s\S]*?^ *```/gm;
const CODE_SPAN = /`((?:[A-Z_]+=\S+ )*(?:npx )?kling [^`\n]+)`/g;
const BEFORE = /^(?:\$ |export [^;]*; )?(?:[A-Z][A-Z_]*=(?:'[^']*'|"[^"]*"|\S*) +)*(?:npx )?(?=kling )/;
/** What ends the words of one command. */
const ENDS = /^(?:#.*|[|&;<>].*|2>.*|…)$/;

/** Every `kling` command in shell blocks and in code spans of a Markdown page. */
export function findCommandLines(page: string, markdown: string): readonly CommandLine[] {
  const blocks = [...markdown.matchAll(SHELL_BLOCK)].flatMap(({ 1: code = "", index }) => {
    const first = lineOf(markdown, index) + 1;
    // A backslash continues a line.
    return code
      .replaceAll(/\\\n\s*/g, " ")
      .split("\n")
      .map((text, at) => ({ line: first + at, text: text.trim() }));
  });
  const prose = markdown.replaceAll(OTHER_BLOCK, (block) => block.replaceAll(/[^\n]/g, " "));
  const spans = [...prose.matchAll(CODE_SPAN)].map(({ 1: text = "", index }) => ({
    line: lineOf(markdown, index),
    text,
  }));
  return [...blocks, ...spans].flatMap(({ line, text }) => {
    const command = text.replace(BEFORE, "");
    if (!/^kling (?!…)/.test(command)) return [];
    return [{ place: `${page}:${line}`, text, words: wordsOf(command.slice("kling ".length)) }];
  });
}

const lineOf = (text: string, index: number): number => text.slice(0, index).split("\n").length;

/** Words of a command, without quotes, up to a pipe, a redirection or a comment. */
export function wordsOf(command: string): readonly string[] {
  const words = [...command.matchAll(/"[^"]*"|'[^']*'|[^\s"']+/g)].map(([word]) => word);
  const end = words.findIndex((word) => ENDS.test(word));
  return (end < 0 ? words : words.slice(0, end)).map((word) => word.replaceAll(/^["']|["']$/g, ""));
}
