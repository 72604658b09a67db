import { detectFormat, viewBase64 } from "@klingkit/spec";

const SOUNDS: readonly string[] = ["mp3", "wav", "m4a", "aac"];

/** Whether a text is a sound as bare base64, and no path: both may consist of letters and slashes. */
export function isInlineSound(text: string): boolean {
  if (!/^[A-Za-z0-9+/]{16,}={0,2}$/.test(text)) return false;
  const format = detectFormat(viewBase64(text));
  return format !== undefined && SOUNDS.includes(format);
}
