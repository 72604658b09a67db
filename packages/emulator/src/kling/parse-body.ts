/** Numbers of this many digits may be beyond 2^53. */
const LONG_NUMBER = /\d{16}/;

interface ReviverContext {
  readonly source?: string;
}

/** Parses JSON; whole numbers beyond 2^53, which ids can be, become text. Throws SyntaxError. */
export function parseBody(text: string): unknown {
  return LONG_NUMBER.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);
}

function keepDigits(_key: string, value: unknown, { source = "" }: ReviverContext = {}): unknown {
  return typeof value === "number" && !Number.isSafeInteger(value) && /^-?\d+$/.test(source) ? source : value;
}
