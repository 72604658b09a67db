import type { Estimate, TaskStatus, Warning } from "@klingkit/spec";

/** Product of a task whose create path is not known; only `GET /tasks` can read it. */
export const UNKNOWN_PRODUCT = "unknown";

/** All that is needed to find a task again. Plain JSON: store it, and any process can resume. One of the two ids is present. */
export interface TaskHandle {
  readonly taskId?: string;
  readonly externalTaskId?: string;
  readonly family: "legacy" | "standard";
  /** `text2video` … for legacy, the capability (`text-to-video` …) for standard. */
  readonly product: string;
  readonly model?: string;
  readonly createdAtMs?: number;
}

/** A task that the service has just accepted. */
export interface CreatedTask extends TaskHandle {
  readonly taskId: string;
  readonly status: TaskStatus;
  readonly rawStatus: string;
  readonly requestId?: string;
  /** What it costs if it succeeds. */
  readonly estimate: Estimate;
  /** What was accepted but is probably not what you want; empty where nothing was noticed. */
  readonly warnings: readonly Warning[];
  /** Route that `videos` chose, such as `v1/text2video:kling-v3`; its model is in `model`. */
  readonly routeId?: string;
}

export interface TaskVideo {
  readonly id?: string;
  /** Signed link, valid for 30 days at most. */
  readonly url?: string;
  readonly watermarkUrl?: string;
  readonly coverUrl?: string;
  readonly durationSeconds?: number;
  /** Duration as the service spelt it. */
  readonly durationText?: string;
}

export interface TaskAudio {
  readonly id?: string;
  readonly mp3Url?: string;
  readonly wavUrl?: string;
  readonly mp3DurationSeconds?: number;
  readonly wavDurationSeconds?: number;
}

/** What a task cost, as the service reports it; decimal strings. */
export interface TaskBilling {
  readonly units?: string;
  /** Money taken. */
  readonly quota?: string;
  readonly listPrice?: string;
  readonly entries: readonly object[];
}

/** Coarse state of a task: `submitted` and `processing` both count as processing. @source seed 002 */
export type TaskPhase = "processing" | "completed" | "failed" | "unknown";

/** A task as it was read. */
export interface TaskSnapshot extends TaskHandle {
  readonly taskId: string;
  readonly status: TaskStatus;
  /** The service's own word. */
  readonly rawStatus: string;
  readonly phase: TaskPhase;
  /** Reason of a failure; empty otherwise. */
  readonly message: string;
  readonly updatedAtMs?: number;
  /** Empty until the task succeeded, and when the service forgot the link. */
  readonly videos: readonly TaskVideo[];
  readonly audios: readonly TaskAudio[];
  readonly billing: TaskBilling;
  readonly raw: unknown;
}
