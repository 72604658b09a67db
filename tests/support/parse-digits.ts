/** Parses JSON with long whole numbers as text, as they stand there: an id that lost its last digits would pass for another. */
export const parseDigits = (text: string): unknown => JSON.parse(text, keepDigits);

function keepDigits(
  _key: string,
  value: unknown,
  { source = "" }: { readonly source?: string } = {},
): unknown {
  return typeof value === "number" && !Number.isSafeInteger(value) && /^-?\d+$/.test(source) ? source : value;
}
