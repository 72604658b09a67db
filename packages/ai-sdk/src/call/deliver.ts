import { readFile } from "node:fs/promises";
import type { JobHistory } from "@klingkit/engine";
import type { TaskVideo } from "klingkit";
import type { VideoData } from "../results.ts";
import type { Delivery } from "../settings.ts";

const MEDIA_TYPE = "video/mp4";
/** Only versions that know it get it, and the types of the others lack it. */
const UPLOADED = { type: "uploaded", mediaType: MEDIA_TYPE } as unknown as VideoData;

/** The videos of collected jobs, as the caller takes them. A link that cannot be read is delivered as bytes. */
export async function deliver(
  jobs: readonly JobHistory[],
  {
    delivery,
    links,
  }: { readonly delivery: Delivery; readonly links: ReadonlyMap<string, readonly TaskVideo[]> },
): Promise<VideoData[]> {
  const videos: VideoData[] = [];
  for (const { id, assets } of jobs) {
    for (const [at, { file_path: path, kind }] of assets.entries()) {
      if (path === null || kind !== "video") continue;
      const url = links.get(id)?.[at]?.url;
      if (delivery === "uploaded") videos.push(UPLOADED);
      else if (delivery === "url" && url !== undefined)
        videos.push({ type: "url", url, mediaType: MEDIA_TYPE });
      else videos.push({ type: "binary", data: new Uint8Array(await readFile(path)), mediaType: MEDIA_TYPE });
    }
  }
  return videos;
}
