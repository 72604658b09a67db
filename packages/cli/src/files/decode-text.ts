/** Undefined where the bytes are not UTF-8, instead of a text with `�` in it. A byte order mark is left out. */
export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
