import { readTopBoxes } from "../mp4/box.ts";
import type { ByteSource } from "../mp4/byte-source.ts";

/** Whether the boxes of an MP4 file fill it: one that was cut short, or put together from wrong parts, hardly ever does so. */
export async function isFilledByBoxes(source: ByteSource): Promise<boolean> {
  let endOffset = 0;
  for await (const box of readTopBoxes(source)) endOffset = box.endOffset;
  return endOffset === source.sizeBytes;
}
