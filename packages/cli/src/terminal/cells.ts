import { stripVTControlCharacters } from "node:util";
import { LINK_PATTERN, partsOfLink } from "./links.ts";

/** Letters that take two cells of a terminal, and such as take none. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const NARROWEST = /[\p{Mn}\p{Me}\u200d]/u;
/** Colours, and starts and ends of links. */
const ORDER = new RegExp(`(\\u001b\\[[0-9;]*m|${LINK_PATTERN})`);
/** A word with the blanks in front of it. Between wide letters a line may end anywhere. */
const WORD = new RegExp(` *(?:${WIDE.source}|(?:(?!${WIDE.source})[^ ])+| +$)`, "gu");
const ELLIPSIS = "…";
const EVERY_LINK = new RegExp(LINK_PATTERN, "g");

/** A text without its colours and links. Addresses hold letters that the built-in function takes for the text's end. */
const bareOf = (text: string): string => stripVTControlCharacters(text.replace(EVERY_LINK, ""));

const cellsOf = (letter: string): number => (WIDE.test(letter) ? 2 : NARROWEST.test(letter) ? 0 : 1);

/** Most texts are such, and need no look at each letter. */
const PLAIN = /^[\x20-\x7e]*$/;

/** Cells of a terminal that a text takes; colours and links take none. */
export function widthOf(text: string): number {
  if (PLAIN.test(text)) return text.length;
  const bare = bareOf(text);
  if (PLAIN.test(bare)) return bare.length;
  return [...bare].reduce((sum, letter) => sum + cellsOf(letter), 0);
}

/** Cuts the end of a text that is wider than that many cells. Colours and links stay, and end where they did. */
export function cutEnd(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let room = width - ELLIPSIS.length;
  const kept = text.split(ORDER).map((part) => {
    if (ORDER.test(part)) return part;
    const letters = firstLetters([...part], Math.max(0, room));
    room = letters.length === [...part].length ? room - widthOf(part) : 0;
    return letters.join("");
  });
  return `${kept.join("")}${ELLIPSIS}`;
}

/** Cuts the middle: of a path or an id both ends tell most. Colours are left out; a link stays. */
export function cutMiddle(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const link = partsOfLink(text);
  if (link) return `${link.start}${cutMiddle(link.label, width)}${link.end}`;
  const letters = [...bareOf(text)];
  const room = Math.max(0, width - ELLIPSIS.length);
  const start = firstLetters(letters, Math.ceil(room / 2));
  const end = firstLetters(letters.toReversed(), room - widthOf(start.join(""))).toReversed();
  return `${start.join("")}${ELLIPSIS}${end.join("")}`;
}

function firstLetters(letters: readonly string[], width: number): readonly string[] {
  let room = width;
  const end = letters.findIndex((letter) => {
    room -= cellsOf(letter);
    return room < 0;
  });
  return end < 0 ? letters : letters.slice(0, end);
}

/**
 * Breaks every line of a text between words, so that none is wider than that many cells. What follows stands below the
 * value of a `label  value` line. A word that is wider than a line stays whole, so that it can be copied.
 */
export const wrapWords = (text: string, width: number): string =>
  text
    .split("\n")
    .map((line) => (widthOf(line) <= width ? line : wrapLine(line, width)))
    .join("\n");

function wrapLine(line: string, width: number): string {
  const indent = hangingOf(bareOf(line), width);
  const lines: string[] = [];
  let current = "";
  for (const [part] of line.matchAll(WORD)) {
    if (current.trim() === "" || widthOf(current) + widthOf(part) <= width) {
      current += part;
      continue;
    }
    lines.push(current);
    const word = part.trimStart();
    current = " ".repeat(Math.max(0, Math.min(indent, width - widthOf(word)))) + word;
  }
  return [...lines, current].join("\n");
}

/** Where the value of a `label  value` line begins; else as far in as the line itself. */
function hangingOf(line: string, width: number): number {
  const value = /^ *\S+(?: \S+)* {2,}(?=\S)/.exec(line)?.[0].length ?? 0;
  const own = line.search(/\S/);
  return value > 0 && value <= width / 2 ? value : Math.max(0, own);
}
