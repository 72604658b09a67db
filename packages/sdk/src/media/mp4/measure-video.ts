import { open } from "node:fs/promises";
import { describeReadFailure } from "../input/read-failure.ts";
import { createFileSource } from "./byte-source.ts";
import { measureSource, type VideoMeasure } from "./video-measure.ts";

/**
 * Measures a local MP4 or MOV file from its headers, wherever they stand in it.
 * @returns undefined when the file is neither or is broken
 * @throws MediaError KLINGKIT_MEDIA_NOT_FOUND or KLINGKIT_MEDIA_UNREADABLE
 */
export async function measureVideo(filePath: string): Promise<VideoMeasure | undefined> {
  const handle = await open(filePath, "r").catch((error: unknown) => {
    throw describeReadFailure(filePath, error);
  });
  try {
    return await measureSource(await createFileSource(handle));
  } catch (error) {
    throw describeReadFailure(filePath, error);
  } finally {
    await handle.close();
  }
}
