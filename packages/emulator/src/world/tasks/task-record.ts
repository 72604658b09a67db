import { extensionsOf, type ResultPlan, type SlateFacts } from "../../media/index.ts";
import type { Charge } from "../accounts/charge.ts";

/** Status as the emulator keeps it; the service's words are a matter of its renderings. */
export type TaskState = "submitted" | "processing" | "succeeded" | "failed" | "canceled";

/** Why a task failed, where a service has a word of its own for it. */
export type FailureReason = "moderation";

/** The planned transitions of a task. */
export interface TaskPlan {
  readonly kind: "time" | "reads" | "stuck";
  /** Moments of emulator time, Unix ms (kind `time`). */
  readonly processingAtMs: number;
  readonly endAtMs: number;
  /** Reads that are left until the end (kind `reads`). */
  readonly readsLeft: number;
  /** Ends as failed with this reason. */
  readonly failure?: string | undefined;
  readonly failureReason?: FailureReason | undefined;
  /** Waits for a slot: the moments of the plan are not set yet, and reads do not count. */
  readonly isWaiting?: boolean;
}

/** One task: plain JSON, and bounded in size whatever was sent. Only the task store writes to it. */
export interface TaskRecord {
  readonly id: string;
  readonly account: string;
  /** What chance is asked with: the same for the same create, whatever came before. */
  readonly seedKey: string;
  /** Family of the service's API that the task was made in. */
  readonly family: string;
  /** Group of operations that read the task. */
  readonly product: string;
  readonly operationId: string;
  readonly model: string;
  /** Concurrency is counted per pool: model version × pack type. */
  readonly pool: string;
  /** Slots of the pool that the task takes. */
  readonly weight: number;
  readonly externalTaskId: string | undefined;
  readonly callbackUrl: string | undefined;
  readonly hasWatermark: boolean;
  /** Beginning of the prompt, for the picture. */
  readonly prompt: string;
  /** What was given beside the prompt, in words, for the picture. Absent in tasks without inputs. */
  readonly inputNames?: readonly string[];
  /** What the picture shows beside words. Absent where there is nothing. */
  readonly slate?: SlateFacts;
  /** Input files by URL that are read while the task runs. */
  readonly inputUrls: readonly string[];
  /** URL of the image that the picture starts from, where it was given by URL. */
  readonly imageUrl: string | undefined;
  /** Whether the image was sent as data; its bytes are in the input images. */
  readonly hasImageBytes: boolean;
  /** What the service shows beside the ids, such as a parent: small JSON. */
  readonly info: Readonly<Record<string, unknown>>;
  /** What success costs: units, and the kind of pack that pays them. */
  readonly units: number;
  readonly unit: string;
  /** What was charged, in the order of the packs; absent until the task has succeeded. */
  readonly charges?: readonly Charge[];
  /** What ledgers of the service say of the task beside amounts: small JSON. */
  readonly ledgerInfo?: Readonly<Record<string, unknown>>;
  /** What the task makes, in the order of the response. */
  readonly results: readonly ResultPlan[];
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly status: TaskState;
  /** Reason of a failure, else empty. */
  readonly message: string;
  readonly failureReason?: FailureReason | undefined;
  readonly plan: TaskPlan;
  /** End of the files and their links, Unix ms; undefined until the task has succeeded. */
  readonly expiresAtMs: number | undefined;
  /** Results of which a file was served to its end, by index. */
  readonly deliveredResults: readonly number[];
  /** Results that the account has deleted from its library, by index; they stay in lists. */
  readonly deletedResults?: readonly number[];
}

export const isEnded = ({ status }: TaskRecord): boolean =>
  status === "succeeded" || status === "failed" || status === "canceled";

/** Whether every result that has files was served to its end at least once. */
export function isDelivered({ results, deliveredResults }: TaskRecord): boolean {
  const withFiles = results.filter((plan) => extensionsOf(plan).length > 0).length;
  return withFiles > 0 && deliveredResults.length === withFiles;
}

/** Whether the files and their links are gone. */
export const isExpired = ({ expiresAtMs }: TaskRecord, nowMs: number): boolean =>
  expiresAtMs !== undefined && nowMs >= expiresAtMs;
