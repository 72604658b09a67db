import type { FileHandle } from "node:fs/promises";

/** Random access to bytes, so that a probe reads only what it needs. */
export interface ByteSource {
  readonly sizeBytes: number;
  /** Up to `length` bytes; fewer at the end. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

export async function createFileSource(handle: FileHandle): Promise<ByteSource> {
  const { size } = await handle.stat();
  return {
    sizeBytes: size,
    async read(offset, length) {
      const buffer = Buffer.alloc(Math.max(0, Math.min(length, size - offset)));
      const { bytesRead } = await handle.read(buffer, 0, buffer.byteLength, offset);
      return buffer.subarray(0, bytesRead);
    },
  };
}

export function createMemorySource(bytes: Uint8Array): ByteSource {
  return {
    sizeBytes: bytes.byteLength,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  };
}
