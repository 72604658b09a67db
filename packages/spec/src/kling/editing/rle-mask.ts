import { requireObject } from "../../require-arguments.ts";
/** A mask as the service writes it: COCO's compressed runs, column by column. @source DOC 2026-09 (decoder of the page) */
export interface RleMask {
  /** Height, then width, in pixels. */
  readonly size: readonly [number, number];
  readonly counts: string;
}

/** Pixels of a frame: 1 is selected. */
export interface Mask {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Row by row from the top; `data[y * widthPx + x]`. */
  readonly data: Uint8Array;
}

/** Characters stand for 5 bits and begin here; the sixth bit says that more follow. */
const FIRST_CODE = 48;
const VALUE_BITS = 5;
const MORE = 0x20;
const SIGN = 0x10;
const LOW = 0x1f;
/** Runs are written as the difference to the run two before, from this one on. */
const FIRST_DIFFERENCE = 3;

/** Lengths of the runs of a mask, which alternate between 0 and 1 and begin with 0. Throws RangeError for broken text. */
function readRuns(counts: string): readonly number[] {
  const runs: number[] = [];
  let value = 0;
  let shift = 0;
  for (const character of counts) {
    const group = character.charCodeAt(0) - FIRST_CODE;
    if (group < 0 || group > (MORE | LOW)) throw new RangeError(`'${character}' stands in no mask`);
    value |= (group & LOW) << shift;
    shift += VALUE_BITS;
    if (group & MORE) continue;
    if (group & SIGN && shift < 32) value |= -1 << shift;
    const before = runs.length >= FIRST_DIFFERENCE ? (runs[runs.length - 2] ?? 0) : 0;
    runs.push(value + before);
    value = 0;
    shift = 0;
  }
  if (shift > 0) throw new RangeError("the runs of the mask are cut off");
  return runs;
}

/** Pixels of a mask. Throws RangeError where its runs are not those of its size. */
export function decodeMask({ size: [heightPx, widthPx], counts }: RleMask): Mask {
  const total = heightPx * widthPx;
  const data = new Uint8Array(total);
  let at = 0;
  let isSelected = false;
  for (const run of readRuns(counts)) {
    if (run < 0 || at + run > total) throw new RangeError("the runs of the mask do not fit its size");
    if (isSelected)
      for (let pixel = at; pixel < at + run; pixel += 1)
        data[(pixel % heightPx) * widthPx + Math.floor(pixel / heightPx)] = 1;
    at += run;
    isSelected = !isSelected;
  }
  if (at !== total) throw new RangeError("the runs of the mask do not fill its size");
  return { widthPx, heightPx, data };
}

/** A mask as the service writes it. */
export function encodeMask(mask: Mask): RleMask {
  requireObject("encodeMask", { mask });
  const { widthPx, heightPx, data } = mask;
  const runs: number[] = [];
  let last = 0;
  let length = 0;
  for (let x = 0; x < widthPx; x += 1) {
    for (let y = 0; y < heightPx; y += 1) {
      const value = data[y * widthPx + x] ? 1 : 0;
      if (value !== last) {
        runs.push(length);
        length = 0;
        last = value;
      }
      length += 1;
    }
  }
  runs.push(length);
  const counts = runs.map((run, at) => writeValue(at >= FIRST_DIFFERENCE ? run - (runs[at - 2] ?? 0) : run));
  return { size: [heightPx, widthPx], counts: counts.join("") };
}

function writeValue(given: number): string {
  let value = given;
  let text = "";
  for (;;) {
    const group = value & LOW;
    value >>= VALUE_BITS;
    const isLast = group & SIGN ? value === -1 : value === 0;
    text += String.fromCharCode(FIRST_CODE + (isLast ? group : group | MORE));
    if (isLast) return text;
  }
}
