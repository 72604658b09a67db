/** Typos cost about one change in three letters; more than that is another word. */
const LETTERS_PER_CHANGE = 3;

/** Differences of spelling that mean nothing: case, and the words' joints. */
const plain = (word: string): string => word.toLowerCase().replace(/[^\p{L}\p{N}:]/gu, "");

/**
 * The known word that was most likely meant: the same but for case and underscores, or a few letters away.
 * Undefined when none is near.
 */
export function suggest(word: string, known: readonly string[]): string | undefined {
  const asked = plain(word);
  const [best] = known
    .map((candidate) => ({ candidate, changes: countChanges(asked, plain(candidate)) }))
    .toSorted((left, right) => left.changes - right.changes);
  const allowed = Math.floor(asked.length / LETTERS_PER_CHANGE);
  return best !== undefined && best.changes <= allowed ? best.candidate : undefined;
}

/** What a message adds where a word was probably meant; empty where none was. */
export const didYouMean = (near: string | undefined): string =>
  near === undefined ? "" : ` Did you mean ${near}?`;

/** Letters to insert, drop, replace, or swap with their neighbour (optimal string alignment). */
function countChanges(left: string, right: string): number {
  let before: number[] = [];
  let row = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (let at = 1; at <= left.length; at += 1) {
    const next = [at];
    for (let place = 1; place <= right.length; place += 1) {
      const isSame = left[at - 1] === right[place - 1];
      const isSwapped = left[at - 1] === right[place - 2] && left[at - 2] === right[place - 1];
      next.push(
        Math.min(
          (row[place - 1] ?? 0) + Number(!isSame),
          (row[place] ?? 0) + 1,
          (next[place - 1] ?? 0) + 1,
          isSwapped ? (before[place - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    before = row;
    row = next;
  }
  return row[right.length] ?? 0;
}
