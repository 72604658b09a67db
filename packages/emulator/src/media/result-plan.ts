/** What a finished result is: enough to render its files at any time, the same bytes every time. */
export type ResultPlan = (
  | VideoPlan
  | ImagePlan
  | AudioPlan
  | VoicePlan
  | ElementPlan
  | SubtitlePlan
  | DataPlan
) & {
  /** What the service calls it, where that is not its kind. */
  readonly type?: string;
};
export type ResultKind = ResultPlan["kind"];

export interface VideoPlan {
  readonly kind: "video";
  readonly widthPx: number;
  readonly heightPx: number;
  readonly durationSeconds: number;
  readonly hasAudio: boolean;
  /** The editing session that it was made in. */
  readonly sessionId?: string;
}

export interface ImagePlan {
  readonly kind: "image";
  readonly widthPx: number;
  readonly heightPx: number;
  readonly format: "png" | "jpg";
  /** How the service lists it. Absent: in the one list that there is. */
  readonly listed?: "single" | "series" | "views";
  /** Number of the series or set that it belongs to. */
  readonly group?: number;
  /** Part of the input that it shows. */
  readonly segment?: string;
}

export interface AudioPlan {
  readonly kind: "audio";
  /** The files that it comes as. */
  readonly formats: readonly ("mp3" | "wav")[];
  readonly durationSeconds: number;
  /** A text that is read aloud; its clicks are double ones. */
  readonly isSpeech?: true;
}

/** An entry of a library of voices; its file is a sample. */
export interface VoicePlan {
  readonly kind: "voice";
  readonly name: string;
  /** Id of the account that made it, or a name of the service. */
  readonly ownedBy: string;
  /** Length of the sample. */
  readonly durationSeconds: number;
  /** It was taken from the video of the element before it, which shows it. */
  readonly isOfElement?: true;
}

/** An entry of a library of elements, which has no file. */
export interface ElementPlan {
  readonly kind: "element";
  /** Default: the id of the result. */
  readonly id?: string;
  readonly name: string;
  readonly description: string;
  readonly ownedBy: string;
  readonly isOfVideo: boolean;
  /** Inputs that were given by URL. */
  readonly frontalImage?: string;
  readonly referImages: readonly string[];
  readonly referVideos: readonly string[];
  readonly tagIds: readonly string[];
  /** The voice that it was given, as it was then. */
  readonly voice?: BoundVoice;
}

export interface BoundVoice {
  readonly id: string;
  readonly name?: string | undefined;
  readonly trialUrl?: string | undefined;
  readonly ownedBy?: string | undefined;
}

/** A file of JSON, such as the masks of a video. */
export interface DataPlan {
  readonly kind: "data";
  readonly text: string;
}

export interface SubtitlePlan {
  readonly kind: "subtitle";
  readonly format: "srt" | "ass";
  /** Length of the video that they belong to. */
  readonly durationSeconds: number;
}

export type FileExtension = "mp4" | "png" | "jpg" | "mp3" | "wav" | "srt" | "ass" | "json";

export const CONTENT_TYPES: Readonly<Record<FileExtension, string>> = {
  mp4: "video/mp4",
  png: "image/png",
  jpg: "image/jpeg",
  mp3: "audio/mpeg",
  wav: "audio/wav",
  srt: "application/x-subrip; charset=utf-8",
  ass: "text/x-ssa; charset=utf-8",
  json: "application/json",
};

/** The files that a result has. */
export function extensionsOf(plan: ResultPlan): readonly FileExtension[] {
  switch (plan.kind) {
    case "video":
      return ["mp4"];
    case "data":
      return ["json"];
    case "image":
    case "subtitle":
      return [plan.format];
    case "audio":
      return plan.formats;
    case "voice":
      return ["mp3"];
    case "element":
      return [];
  }
}
