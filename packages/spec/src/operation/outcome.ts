/** What a finished task can hold. */
export type ResultKind = "video" | "image" | "audio" | "voice" | "element" | "subtitle";

/** Formats in which an audio result is offered. */
export type AudioFormat = "mp3" | "wav";

/** Formats of a subtitle result. */
export type SubtitleFormat = "srt" | "ass";

/** Formats of results that come in more than one, or in one that their kind does not tell. */
export type ResultFormat = AudioFormat | SubtitleFormat;

/** One result that a request will bring. A property that is not known before the input was seen is absent. */
export interface ResultOutcome {
  readonly kind: ResultKind;
  /** Length of videos and sounds. */
  readonly seconds?: number;
  /** Width to height, such as `16:9`. */
  readonly aspectRatio?: string;
  /** `720p`, `1080p`, `4k` of videos; `1k`, `2k`, `4k` of images. */
  readonly resolution?: string;
  /** Whether a video has a sound track. */
  readonly hasSound?: boolean;
  /** The sound track is that of the input video. Only known of Higgsfield; at Kling the audio mode of the request tells. */
  readonly keepsSound?: true;
  /** Formats of one sound, each under a link of its own, or the one format of subtitles. */
  readonly formats?: readonly ResultFormat[];
  /** What the service calls it, where that is not its kind: `product_image`, `model_images`. */
  readonly type?: string;
  /** How the service lists it, where there is more than one way: alone, as a member of a series, or as a view of a set of views. */
  readonly listed?: "single" | "series" | "views";
  /** Number of the series or set that it belongs to, from 0. */
  readonly group?: number;
  /** Sides in sides of the input image, where its size follows the input. */
  readonly scale?: { readonly width: number; readonly height: number };
  /** Which part of the input it shows. */
  readonly segment?: string;
  /** The service may find several of these, each a result of its own; how many is not known before. */
  readonly mayBeSeveral?: true;
}

/** What a request will bring and occupy; a pure function of its body. */
export interface Outcome {
  /** In the order in which the service lists them; the most that there can be. */
  readonly results: readonly ResultOutcome[];
  /** The fewest results, where the service decides how many it makes. */
  readonly leastResults?: number;
  /** Slots of the account's limit of concurrent tasks that the request holds until it ends; 0 where the answer comes at once. */
  readonly slots: number;
  /** Which limit that is; requests with the same pool share it. */
  readonly pool: string;
}
