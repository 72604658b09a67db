import { createCipheriv, createHash } from "node:crypto";
import type { ByteRange } from "./byte-range.ts";
import type { ByteSource } from "./serve-bytes.ts";

const BLOCK_BYTES = 256 * 1024;
const NUMBER_BYTES = 8;
const COUNTER_BYTES = 16;

export interface SyntheticFileOptions {
  readonly sizeBytes: number;
  readonly seed: string;
}

/**
 * A file of any size that is made while it is read: the same bytes for the same seed, at any offset. It has the boxes of
 * an MP4 and no pictures. Every block but the first begins with its number, so a misplaced range changes the hash; the rest
 * is one shared pattern, so a stream needs no memory. Chunks are views of that pattern: do not write into them.
 */
export function createSyntheticFile({ sizeBytes, seed }: SyntheticFileOptions): ByteSource {
  const pattern = noise(seed);
  return { sizeBytes, open: (range) => readBlocks({ head: boxHeaders(sizeBytes), pattern }, range) };
}

const FILE_TYPE = Buffer.from("\0\0\0\x10ftypisom\0\0\0\0", "latin1");
const LONG_BOX_HEADER_BYTES = 16;

/** Headers of two boxes that fill the file: its type, and media data with a size of 64 bits. */
function boxHeaders(sizeBytes: number): Buffer {
  const mediaData = Buffer.alloc(LONG_BOX_HEADER_BYTES);
  // 1: the size comes as 64 bits behind the name.
  mediaData.writeUInt32BE(1, 0);
  mediaData.write("mdat", 4, "latin1");
  mediaData.writeBigUInt64BE(BigInt(Math.max(LONG_BOX_HEADER_BYTES, sizeBytes - FILE_TYPE.length)), 8);
  return Buffer.concat([FILE_TYPE, mediaData]).subarray(0, sizeBytes);
}

interface Content {
  /** Stands over the beginning of the first block. */
  readonly head: Buffer;
  readonly pattern: Buffer;
}

function readBlocks({ head, pattern }: Content, { start, end }: ByteRange): ReadableStream<Uint8Array> {
  let offset = start;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const number = Math.floor(offset / BLOCK_BYTES);
        const blockStart = number * BLOCK_BYTES;
        const label = number === 0 ? head : numberBytes(number);
        const part = offset - blockStart < label.length ? label : pattern;
        const stop = Math.min(end + 1, blockStart + part.length);
        controller.enqueue(part.subarray(offset - blockStart, stop - blockStart));
        offset = stop;
        if (offset > end) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}

function numberBytes(number: number): Buffer {
  const bytes = Buffer.alloc(NUMBER_BYTES);
  bytes.writeBigUInt64BE(BigInt(number), 0);
  return bytes;
}

/** Bytes that do not repeat: a cipher makes them a hundred times faster than a chain of hashes. */
function noise(seed: string): Buffer {
  const key = createHash("sha256").update(seed).digest();
  return createCipheriv("aes-256-ctr", key, Buffer.alloc(COUNTER_BYTES)).update(Buffer.alloc(BLOCK_BYTES));
}
