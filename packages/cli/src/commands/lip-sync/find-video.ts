import type { Deps } from "../../deps.ts";
import { CliError, usageError } from "../../errors/cli-error.ts";
import { isHttpUrl } from "../../files/is-http-url.ts";
import { findMadeVideo } from "../../jobs/find-made-video.ts";
import { waitCommand } from "../../session/next-commands.ts";
import { storeAddress } from "../../session/store-address.ts";
import type { LipSyncOptions, VideoSource } from "./read-speech.ts";

export interface FoundVideo {
  readonly source: VideoSource;
  /** Length that was asked for, where a job of this machine made it. */
  readonly seconds?: number;
}

/**
 * The video that an operand names: its address, its id, or the task of a job of this machine that made it. Asks the store alone.
 * Throws `missing_video_id`, and `still_pending` for a task that has not ended.
 */
export function findVideo(deps: Deps, options: LipSyncOptions, operand: string | undefined): FoundVideo {
  const given = operand?.trim();
  if (!given)
    throw usageError(
      "missing_video_id",
      "Which video? Give its ID or URL: `kling lip-sync VIDEO`. Nothing was sent.",
    );
  if (isHttpUrl(given)) return { source: { video_url: given } };
  if (!/^[\w-]+$/.test(given))
    throw usageError(
      "invalid_video",
      `'${given}' is no video ID or URL. The service takes no local video. Nothing was sent.`,
    );
  const address = storeAddress(deps, options);
  const made = address.kind === "sqlite" ? findMadeVideo(address.path, given) : undefined;
  if (!made) return { source: { video_id: given } };
  const { videoId, seconds } = made;
  if (videoId === undefined)
    throw new CliError({
      code: "still_pending",
      message: `Task ${given} has no video yet, as far as this machine knows. Wait for it: \`${waitCommand([given], { type: undefined })}\`. Nothing was sent.`,
      details: { may_have_charged: "no" },
    });
  return { source: { video_id: videoId }, ...(seconds === undefined ? {} : { seconds }) };
}
