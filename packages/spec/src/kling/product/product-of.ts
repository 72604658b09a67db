/** `/v1/videos/text2video` → `text2video`, `/v1/images/generations` → `images/generations`. */
export const productOf = (path: string): string => path.replace(/^\/v1\/(videos\/)?/, "");
