import { pathToFileURL } from "node:url";

/** Start or end of a link (OSC 8), as this module writes it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: an order to a terminal begins with one
const LINK_ORDER = /\u001b\]8;;[\x21-\x7e]*\u001b\\/;
const END = "\u001b]8;;\u001b\\";

/**
 * Starts of links that this process made. A text from a file or a service can hold an order that looks like a link, too:
 * only those that are listed here reach the terminal, and a copy of one leads nowhere else.
 */
const made = new Set<string>([END]);

/** A text that leads to a local file or folder when it is clicked. The path must be absolute. */
export function linkToFile(text: string, path: string): string {
  const start = `\u001b]8;;${pathToFileURL(path).href}\u001b\\`;
  made.add(start);
  return `${start}${text}${END}`;
}

/** Whether the start or end of a link was made here. */
export const isMadeLink = (order: string): boolean => made.has(order);

/** Pattern of one start or end, for expressions that combine it. */
export const LINK_PATTERN: string = LINK_ORDER.source;

/** The parts of a text that is one link as a whole; undefined for any other. */
export function partsOfLink(
  text: string,
): { readonly start: string; readonly label: string; readonly end: string } | undefined {
  const start = LINK_ORDER.exec(text);
  if (start?.index !== 0 || !text.endsWith(END)) return undefined;
  const label = text.slice(start[0].length, -END.length);
  return LINK_ORDER.test(label) ? undefined : { start: start[0], label, end: END };
}
