/**
 * `<!-- file: NAME -->` before a file to save, `<!-- program: NAME -->` before shell lines that save a program and run it,
 * `<!-- faults -->` before a curl line that sets or ends faults of the emulator, `<!-- run -->` or `<!-- run; exit 2 -->` before
 * commands, and `<!-- output -->` before what the last command of the block above prints: `…` stands for anything. In a list, all of it
 * is indented.
 */
const MARKED =
  /^(?<indent> *)<!-- (?<kind>file|program|faults|run|output)(?:: (?<file>\S+)|; exit (?<exit>\d+))? -->\n\k<indent>```\w*\n(?<text>[\s\S]*?)^\k<indent>```/gm;

/** A marked block of a page. */
export interface PageBlock {
  readonly kind: string;
  readonly file: string;
  readonly exitCode: number;
  readonly text: string;
}

/** Marked blocks of a page, in their order. */
export const findBlocks = (markdown: string): readonly PageBlock[] =>
  [...markdown.matchAll(MARKED)].map(({ groups = {} }) => {
    const { indent = "", kind = "", file = "", exit = "0", text = "" } = groups;
    return { kind, file, exitCode: Number(exit), text: text.replaceAll(new RegExp(`^${indent}`, "gm"), "") };
  });
