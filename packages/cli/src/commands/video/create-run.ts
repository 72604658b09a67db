import type { VideoRequest } from "@klingkit/spec";
import type { CreateOptions } from "../../create/create-options.ts";
import { requireVideoUrl } from "../../create/media-slots.ts";
import {
  parseDuration,
  parseRatio,
  parseResolution,
  parseShots,
  splitList,
} from "../../create/parse-flags.ts";
import { dropUndefined, type RequestFields } from "../../create/request-fields.ts";
import { runCreate } from "../../create/run-create.ts";
import type { Deps } from "../../deps.ts";
import { usageError } from "../../errors/cli-error.ts";

export interface VideoCreateOptions extends CreateOptions {
  readonly firstFrame?: string;
  readonly lastFrame?: string;
  readonly refImage?: readonly string[];
  readonly element?: readonly string[];
  readonly refVideo?: string;
  readonly baseVideo?: string;
  readonly refExcludeSound?: boolean;
  readonly duration?: string;
  readonly aspectRatio?: string;
  readonly audio?: boolean;
  readonly multiShot?: boolean;
  readonly shot?: readonly string[];
}

export async function runVideoCreate(
  prompt: string | undefined,
  options: VideoCreateOptions,
  deps: Deps,
): Promise<void> {
  const fields = omniFields(options);
  const { firstFrame, lastFrame, refImage = [] } = options;
  const frame = { notFound: "frame_not_found", unreadable: "frame_read_error" } as const;
  const reference = { notFound: "ref_image_not_found", unreadable: "image_read_error" } as const;
  const slots = [
    ...(firstFrame === undefined ? [] : [{ flag: "--first-frame", input: firstFrame, ...frame }]),
    ...(lastFrame === undefined ? [] : [{ flag: "--last-frame", input: lastFrame, ...frame }]),
    ...refImage.map((input) => ({ flag: "--ref-image", input, ...reference })),
  ];
  const toRequest = (media: (input: string) => string): VideoRequest => ({
    ...fields,
    ...(firstFrame === undefined ? {} : { firstFrame: media(firstFrame) }),
    ...(lastFrame === undefined ? {} : { lastFrame: media(lastFrame) }),
    ...(refImage.length > 0 ? { references: refImage.map((input) => ({ image: media(input) })) } : {}),
  });
  const intent = {
    capability: "omni-video",
    isPromptRequired: options.shot === undefined,
    slots,
    toRequest,
  } as const;
  await runCreate(deps, options, { intent, prompt });
}

function omniFields(options: VideoCreateOptions): RequestFields {
  const { firstFrame, lastFrame, aspectRatio, baseVideo, audio, multiShot } = options;
  if (lastFrame !== undefined && firstFrame === undefined)
    throw usageError("last_frame_requires_first", "--last-frame: needs --first-frame as well.");
  if (aspectRatio !== undefined && (firstFrame !== undefined || baseVideo !== undefined)) {
    const other = firstFrame === undefined ? "--base-video" : "--first-frame";
    throw usageError(
      "invalid_ratio",
      `--aspect-ratio: ${other} decides the ratio. Leave one of them out. Nothing was sent.`,
    );
  }
  const elements = splitList(options.element).map((elementId) => ({ elementId }));
  return dropUndefined({
    durationSeconds: parseDuration(options.duration),
    aspectRatio: parseRatio(aspectRatio),
    resolution: parseResolution(options.resolution),
    audio: audio ? "native" : undefined,
    isMultiShot: multiShot,
    shots: parseShots(options.shot),
    elements: elements.length > 0 ? elements : undefined,
    video: inputVideo(options),
  });
}

function inputVideo({ refVideo, baseVideo, refExcludeSound }: VideoCreateOptions): VideoRequest["video"] {
  if (refVideo !== undefined && baseVideo !== undefined) {
    throw usageError(
      "conflicting_video_flags",
      "--ref-video and --base-video exclude each other: one video is either referred to or edited.",
    );
  }
  const base = requireVideoUrl("--base-video", baseVideo);
  const url = base ?? requireVideoUrl("--ref-video", refVideo);
  if (url === undefined) {
    if (refExcludeSound)
      throw usageError("conflicting_video_flags", "--ref-exclude-sound: there is no input video.");
    return undefined;
  }
  return { url, use: base === undefined ? "feature" : "base", keepsSound: !refExcludeSound };
}
