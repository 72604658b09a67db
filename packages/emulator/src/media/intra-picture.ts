import { createBitWriter } from "./bit-writer.ts";
import { createIntraEncoder } from "./intra-macroblock.ts";
import { NAL_HEADER, nalUnit } from "./nal-unit.ts";
import { MACROBLOCK_PX, type Picture } from "./picture.ts";
import { writeIdrSliceHeader } from "./slice-header.ts";

export interface IntraPictureOptions {
  readonly source: Picture;
  /** Quantisation parameter of the picture parameter set, with which the slice starts. */
  readonly initialQp: number;
  /** Quantisation parameter of each macroblock row, 12–51: below, a level could outgrow CAVLC's escape code. */
  readonly qpOfRow: (row: number) => number;
}

export interface IntraPicture {
  /** The slice's NAL unit. */
  readonly unit: Uint8Array;
  /** The picture as a decoder gets it. */
  readonly decoded: Picture;
}

/** Encodes a whole picture as one IDR slice. */
export function encodeIntraPicture({ source, initialQp, qpOfRow }: IntraPictureOptions): IntraPicture {
  const writer = createBitWriter(1 << 16);
  writeIdrSliceHeader(writer);
  const encoder = createIntraEncoder({ writer, source, initialQp });
  for (let row = 0; row < source.luma.height / MACROBLOCK_PX; row++) {
    for (let column = 0; column < source.luma.width / MACROBLOCK_PX; column++)
      encoder.encode(column, row, qpOfRow(row));
  }
  writer.trailingBits();
  return { unit: nalUnit(NAL_HEADER.idrSlice, writer.view()), decoded: encoder.decoded };
}
