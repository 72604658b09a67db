import { crc32, deflateSync } from "node:zlib";
import type { SelectedFrame } from "klingkit";

export interface Picture {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Four bytes for each pixel, row by row. */
  readonly rgba: Uint8Array;
}

/** Colour of what is selected. @source DOC 2026-09 (drawing sample of the page: rgba(116, 255, 82, 163)) */
const SELECTED = { red: 116, green: 255, blue: 82, share: 163 / 255 } as const;
const BACKGROUND = 32;
/** Half of the side of the cross at a point, in pixels. */
const CROSS_PX = 6;

/** The frame, or a dark ground without one, with what is selected in colour and a cross at every point. */
export function drawOverlay({ masks, points }: SelectedFrame, frame: Picture): Picture {
  const { widthPx, heightPx } = frame;
  const rgba = Uint8Array.from(frame.rgba);
  for (const mask of masks) {
    if (mask.widthPx !== widthPx || mask.heightPx !== heightPx) continue;
    for (let at = 0; at < mask.data.length; at += 1) if (mask.data[at]) tint(rgba, at * 4);
  }
  for (const { x, y } of points) {
    const [column, row] = [Math.round(x * (widthPx - 1)), Math.round(y * (heightPx - 1))];
    for (let step = -CROSS_PX; step <= CROSS_PX; step += 1) {
      mark({ widthPx, heightPx, rgba }, column + step, row);
      mark({ widthPx, heightPx, rgba }, column, row + step);
    }
  }
  return { widthPx, heightPx, rgba };
}

function tint(rgba: Uint8Array, at: number): void {
  const { red, green, blue, share } = SELECTED;
  for (const [offset, value] of [red, green, blue].entries())
    rgba[at + offset] = Math.round((rgba[at + offset] ?? 0) * (1 - share) + value * share);
}

function mark({ widthPx, heightPx, rgba }: Picture, x: number, y: number): void {
  if (x < 0 || y < 0 || x >= widthPx || y >= heightPx) return;
  rgba.set([255, 0, 0, 255], (y * widthPx + x) * 4);
}

/** A dark picture. */
export function emptyPicture(widthPx: number, heightPx: number): Picture {
  const rgba = new Uint8Array(widthPx * heightPx * 4).fill(BACKGROUND);
  for (let at = 3; at < rgba.length; at += 4) rgba[at] = 255;
  return { widthPx, heightPx, rgba };
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** 8 bits a channel, RGBA, no interlacing. */
const FORMAT = [8, 6, 0, 0, 0];

/** A PNG file; written here because a library would weigh more than these lines. */
export function encodePng({ widthPx, heightPx, rgba }: Picture): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  header.set(FORMAT, 8);
  const rowBytes = widthPx * 4;
  // Each row begins with the number of its filter: 0, none.
  const rows = Buffer.alloc((rowBytes + 1) * heightPx);
  for (let y = 0; y < heightPx; y += 1)
    rows.set(rgba.subarray(y * rowBytes, (y + 1) * rowBytes), y * (rowBytes + 1) + 1);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
