import { open } from "node:fs/promises";
import { describeReadFailure } from "../input/read-failure.ts";
import { findContent, sliceView } from "./box.ts";
import { type ByteSource, createFileSource } from "./byte-source.ts";
import { readMovie } from "./video-measure.ts";

/** Version and flags, which a `meta` box of MP4 begins with. */
const META_HEADER_BYTES = 4;
/** Kind and language of a value. */
const VALUE_HEADER_BYTES = 8;

/**
 * The cover that an MP4 file holds in its metadata (`covr`), as the bytes of a JPEG or PNG file.
 * @returns undefined when the file is no MP4, is broken, or has no cover
 * @throws MediaError KLINGKIT_MEDIA_NOT_FOUND or KLINGKIT_MEDIA_UNREADABLE
 */
export async function readCover(filePath: string): Promise<Uint8Array | undefined> {
  const handle = await open(filePath, "r").catch((error: unknown) => {
    throw describeReadFailure(filePath, error);
  });
  try {
    return await coverOf(await createFileSource(handle));
  } catch (error) {
    throw describeReadFailure(filePath, error);
  } finally {
    await handle.close();
  }
}

/** The same for bytes that are read from anywhere. */
export async function coverOf(source: ByteSource): Promise<Uint8Array | undefined> {
  const found = await readMovie(source);
  const meta = found && findContent(found.movie, "udta", "meta");
  if (!meta) return undefined;
  const items = sliceView(meta, META_HEADER_BYTES, meta.byteLength);
  const value = findContent(items, "ilst", "covr", "data");
  if (!value || value.byteLength <= VALUE_HEADER_BYTES) return undefined;
  const image = sliceView(value, VALUE_HEADER_BYTES, value.byteLength);
  return Uint8Array.from(new Uint8Array(image.buffer, image.byteOffset, image.byteLength));
}
