const nameOf = (letter: string): string =>
  `U+${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;

function findFirst(text: string, pattern: RegExp): string | undefined {
  const [letter] = pattern.exec(text) ?? [];
  return letter === undefined ? undefined : nameOf(letter);
}

/** The first control character of a name or path, such as `U+0000`; line ends and tabs are some, too. */
export const findControl = (text: string): string | undefined => findFirst(text, /\p{Cc}/u);

/**
 * The first control character of a prompt, where line ends and tabs are at home.
 * No document says what the service makes of one; it is refused before anything is paid. @source INF
 */
export const findControlInPrompt = (text: string): string | undefined => findFirst(text, /[^\P{Cc}\t\n\r]/u);
