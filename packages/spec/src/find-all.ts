/** All matches of a global pattern. Nearly no prompt has one, and `matchAll` copies its pattern before it looks. */
export const findAll = (text: string, pattern: RegExp): readonly RegExpExecArray[] =>
  text.search(pattern) < 0 ? [] : [...text.matchAll(pattern)];
