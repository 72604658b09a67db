import type { CollectedFile } from "@klingkit/engine";

export interface SeenTask {
  readonly taskId: string;
  /** Its key at the service, by which a job whose answer was lost is found. */
  readonly externalTaskId?: string | undefined;
}

export interface RecordInput {
  /** Tasks that were seen at their end. */
  readonly tasks: readonly SeenTask[];
  /** Where the result of the only task was put. */
  readonly file?: CollectedFile;
}
