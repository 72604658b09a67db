import type { PrimitiveValueListNode } from "kysely";

/** Values of `in (…)` that are parameters of their own. A row of an insert is such a list too, and has fewer columns. */
const MOST_PARAMETERS = 500;

/**
 * Whether the list of a statement is sent as one parameter: databases limit the number of parameters, and each length of a list
 * would be a statement of its own.
 */
export const isLongList = ({ values }: PrimitiveValueListNode): boolean => values.length > MOST_PARAMETERS;
