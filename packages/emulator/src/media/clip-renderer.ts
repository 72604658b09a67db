import type { Caption } from "./caption.ts";
import { composeLook } from "./compose-look.ts";
import type { Composition, LaterPart, VideoTiming } from "./compose-picture.ts";
import { decodeImage } from "./decode-image.ts";
import { encodeJpeg } from "./encode-image.ts";
import { encodeVideo } from "./encode-video.ts";
import type { Sound } from "./frame-at.ts";
import { MAX_SIDE_PX, MIN_SIDE_PX } from "./layout.ts";
import type { Look } from "./look.ts";
import { muxClip } from "./mux.ts";
import { MAX_PICTURES_PER_IDR } from "./parameter-sets.ts";
import { aacClicks } from "./slate/clicks.ts";
import type { SlateStart } from "./slate/plan-slate.ts";
import { toneFrames } from "./tone.ts";

export interface ClipRequest {
  /** Size of the visible picture in pixels. Even numbers, 192–8192, as far as H.264 has a level for them. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** Length in seconds; the clip has round(seconds × frames per second) frames, 1–16384. */
  readonly durationSeconds: number;
  /** Frames per second. Default 24, 1–60. */
  readonly framesPerSecond?: number;
  readonly hasAudio: boolean;
  /** Chooses landscape, colours and motion: the same request gives the same bytes. */
  readonly seed: string;
  /** Drawn into the clip. */
  readonly caption: Caption;
  /** First frame given by the user (JPEG or PNG bytes): shown moving. If unreadable, the caption says so. */
  readonly image?: Uint8Array;
  /** Last frame given by the user beside `image`: a slate shows it in its second half. */
  readonly lastImage?: Uint8Array;
}

/** Makes the files that a finished task points to. */
export interface ClipRenderer {
  readonly name: string;
  /** An MP4 file (H.264, and AAC if the request has audio). Throws RangeError for sizes that cannot be encoded. */
  renderVideo(request: ClipRequest): Promise<Uint8Array>;
  /** The first frame as a JPEG file, its longer side at most 1280 pixels. */
  renderCover(request: ClipRequest): Promise<Uint8Array>;
}

const DEFAULT_FRAMES_PER_SECOND = 24;
const MAX_FRAMES_PER_SECOND = 60;
/** Longer side of a cover in pixels. INF: the service's own cover size is not documented. */
const MAX_COVER_SIDE_PX = 1280;

export interface ClipRendererOptions {
  /** Default `slate`. */
  readonly look?: Look | undefined;
}

/** The built-in renderer: needs nothing but this process and keeps no state. */
export function createClipRenderer({ look = "slate" }: ClipRendererOptions = {}): ClipRenderer {
  const compose = (request: ClipRequest) => composeRequest(request, look);
  return {
    name: "built-in",
    async renderVideo(request) {
      const timing = checkRequest(request);
      const { widthPx, heightPx, hasAudio, seed } = request;
      const video = await encodeVideo(compose(request), timing, laterPart(request, timing, look));
      const sound = hasAudio ? SOUND[look](seed) : undefined;
      return muxClip({ video, widthPx, heightPx, sound, framesPerSecond: timing.framesPerSecond });
    },
    async renderCover(request) {
      checkRequest(request);
      return encodeJpeg(compose(coverRequest(request)));
    },
  };
}

function checkRequest({ widthPx, heightPx, durationSeconds, framesPerSecond }: ClipRequest) {
  for (const sidePx of [widthPx, heightPx]) {
    if (sidePx % 2 !== 0 || !(sidePx >= MIN_SIDE_PX && sidePx <= MAX_SIDE_PX)) {
      throw new RangeError(
        `clip of ${widthPx}x${heightPx}: sides must be even, ${MIN_SIDE_PX} to ${MAX_SIDE_PX}`,
      );
    }
  }
  const rate = framesPerSecond ?? DEFAULT_FRAMES_PER_SECOND;
  if (!(rate >= 1 && rate <= MAX_FRAMES_PER_SECOND)) {
    throw new RangeError(`clip with ${rate} frames per second: must be 1 to ${MAX_FRAMES_PER_SECOND}`);
  }
  const frameCount = Math.round(durationSeconds * rate);
  if (!(frameCount >= 1 && frameCount <= MAX_PICTURES_PER_IDR)) {
    throw new RangeError(`clip of ${durationSeconds} s: must have 1 to ${MAX_PICTURES_PER_IDR} frames`);
  }
  return { framesPerSecond: rate, frameCount };
}

const SOUND: Readonly<Record<Look, (seed: string) => Sound>> = {
  slate: aacClicks,
  scenery: () => toneFrames,
  plain: aacClicks,
};

/** The last frame's picture from the full second on that is nearest to the middle. */
function laterPart(request: ClipRequest, timing: VideoTiming, look: Look): LaterPart | undefined {
  const { image, lastImage } = request;
  if (look === "scenery" || lastImage === undefined || image === undefined) return undefined;
  // A picture that cannot be read has another layout.
  if (decodeImage(lastImage) === undefined || decodeImage(image) === undefined) return undefined;
  const secondFrames = Math.round(timing.framesPerSecond);
  const fromFrame = Math.ceil(timing.frameCount / 2 / secondFrames) * secondFrames;
  if (fromFrame >= timing.frameCount) return undefined;
  const start = { frame: fromFrame, frameCount: timing.frameCount };
  return { fromFrame, composition: composeRequest({ ...request, image: lastImage }, look, start) };
}

function composeRequest(request: ClipRequest, look: Look, start?: SlateStart): Composition {
  const image = request.image === undefined ? undefined : decodeImage(request.image);
  const isUnreadable = request.image !== undefined && image === undefined;
  return composeLook(look, {
    ...request,
    framesPerSecond: request.framesPerSecond ?? DEFAULT_FRAMES_PER_SECOND,
    image,
    start,
    note: isUnreadable ? "given image not readable" : undefined,
  });
}

/** The request at the cover's size. The layout follows the size, so a small cover looks like the large clip. */
function coverRequest(request: ClipRequest): ClipRequest {
  const scale = Math.min(1, MAX_COVER_SIDE_PX / Math.max(request.widthPx, request.heightPx));
  const toEven = (sidePx: number) => Math.max(MIN_SIDE_PX, 2 * Math.round((sidePx * scale) / 2));
  return { ...request, widthPx: toEven(request.widthPx), heightPx: toEven(request.heightPx) };
}
