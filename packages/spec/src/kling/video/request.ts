import type { AspectRatio, AudioMode, Capability, Resolution, VideoUse } from "../facts/capability.ts";
import type { CameraFact } from "./facts.ts";

/** An image: http(s) URL or bare base64. */
export type ImageValue = string;

/**
 * A video as its maker thinks of it, free of any wire format.
 * In the prompt, `@name` stands for the item that carries `name`; the compiler writes what each family wants.
 */
export interface VideoRequest {
  readonly prompt?: string;
  /** At Kling, only the legacy family has such a field. */
  readonly negativePrompt?: string;
  /** Shots in order; whole seconds each, together the duration. Up to 6. */
  readonly shots?: readonly { readonly prompt: string; readonly durationSeconds: number }[];
  /** Lets the service split the prompt into shots. Ignored when `shots` are given. */
  readonly isMultiShot?: boolean;
  readonly firstFrame?: ImageValue;
  readonly lastFrame?: ImageValue;
  readonly references?: readonly { readonly image: ImageValue; readonly name?: string }[];
  /** One input video, http(s) URL: `feature` is referred to, `base` is edited. */
  readonly video?: {
    readonly url: string;
    readonly use: VideoUse;
    readonly name?: string;
    readonly keepsSound?: boolean;
  };
  readonly motion?: {
    readonly image: ImageValue;
    readonly videoUrl: string;
    readonly orientation: "image" | "video";
  };
  readonly elements?: readonly { readonly elementId: string; readonly name?: string }[];
  readonly voices?: readonly { readonly voiceId: string; readonly name?: string }[];
  /** Whole seconds. Default 5. */
  readonly durationSeconds?: number;
  /** Default 16:9; a first frame or an input video decides instead. */
  readonly aspectRatio?: AspectRatio;
  /** Default 720p (legacy omni: 1080p). */
  readonly resolution?: Resolution;
  /** Default off; motion control: original. */
  readonly audio?: AudioMode;
  /** Asks for a second, watermarked file. Default false. */
  readonly hasWatermark?: boolean;
  readonly callbackUrl?: string;
  /** Unique in the account; makes the create safe to repeat. */
  readonly externalTaskId?: string;
  /** How closely the prompt is followed, 0 to 1. At Kling, only the legacy family has such a field. */
  readonly cfgScale?: number;
  /** Like the masks, for the 1.x models only, which Kling no longer runs. */
  readonly camera?: CameraFact;
  readonly staticMask?: ImageValue;
  readonly dynamicMasks?: readonly {
    readonly mask: ImageValue;
    readonly points: readonly { readonly x: number; readonly y: number }[];
  }[];
}

/** Which capability a request needs. */
export function capabilityOf(request: VideoRequest): Capability {
  if (request.motion) return "motion-control";
  if (request.video || (request.references?.length ?? 0) > 0) return "omni-video";
  if (request.firstFrame !== undefined || request.lastFrame !== undefined) return "image-to-video";
  // Elements without a frame are an omni matter; with one, image-to-video takes them too.
  return (request.elements?.length ?? 0) > 0 ? "omni-video" : "text-to-video";
}

/** Capabilities that a request fits, best first. Omni models also make videos from text alone and from frames. @source DOC 2026-09 */
export function capabilitiesOf(request: VideoRequest): readonly Capability[] {
  const capability = capabilityOf(request);
  return capability === "text-to-video" || capability === "image-to-video"
    ? [capability, "omni-video"]
    : [capability];
}

/** Items of a request that the prompt can name, with the names that they get when the caller gave none. */
export interface NamedItems {
  readonly references: readonly string[];
  readonly elements: readonly string[];
  readonly voices: readonly string[];
  readonly video?: string;
}

/** Default names follow the documentation's samples: `image_1`, `element_1`, `voice_1`, `video_1`. */
export function nameItems(request: VideoRequest): NamedItems {
  const named = (list: readonly { readonly name?: string }[] | undefined, kind: string) =>
    (list ?? []).map(({ name }, at) => name ?? `${kind}_${at + 1}`);
  return {
    references: named(request.references, "image"),
    elements: named(request.elements, "element"),
    voices: named(request.voices, "voice"),
    ...(request.video ? { video: request.video.name ?? "video_1" } : {}),
  };
}
