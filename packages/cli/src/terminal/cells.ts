import { stripVTControlCharacters } from "node:util";
import { LINK_PATTERN, partsOfLink } from "./links.ts";
import { cellsOf, isPlain, lettersOf } from "./measure.ts";

/** Colours, and starts and ends of links. */
const ORDER = new RegExp(`(\\u001b\\[[0-9;]*m|${LINK_PATTERN})`);
/** A word with the blanks in front of it. */
const WORD = / *[^ ]+| +$/g;
/** What a path, an address and a hash have in common. */
const IS_COPIED = /[/\\]|:\S/;
const ELLIPSIS = "…";
const EVERY_LINK = new RegExp(LINK_PATTERN, "g");

/** A text without its colours and links. Addresses hold letters that the built-in function takes for the text's end. */
const bareOf = (text: string): string => stripVTControlCharacters(text.replace(EVERY_LINK, ""));

/** Cells of a terminal that a text takes; colours and links take none. */
export const widthOf = (text: string): number => (isPlain(text) ? text.length : cellsOf(bareOf(text)));

/** Cuts the end of a text that is wider than that many cells. Colours and links stay, and end where they did. */
export function cutEnd(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let room = width - ELLIPSIS.length;
  const kept = text.split(ORDER).map((part) => {
    if (ORDER.test(part)) return part;
    const whole = lettersOf(part);
    const letters = firstLetters(whole, Math.max(0, room));
    room = letters.length === whole.length ? room - widthOf(part) : 0;
    return letters.join("");
  });
  return `${kept.join("")}${ELLIPSIS}`;
}

/** Cuts the middle: of a path or an id both ends tell most. Colours are left out; a link stays. */
export function cutMiddle(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const link = partsOfLink(text);
  if (link) return `${link.start}${cutMiddle(link.label, width)}${link.end}`;
  const letters = lettersOf(bareOf(text));
  const room = Math.max(0, width - ELLIPSIS.length);
  const start = firstLetters(letters, Math.ceil(room / 2));
  const end = firstLetters(letters.toReversed(), room - widthOf(start.join(""))).toReversed();
  return `${start.join("")}${ELLIPSIS}${end.join("")}`;
}

/** Cuts the start: of names that begin alike the end tells most. Colours are left out; a link stays. */
export function cutStart(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const link = partsOfLink(text);
  if (link) return `${link.start}${cutStart(link.label, width)}${link.end}`;
  const room = Math.max(0, width - ELLIPSIS.length);
  return `${ELLIPSIS}${firstLetters(lettersOf(bareOf(text)).toReversed(), room)
    .toReversed()
    .join("")}`;
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
 * value of a `label  value` line. A path, an address or a hash that is wider stays whole, on a line of its own: it is there
 * to be copied, and a terminal breaks it without a line end.
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
  for (const part of partsOf(line, width - indent)) {
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

/** Words with the blanks in front of them; those that may end anywhere, or are wider than that many cells, in pieces. */
function partsOf(line: string, room: number): readonly string[] {
  const words = line.match(WORD) ?? [];
  return words.flatMap((word) => {
    const bare = bareOf(word);
    const pieces = isPlain(bare) ? [word] : splitWide(word);
    return IS_COPIED.test(bare) ? pieces : pieces.flatMap((piece) => splitLong(piece, room));
  });
}

/** Letters, and orders to the terminal, which have no width. */
const atomsOf = (text: string): readonly string[] =>
  text.split(ORDER).flatMap((part) => (ORDER.test(part) ? [part] : lettersOf(part)));

/** Between wide letters a line may end anywhere. */
function splitWide(word: string): readonly string[] {
  const parts: string[] = [];
  let run = "";
  for (const atom of atomsOf(word)) {
    const isWide = widthOf(atom) > 1;
    // Blanks stay with what they stand in front of.
    if (isWide && run.trim() !== "") {
      parts.push(run);
      run = "";
    }
    run += atom;
    if (!isWide) continue;
    parts.push(run);
    run = "";
  }
  return run === "" ? parts : [...parts, run];
}

/** A word in pieces of at most that many cells, which end behind a comma where there is one. */
function splitLong(word: string, room: number): readonly string[] {
  if (widthOf(word.trimStart()) <= room) return [word];
  const parts: string[] = [];
  let run = "";
  for (const atom of atomsOf(word)) {
    if (run.trim() !== "" && widthOf(run.trimStart()) + widthOf(atom) > room) {
      const comma = run.lastIndexOf(",") + 1;
      parts.push(comma > 0 ? run.slice(0, comma) : run);
      run = comma > 0 ? run.slice(comma) : "";
    }
    run += atom;
  }
  return [...parts, run];
}

/** Where the value of a `label  value` line begins; else as far in as the line itself. */
function hangingOf(line: string, width: number): number {
  const value = /^ *\S+(?: \S+)* {2,}(?=\S)/.exec(line)?.[0].length ?? 0;
  const own = line.search(/\S/);
  return value > 0 && value <= width / 2 ? value : Math.max(0, own);
}
