import { createHash } from "node:crypto";
import type { ByteRange } from "./byte-range.ts";
import type { ByteSource } from "./serve-bytes.ts";

const BLOCK_BYTES = 256 * 1024;
const NUMBER_BYTES = 8;

export interface SyntheticFileOptions {
  readonly sizeBytes: number;
  readonly seed: string;
}

/** Size and type of the first box of an MP4, by which clients tell a video from an error page. */
const MP4_START = Buffer.from("\0\0\0\x20ftyp", "latin1");

/**
 * A file of any size that is made while it is read: the same bytes for the same seed, at any offset. Every block begins
 * with its number, the first one like an MP4, so a misplaced range changes the hash; the rest is one shared pattern, so a
 * stream needs no memory.
 * Chunks are views of that pattern: do not write into them.
 */
export function createSyntheticFile({ sizeBytes, seed }: SyntheticFileOptions): ByteSource {
  const pattern = noise(seed);
  return { sizeBytes, open: (range) => readBlocks(pattern, range) };
}

function readBlocks(pattern: Buffer, { start, end }: ByteRange): ReadableStream<Uint8Array> {
  let offset = start;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const number = Math.floor(offset / BLOCK_BYTES);
        const blockStart = number * BLOCK_BYTES;
        const isInNumber = offset - blockStart < NUMBER_BYTES;
        const part = isInNumber ? numberBytes(number) : pattern;
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
  if (number === 0) return MP4_START;
  const bytes = Buffer.alloc(NUMBER_BYTES);
  bytes.writeBigUInt64BE(BigInt(number), 0);
  return bytes;
}

function noise(seed: string): Buffer {
  const block = Buffer.alloc(BLOCK_BYTES);
  let digest = createHash("sha256").update(seed).digest();
  for (let offset = NUMBER_BYTES; offset < BLOCK_BYTES; offset += digest.length) {
    digest.copy(block, offset);
    digest = createHash("sha256").update(digest).digest();
  }
  return block;
}
