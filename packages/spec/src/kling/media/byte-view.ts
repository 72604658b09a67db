import { requireObject } from "../../require-arguments.ts";
/** Bytes that are looked at one by one, wherever they stand. */
export interface ByteView {
  readonly sizeBytes: number;
  /** Undefined behind the end. */
  at(index: number): number | undefined;
}

export const viewBytes = (bytes: Uint8Array): ByteView => {
  requireObject("viewBytes", { bytes });
  return {
    sizeBytes: bytes.byteLength,
    at: (index) => bytes[index],
  };
};

/** The bytes behind a text of base64. Only those that are asked for are decoded, however long the text is. */
export function viewBase64(text: string): ByteView {
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const sizeBytes = Math.floor(((text.length - padding) * 3) / 4);
  return {
    sizeBytes,
    at(index) {
      if (index >= sizeBytes) return undefined;
      const group = Math.floor(index / 3) * 4;
      return atob(text.slice(group, group + 4)).charCodeAt(index % 3);
    },
  };
}

/** Up to `length` bytes as characters of one byte each. */
export function textAt(view: ByteView, offset: number, length: number): string {
  let text = "";
  for (let at = offset; at < offset + length; at += 1) {
    const byte = view.at(at);
    if (byte === undefined) break;
    text += String.fromCharCode(byte);
  }
  return text;
}
