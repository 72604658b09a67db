/** Integers of this many digits may not survive as a JavaScript number (2^53 has 16 digits). */
const UNSAFE_DIGITS = 16;
const UNQUOTED_LONG_INTEGER = /[:,[\s]-?\d{16,}/;
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const INTEGER = /^-?\d+$/;

/**
 * Parses JSON and keeps integers of 16 digits or more as strings: element and task ids exceed 2^53,
 * and a rounded id is a lost task. Throws SyntaxError.
 */
export function parseJson(text: string): unknown {
  return JSON.parse(UNQUOTED_LONG_INTEGER.test(text) ? quoteLongIntegers(text) : text);
}

function quoteLongIntegers(text: string): string {
  return text.replace(STRING_OR_NUMBER, (token) =>
    token.length >= UNSAFE_DIGITS && INTEGER.test(token) ? `"${token}"` : token,
  );
}
