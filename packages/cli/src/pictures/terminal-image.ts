/** Cells that an image takes. */
export interface Cells {
  readonly columns: number;
  readonly rows: number;
}

/** Base64 characters of one order of the protocol at most. @source https://sw.kovidgoyal.net/kitty/graphics-protocol/ */
const CHUNK_CHARACTERS = 4096;

/** An image by the graphics protocol of kitty; the cursor stays where it was. The terminal must send no response. */
export function kittyImage(png: Uint8Array, { columns, rows }: Cells): string {
  const data = Buffer.from(png).toString("base64");
  const chunks = data.match(new RegExp(`.{1,${CHUNK_CHARACTERS}}`, "g")) ?? [];
  return chunks
    .map((chunk, at) => {
      const head = at === 0 ? `f=100,a=T,q=2,C=1,c=${columns},r=${rows},` : "";
      const isLast = at === chunks.length - 1;
      return `\u001b_G${head}m=${isLast ? 0 : 1};${chunk}\u001b\\`;
    })
    .join("");
}

/** An image by the protocol of iTerm2. @source https://iterm2.com/documentation-images.html */
export function itermImage(png: Uint8Array, { columns, rows }: Cells): string {
  const data = Buffer.from(png).toString("base64");
  const size = `size=${png.byteLength};width=${columns};height=${rows};preserveAspectRatio=0`;
  return `\u001b]1337;File=inline=1;doNotMoveCursor=1;${size}:${data}\u0007`;
}
