/** Markup that is safe to put into a page. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | undefined | false | readonly Part[];

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Characters that change what surrounds them: controls, and marks that turn the direction of text. Each is shown as its number,
 * because prompts and names come from anywhere.
 */
const HIDDEN = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu;
const LINE_BREAKS = /\r\n|[\r\n\t]/g;

export const escapeText = (text: string): string =>
  text
    .replaceAll(LINE_BREAKS, " ")
    .replaceAll(HIDDEN, (letter) => `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`)
    .replaceAll(/[&<>"']/g, (letter) => ESCAPES[letter] ?? letter);

/** Markup with every value escaped, unless it is markup itself. Lists are joined; undefined and false are nothing. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(strings.reduce((text, string, at) => `${text}${markupOf(parts[at - 1])}${string}`));

function markupOf(part: Part): string {
  if (part === undefined || part === false) return "";
  if (part instanceof Html) return part.text;
  if (typeof part === "object") return part.map(markupOf).join("");
  return escapeText(String(part));
}

const NOT_ASCII = /[^\0-\u007f]/gu;

/** Markup with a reference in place of each other letter: a browser reads a page of ASCII only in half of the time. */
export const asciiOf = (markup: string): string =>
  markup.replaceAll(NOT_ASCII, (letter) => `&#${letter.codePointAt(0)};`);

/** JSON in ASCII for a script element: nothing in it can end the element or begin another. */
export const jsonIsland = (value: unknown): Html =>
  new Html(
    JSON.stringify(value).replaceAll(
      /[<\u0080-\uffff]/g,
      (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
    ),
  );
