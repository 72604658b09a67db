import type { DecodedImage } from "./decoded-image.ts";

export interface TargetSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Scales the image to cover the target size, cutting evenly what sticks out. Averages down, blends up. */
export function resampleToCover(image: DecodedImage, { widthPx, heightPx }: TargetSize): DecodedImage {
  const scale = Math.min(image.widthPx / widthPx, image.heightPx / heightPx);
  const columns = { count: widthPx, sourceCount: image.widthPx, scale };
  const rows = { count: heightPx, sourceCount: image.heightPx, scale };
  const rgb = new Uint8Array(widthPx * heightPx * 3);
  // Up to twice as small, a blend of the two nearest pixels in each direction misses none.
  if (scale > 2) averageInto(rgb, image, boxesOf(columns), boxesOf(rows));
  else blendInto(rgb, image, pairsOf(columns), pairsOf(rows));
  return { widthPx, heightPx, rgb };
}

interface Axis {
  readonly count: number;
  readonly sourceCount: number;
  readonly scale: number;
}

/** For each target pixel along one side, the source pixels it takes: `first` to `last`. */
interface Spans {
  readonly first: Int32Array;
  readonly last: Int32Array;
}

/** Two neighbours for each target pixel, and the share of the second. */
interface Pairs extends Spans {
  readonly share: Float32Array;
}

function boxesOf({ count, sourceCount, scale }: Axis): Spans {
  const offset = (sourceCount - count * scale) / 2;
  const edges = Int32Array.from({ length: count + 1 }, (_, index) =>
    Math.max(0, Math.min(sourceCount, Math.round(offset + index * scale))),
  );
  return { first: edges.subarray(0, count), last: edges.subarray(1).map((edge) => edge - 1) };
}

function pairsOf({ count, sourceCount, scale }: Axis): Pairs {
  const offset = (sourceCount - count * scale) / 2;
  const centres = Float64Array.from({ length: count }, (_, index) =>
    Math.max(0, Math.min(sourceCount - 1, offset + (index + 0.5) * scale - 0.5)),
  );
  const first = Int32Array.from(centres, Math.floor);
  return {
    first,
    last: first.map((at) => Math.min(sourceCount - 1, at + 1)),
    share: Float32Array.from(centres, (centre) => centre - Math.floor(centre)),
  };
}

function blendInto(target: Uint8Array, { rgb, widthPx }: DecodedImage, columns: Pairs, rows: Pairs): void {
  const lineBytes = widthPx * 3;
  const lineOf = (row: number | undefined) =>
    rgb.subarray((row ?? 0) * lineBytes, ((row ?? 0) + 1) * lineBytes);
  const blended = new Float32Array(lineBytes);
  const line = columns.first.length * 3;
  for (let y = 0; y < rows.first.length; y++) {
    const upper = lineOf(rows.first[y]);
    const lower = lineOf(rows.last[y]);
    const share = rows.share[y] ?? 0;
    for (let at = 0; at < lineBytes; at++) blended[at] = mix(upper[at], lower[at], share);
    blendLine(target.subarray(y * line, (y + 1) * line), blended, columns);
  }
}

function blendLine(target: Uint8Array, source: Float32Array, { first, last, share }: Pairs): void {
  for (let x = 0; x < first.length; x++) {
    const left = (first[x] ?? 0) * 3;
    const right = (last[x] ?? 0) * 3;
    const across = share[x] ?? 0;
    for (let channel = 0; channel < 3; channel++) {
      target[x * 3 + channel] = mix(source[left + channel], source[right + channel], across) + 0.5;
    }
  }
}

function mix(from = 0, to = 0, share = 0): number {
  return from + (to - from) * share;
}

function averageInto(target: Uint8Array, { rgb, widthPx }: DecodedImage, columns: Spans, rows: Spans): void {
  const sums = new Float64Array(columns.first.length * 3);
  for (let y = 0; y < rows.first.length; y++) {
    const [top, bottom] = [rows.first[y] ?? 0, rows.last[y] ?? 0];
    sums.fill(0);
    for (let row = top; row <= bottom; row++) addRow(sums, rgb.subarray(row * widthPx * 3), columns);
    for (let at = 0; at < sums.length; at++) {
      const column = Math.floor(at / 3);
      const count = ((columns.last[column] ?? 0) - (columns.first[column] ?? 0) + 1) * (bottom - top + 1);
      target[y * sums.length + at] = (sums[at] ?? 0) / count + 0.5;
    }
  }
}

function addRow(sums: Float64Array, row: Uint8Array, { first, last }: Spans): void {
  for (let x = 0; x < first.length; x++) {
    let [red, green, blue] = [0, 0, 0];
    for (let at = (first[x] ?? 0) * 3; at <= (last[x] ?? 0) * 3; at += 3) {
      red += row[at] ?? 0;
      green += row[at + 1] ?? 0;
      blue += row[at + 2] ?? 0;
    }
    sums[x * 3] = (sums[x * 3] ?? 0) + red;
    sums[x * 3 + 1] = (sums[x * 3 + 1] ?? 0) + green;
    sums[x * 3 + 2] = (sums[x * 3 + 2] ?? 0) + blue;
  }
}
