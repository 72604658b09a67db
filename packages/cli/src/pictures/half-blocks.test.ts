import { expect, test } from "vitest";
import { drawHalfBlocks } from "./half-blocks.ts";
import { fitInto } from "./picture.ts";
import { itermImage, kittyImage } from "./terminal-image.ts";

test("two pixels are one cell, a colour is named once, and each line ends plain", () => {
  const rgb = Uint8Array.of(1, 2, 3, 1, 2, 3, 9, 9, 9, 4, 5, 6, 4, 5, 6, 7, 8, 9);
  expect(drawHalfBlocks({ widthPx: 3, heightPx: 2, rgb })).toEqual([
    "\u001b[38;2;1;2;3;48;2;4;5;6m▀▀\u001b[38;2;9;9;9;48;2;7;8;9m▀\u001b[0m",
  ]);
});

test.each([
  [
    { widthPx: 1280, heightPx: 720 },
    { widthPx: 43, heightPx: 24 },
  ],
  [
    { widthPx: 720, heightPx: 1280 },
    { widthPx: 14, heightPx: 24 },
  ],
  [
    { widthPx: 4000, heightPx: 10 },
    { widthPx: 48, heightPx: 1 },
  ],
])("%j keeps its ratio within 48 × 24", (size, expected) => {
  expect(fitInto(size, { widthPx: 48, heightPx: 24 })).toEqual(expected);
});

test("an image for kitty comes in parts of 4096 characters and asks for no response", () => {
  const png = new Uint8Array(4000).fill(7);
  const orders = kittyImage(png, { columns: 43, rows: 12 }).split("\u001b\\");
  const [first = "", second = "", rest] = orders;
  expect(first).toMatch(/_Gf=100,a=T,q=2,C=1,c=43,r=12,m=1;[A-Za-z0-9+/]{4096}$/);
  expect(second).toMatch(/_Gm=0;[A-Za-z0-9+/=]+$/);
  expect(rest).toBe("");
  const data = orders.map((order) => order.split(";")[1] ?? "").join("");
  expect(Uint8Array.from(Buffer.from(data, "base64"))).toEqual(png);
});

test("an image for iTerm2 says its size in cells", () => {
  expect(itermImage(Uint8Array.of(1, 2, 3), { columns: 43, rows: 12 })).toBe(
    "\u001b]1337;File=inline=1;doNotMoveCursor=1;size=3;width=43;height=12;preserveAspectRatio=0:AQID\u0007",
  );
});
