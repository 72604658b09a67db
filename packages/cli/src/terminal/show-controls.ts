/**
 * What a terminal takes for an order, or what turns the direction of writing. Only the colours of `createStyle` are left
 * out: they cannot move the cursor, hide a text or send keys.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
const ORDERS = /\u001b\[(?:1|2|22|31|32|33|36|39)m|[\p{Cc}\p{Bidi_Control}]/gu;
const LAYOUT = ["\n", "\t"];

/** Shows the control characters of a text as JSON writes them, such as `\u001b`. Line ends and tabs stay. */
export const showControls = (text: string): string =>
  text.replace(ORDERS, (found) => (found.length > 1 || LAYOUT.includes(found) ? found : escaped(found)));

/** The same for a cell or a value that must not begin a line of its own. */
export const showOnOneLine = (text: string): string =>
  text.replace(ORDERS, (found) => (found.length > 1 ? found : escaped(found)));

const escaped = (letter: string): string => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
