import type {
  Estimate,
  ResultFormat,
  ResultKind,
  SubtitleFormat,
  TaskStatus,
  Warning,
} from "@klingkit/spec/core";

/** Product of a task whose create path is not known; only `GET /tasks` can read it. */
export const UNKNOWN_PRODUCT = "unknown";

/** All that is needed to find a task again. Plain JSON: store it, and any process can resume. One of the two ids is present. */
export interface TaskHandle {
  readonly taskId?: string;
  readonly externalTaskId?: string;
  /** The service that has the task. Absent in handles that were stored before there were two: `kling`. */
  readonly service?: string;
  /** Which set of paths of the service the task belongs to: `legacy`, `standard` or `solutions` at Kling. */
  readonly family: string;
  /** What made it: `text2video` … for `legacy`, the capability (`text-to-video` …) for `standard`. */
  readonly product: string;
  readonly model?: string;
  readonly createdAtMs?: number;
}

/** A task that the service has just accepted. */
export interface CreatedTask extends TaskHandle {
  readonly taskId: string;
  readonly service: string;
  readonly status: TaskStatus;
  readonly rawStatus: string;
  readonly requestId?: string;
  /** What it costs if it succeeds. */
  readonly estimate: Estimate;
  /** What was accepted but is probably not what you want; empty where nothing was noticed. */
  readonly warnings: readonly Warning[];
  /** Route that `videos` chose, such as `v1/text2video:kling-v3`; its model is in `model`. */
  readonly routeId?: string;
  /** Present where the operation answers at once: the task has ended. */
  readonly task?: TaskSnapshot;
}

/** An operation that answers at once: the task has ended with the answer. */
export interface AnsweredTask extends CreatedTask {
  readonly task: TaskSnapshot;
}

export interface TaskVideo {
  readonly id?: string;
  /** Signed link, valid for 30 days at most. */
  readonly url?: string;
  readonly watermarkUrl?: string;
  readonly coverUrl?: string;
  /** What the service calls it, where it says more than "video": `product_video`, `subbed_video`. */
  readonly name?: string;
  readonly durationSeconds?: number;
  /** Duration as the service spelt it. */
  readonly durationText?: string;
}

export interface TaskImage {
  /** Place in the service's list, from 0. */
  readonly index: number;
  /** Id of the face that it shows, which lip sync takes; other images have none. */
  readonly id?: string;
  /** When the face is seen in its video, in ms; the end is exclusive (INF). */
  readonly startMs?: number;
  readonly endMs?: number;
  /** Number of the series or set of views that it belongs to, from 0. */
  readonly group?: number;
  /** Part of the input that it shows, such as `face_seg`. */
  readonly segment?: string;
  /** What the service calls it, where it says more than "image": `product_image`. */
  readonly name?: string;
  /** Signed link, valid for 30 days at most. */
  readonly url?: string;
  readonly watermarkUrl?: string;
}

export interface TaskAudio {
  readonly id?: string;
  readonly mp3Url?: string;
  readonly wavUrl?: string;
  readonly mp3DurationSeconds?: number;
  readonly wavDurationSeconds?: number;
}

/** Subtitles of a video, in one format. */
export interface TaskSubtitle {
  readonly format: SubtitleFormat;
  /** Signed link, valid for 30 days at most. */
  readonly url?: string;
}

/** A voice of the library. */
export interface TaskVoice {
  /** What `voice_list`, `contents[]` and elements take. */
  readonly id: string;
  readonly name?: string;
  /** Link to a sample of it. */
  readonly trialUrl?: string;
  /** `kling` for official ones, else the id of the account that made it. */
  readonly ownedBy?: string;
  /** Deleted voices stay in lists; only `/tasks` says so. */
  readonly isDeleted?: true;
}

/** An element of a library. */
export interface TaskElement {
  /** Text, although it comes as a number: it may exceed 2^53. */
  readonly id: string;
  readonly name?: string;
  readonly description?: string;
  /** What it was made of. */
  readonly referenceType?: "image" | "video";
  /** Absent where it has none; a video element may lack one although its video has speech. */
  readonly voice?: TaskVoice;
  readonly ownedBy?: string;
  /** Deleted elements stay in lists. */
  readonly isDeleted?: true;
}

/** A file of a result. */
export interface ResultLink {
  readonly url: string;
  /** `mp3`, `wav`: the formats of one sound; `srt`, `ass` of subtitles; absent where the kind has one format. */
  readonly format?: ResultFormat;
  /** Absent: the result itself. */
  readonly variant?: "watermark" | "cover";
}

/** One thing that a task made, whatever it is. */
export interface TaskResult {
  readonly kind: ResultKind;
  /** The service's id of the result, which other operations take. */
  readonly id?: string;
  /** What it is called, where results have names: voices, elements, and parts of a solution such as `product_image`. */
  readonly name?: string;
  readonly links: readonly ResultLink[];
  readonly durationSeconds?: number;
  /** Number of the series or set of views that it belongs to, from 0. */
  readonly group?: number;
  /** Part of the input that it shows, such as `face_seg`. */
  readonly segment?: string;
  /** When the service deletes the files, Unix ms; absent where it does not say. */
  readonly expiresAtMs?: number;
}

/** What a task cost, as the service reports it; decimal strings. */
export interface TaskBilling {
  readonly units?: string;
  /** Money taken. */
  readonly quota?: string;
  readonly listPrice?: string;
  readonly entries: readonly object[];
}

/** Coarse state of a task: `submitted` and `processing` both count as processing. */
export type TaskPhase = "processing" | "completed" | "failed" | "canceled" | "unknown";

/** A task as it was read. */
export interface TaskSnapshot extends TaskHandle {
  readonly taskId: string;
  readonly service: string;
  readonly status: TaskStatus;
  /** The service's own word. */
  readonly rawStatus: string;
  readonly phase: TaskPhase;
  /** Reason of a failure; empty otherwise. */
  readonly message: string;
  /** Present where the content policy refused the input or the result. */
  readonly isContentPolicy?: true;
  readonly updatedAtMs?: number;
  /** Empty until the task succeeded, and when the service forgot the link. */
  readonly videos: readonly TaskVideo[];
  readonly images: readonly TaskImage[];
  readonly audios: readonly TaskAudio[];
  readonly subtitles: readonly TaskSubtitle[];
  readonly voices: readonly TaskVoice[];
  readonly elements: readonly TaskElement[];
  /**
   * All of them: videos, then images, sounds, subtitles, voices, elements. A result whose link is not known yet has no links;
   * an element never has one.
   */
  readonly results: readonly TaskResult[];
  readonly billing: TaskBilling;
  readonly raw: unknown;
}
