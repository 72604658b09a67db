const MOST_CHARACTERS = 80;

/**
 * Words that an agent chose, for a text that a person decides by: on one line, without control characters, and cut, so that a name
 * cannot pass for a price.
 */
export function oneLine(text: string, mostCharacters = MOST_CHARACTERS): string {
  const line = text.replaceAll(/[\p{C}\p{Z}]+/gu, " ").trim();
  return line.length > mostCharacters ? `${line.slice(0, mostCharacters - 1)}…` : line;
}
