import type { Capability, KnownTaskStatus } from "@klingkit/spec";

/** What the finished file is. */
export interface TaskVideoPlan {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly durationSeconds: number;
  readonly hasAudio: boolean;
}

/** How the task will go on. */
export interface TaskPlan {
  readonly kind: "time" | "reads" | "stuck";
  /** Moments of emulator time, Unix ms (kind `time`). */
  readonly processingAtMs: number;
  readonly endAtMs: number;
  /** Reads that are left until the end (kind `reads`). */
  readonly readsLeft: number;
  /** Ends as failed with this reason. */
  readonly failure?: string | undefined;
}

/** One task: plain JSON, and bounded in size whatever was sent. Only the task store writes to it. */
export interface TaskRecord {
  readonly id: string;
  readonly account: string;
  /** What chance is asked with: the same for the same create, whatever came before. */
  readonly seedKey: string;
  readonly family: "legacy" | "standard";
  readonly product: string;
  readonly capability: Capability;
  readonly operationId: string;
  readonly model: string;
  /** Concurrency is counted per pool: model version × pack type. */
  readonly pool: string;
  readonly externalTaskId: string | undefined;
  readonly callbackUrl: string | undefined;
  readonly hasWatermark: boolean;
  /** Beginning of the prompt, for the picture. */
  readonly prompt: string;
  /** Input files by URL that are looked at while the task runs. */
  readonly inputUrls: readonly string[];
  /** URL of the image that the picture starts from, where it was given by URL. */
  readonly imageUrl: string | undefined;
  /** Whether the image was sent as data; its bytes lie in the image shelf. */
  readonly hasImageBytes: boolean;
  /** Units that success costs. */
  readonly units: number;
  readonly video: TaskVideoPlan;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly status: KnownTaskStatus;
  /** Reason of a failure, else empty. */
  readonly message: string;
  readonly plan: TaskPlan;
  /** The file was served to its end at least once. */
  readonly isDelivered: boolean;
}

export const isEnded = ({ status }: TaskRecord): boolean => status === "succeeded" || status === "failed";
