/** `16:9, 9:16 or 1:1`, of words without commas. */
export const orList = (words: readonly string[]): string => words.join(", ").replace(/, ([^,]*)$/, " or $1");

/** What every message says of a word that is none of the known ones. The field, option or variable stands before it. */
export const notSupported = (word: string, known: readonly string[]): string =>
  `'${word}' is not supported. Use ${orList(known)}.`;
