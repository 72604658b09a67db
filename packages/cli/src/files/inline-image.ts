import { detectFormat, viewBase64 } from "@klingkit/spec";

/** Whether a text is an image as bare base64, and no path: both may consist of letters and slashes. */
export const isInlineImage = (text: string): boolean =>
  /^[A-Za-z0-9+/]+={0,2}$/.test(text) && detectFormat(viewBase64(text)) !== undefined;
