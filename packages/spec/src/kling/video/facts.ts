import type { ItemFact, RequestFacts } from "../../operation/operation.ts";
import type { AspectRatio, AudioMode, Resolution, VideoUse } from "../facts/capability.ts";

export interface ShotFact {
  readonly index: number;
  readonly prompt: string;
  readonly durationSeconds: number;
  readonly path: string;
}

export interface CameraFact {
  readonly type: string;
  readonly config?: Readonly<Record<string, number>> | undefined;
}

/** Fields that rules talk about; each family says where they are on the wire. */
export type FactName =
  | "model"
  | "prompt"
  | "negativePrompt"
  | "duration"
  | "resolution"
  | "aspectRatio"
  | "audio"
  | "multiShot"
  | "shots"
  | "shotType"
  | "firstFrame"
  | "lastFrame"
  | "referenceImages"
  | "elements"
  | "voices"
  | "video"
  | "motionImage"
  | "motionVideo"
  | "orientation"
  | "cfgScale"
  | "cameraControl"
  | "staticMask"
  | "dynamicMasks"
  | "callbackUrl"
  | "externalTaskId";

export type FactPaths = Readonly<Record<FactName, string>>;

/**
 * What a video request asks for, whatever its family: the common ground of rules, prices, pictures and both renderings.
 * Defaults of the row are filled in; `asked` lists the fields that the caller really sent.
 */
export interface VideoFacts extends RequestFacts {
  readonly model: string;
  readonly prompt: string | undefined;
  /** Wire path of the prompt, or of the place where it would stand. */
  readonly promptPath: string;
  readonly negativePrompt: string | undefined;
  /** Whole seconds; undefined where the output follows an input video (motion control, edits). */
  readonly durationSeconds: number | undefined;
  readonly resolution: Resolution;
  readonly aspectRatio: AspectRatio | undefined;
  readonly audio: AudioMode;
  readonly isMultiShot: boolean;
  readonly shotType: string | undefined;
  readonly shots: readonly ShotFact[];
  readonly firstFrame: ItemFact | undefined;
  readonly lastFrame: ItemFact | undefined;
  readonly referenceImages: readonly ItemFact[];
  readonly elements: readonly ItemFact[];
  readonly voices: readonly ItemFact[];
  readonly videos: readonly (ItemFact & { readonly use: VideoUse; readonly keepsSound?: boolean })[];
  readonly motionImage: ItemFact | undefined;
  readonly motionVideo: ItemFact | undefined;
  readonly orientation: "image" | "video" | undefined;
  readonly cfgScale: number | undefined;
  readonly camera: CameraFact | undefined;
  readonly staticMask: ItemFact | undefined;
  readonly dynamicMasks: readonly (ItemFact & { readonly points: number })[];
  readonly hasWatermark: boolean;
  readonly callbackUrl: string | undefined;
  readonly externalTaskId: string | undefined;
  readonly asked: ReadonlySet<FactName>;
}
