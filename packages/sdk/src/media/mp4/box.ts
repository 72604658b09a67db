import type { ByteSource } from "./byte-source.ts";

/** A box of an ISO base media file (ISO/IEC 14496-12), also called atom. Offsets count from the start of its container. */
export interface Box {
  readonly type: string;
  /** Where its content begins, after the header. */
  readonly contentOffset: number;
  readonly endOffset: number;
}

const HEADER_BYTES = 8;
const LONG_HEADER_BYTES = 16;
/** Files of a service have a handful; a file of empty boxes must not keep us busy. */
const MAX_BOXES = 10_000;

/** The box whose header stands at `offset`; undefined when its size is impossible. */
function parseHeader(header: DataView, offset: number, limit: number): Box | undefined {
  if (header.byteLength < HEADER_BYTES) return undefined;
  const shortSize = header.getUint32(0);
  const isLong = shortSize === 1;
  if (isLong && header.byteLength < LONG_HEADER_BYTES) return undefined;
  const headerBytes = isLong ? LONG_HEADER_BYTES : HEADER_BYTES;
  // 0 means "to the end of the file". Sizes beyond 2^53 lose precision and fail the comparison below all the same.
  const sizeBytes = isLong ? Number(header.getBigUint64(8)) : shortSize || limit - offset;
  if (sizeBytes < headerBytes || offset + sizeBytes > limit) return undefined;
  return { type: readType(header, 4), contentOffset: offset + headerBytes, endOffset: offset + sizeBytes };
}

/** Boxes at the top of a file, in order, until one does not fit. */
export async function* readTopBoxes(source: ByteSource): AsyncGenerator<Box> {
  let offset = 0;
  for (let count = 0; count < MAX_BOXES && offset + HEADER_BYTES <= source.sizeBytes; count += 1) {
    const box = parseHeader(viewOf(await source.read(offset, LONG_HEADER_BYTES)), offset, source.sizeBytes);
    if (!box) return;
    yield box;
    offset = box.endOffset;
  }
}

/** Boxes inside another one that is in memory. */
export function* readBoxes(view: DataView): Generator<Box> {
  let offset = 0;
  for (let count = 0; count < MAX_BOXES && offset + HEADER_BYTES <= view.byteLength; count += 1) {
    const box = parseHeader(sliceView(view, offset, offset + LONG_HEADER_BYTES), offset, view.byteLength);
    if (!box) return;
    yield box;
    offset = box.endOffset;
  }
}

/** Content of the first box at the end of a path of types; undefined when there is none. */
export function findContent(view: DataView, ...path: readonly string[]): DataView | undefined {
  const [type, ...rest] = path;
  if (type === undefined) return view;
  const content = findContents(view, type)[0];
  return content && findContent(content, ...rest);
}

export function findContents(view: DataView, type: string): DataView[] {
  return [...readBoxes(view)]
    .filter((box) => box.type === type)
    .map((box) => sliceView(view, box.contentOffset, box.endOffset));
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Part of a view, cut where the view ends. */
export function sliceView(view: DataView, start: number, end: number): DataView {
  const from = Math.min(start, view.byteLength);
  return new DataView(view.buffer, view.byteOffset + from, Math.min(end, view.byteLength) - from);
}

/** Four characters at an offset; empty when the view is shorter. */
export function readType(view: DataView, offset: number): string {
  if (offset + 4 > view.byteLength) return "";
  return String.fromCharCode(...Array.from({ length: 4 }, (_, at) => view.getUint8(offset + at)));
}
