import { createHash } from "node:crypto";
import type { ByteRange } from "./byte-range.ts";
import type { ByteSource } from "./serve-bytes.ts";

const BLOCK_BYTES = 64 * 1024;
const NUMBER_BYTES = 8;

export interface SyntheticFileOptions {
  readonly sizeBytes: number;
  readonly seed: string;
}

/**
 * A file of any size that is made while it is read: the same bytes for the same seed, at any offset, in the memory of
 * one block. Every block of 64 KiB begins with its number, so a misplaced range changes the hash.
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
        const block = Buffer.from(pattern);
        block.writeBigUInt64BE(BigInt(number), 0);
        const stop = Math.min(end + 1, blockStart + BLOCK_BYTES);
        controller.enqueue(block.subarray(offset - blockStart, stop - blockStart));
        offset = stop;
        if (offset > end) controller.close();
      },
    },
    { highWaterMark: 1 },
  );
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
