/** Rows that are kept of a long history: how it began, and how it stands. */
const FIRST = 10;
const LAST = 30;

export interface Shortened<Row> {
  readonly first: readonly Row[];
  /** How many are not shown between the two. */
  readonly leftOut: number;
  readonly last: readonly Row[];
}

/** The beginning and the end of a list that would fill many screens. */
export function shorten<Row>(rows: readonly Row[], isWhole = false): Shortened<Row> {
  if (isWhole || rows.length <= FIRST + LAST + 1) return { first: rows, leftOut: 0, last: [] };
  return { first: rows.slice(0, FIRST), leftOut: rows.length - FIRST - LAST, last: rows.slice(-LAST) };
}

/** All that is shown, in order. */
export const shownOf = <Row>({ first, last }: Shortened<Row>): readonly Row[] => [...first, ...last];
