import { isMadeLink, LINK_PATTERN } from "./links.ts";

/**
 * What a terminal takes for an order, or what turns the direction of writing. Only the colours of `createStyle` and the
 * links that it made are left out: they cannot move the cursor, hide a text or send keys.
 */
const ORDERS = new RegExp(
  `\\u001b\\[(?:1|2|22|31|32|33|36|39)m|${LINK_PATTERN}|[\\p{Cc}\\p{Bidi_Control}]`,
  "gu",
);
const SINGLE_ORDERS = /[\p{Cc}\p{Bidi_Control}]/gu;
const LAYOUT = ["\n", "\t"];
const LINK_START = "\u001b]8;";

/** Shows the control characters of a text as JSON writes them, such as `\u001b` or `\n`. Line ends and tabs stay. */
export const showControls = (text: string): string =>
  text.replace(ORDERS, (found) => (LAYOUT.includes(found) ? found : shown(found)));

/** The same for a cell or a value that must not begin a line of its own. */
export const showOnOneLine = (text: string): string => text.replace(ORDERS, shown);

function shown(order: string): string {
  if (order.length === 1) return escaped(order);
  const isForeign = order.startsWith(LINK_START) && !isMadeLink(order);
  return isForeign ? order.replace(SINGLE_ORDERS, escaped) : order;
}

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

const escaped = (letter: string): string =>
  SHORT[letter] ?? `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
