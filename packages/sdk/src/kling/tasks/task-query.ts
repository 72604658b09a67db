import type { ReadOperation } from "@klingkit/spec";

/** A read of many tasks by their ids. */
export interface TaskQuery {
  readonly operation: ReadOperation;
  readonly maxIds: number;
}
