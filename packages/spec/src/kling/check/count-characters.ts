/** Number of characters as a reader counts them: limits count code points, not bytes. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
