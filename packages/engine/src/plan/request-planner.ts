import type { ResultOutcome, VideoRequest } from "@klingkit/spec";
import type { PlanContext } from "../context/media-loader.ts";
import type { BatchMistake } from "./batch-mistake.ts";
import type { BatchFile } from "./batch-schema.ts";
import type { BatchItem } from "./expand-batch.ts";
import type { FilePlace } from "./file-place.ts";
import type { PlannedNeed } from "./needs.ts";
import type { PlannedJob } from "./plan.ts";

/** One job that a batch asks for, with what else its plan depends on. */
export interface RequestItem {
  readonly item: BatchItem;
  readonly batch: Pick<BatchFile, "output" | "strict" | "matrix">;
  /** 1-based place in the batch. */
  readonly index: number;
  readonly context: PlanContext;
  /** What other jobs of the batch make for it. Default: nothing. */
  readonly needs?: readonly PlannedNeed[];
  /** Length of the video among them, for prices. */
  readonly needSeconds?: number | undefined;
}

/** One job of a batch as far as it can be planned. */
export interface JudgedItem {
  readonly name: string;
  /** Number of its request among those of the batch, from 0. */
  readonly request: number;
  /** Absent where no route is known, not even by a near name of the model. With something in `found` it is good for its issues only. */
  readonly job?: PlannedJob;
  /** What it will make, as far as that is known. */
  readonly results?: readonly ResultOutcome[];
  /** What keeps it from being planned: no route, or images that cannot be read. */
  readonly found: readonly (Omit<BatchMistake, keyof FilePlace | "request" | "field"> & {
    readonly field: string;
  })[];
}

/** Turns requests into jobs of one service. */
export interface RequestPlanner {
  readonly service: string;
  /** The job for the route that fits best. */
  judge(item: RequestItem): Promise<JudgedItem>;
  /** The job for each route that is for such a request, those with issues among them. */
  offers(item: RequestItem): Promise<readonly PlannedJob[]>;
}

/** What of an item is the request itself. */
export function requestOf({ item }: Pick<RequestItem, "item">): VideoRequest {
  const {
    name,
    model,
    family,
    service,
    output,
    inputVideoSeconds,
    request,
    operation,
    body,
    isKept,
    defaulted,
    ...own
  } = item;
  return own;
}

/** What a planned job keeps beside its request. */
export const extrasOf = ({ item: { output, ...item }, batch, needs = [], needSeconds }: RequestItem) => ({
  ...withSeconds(item.inputVideoSeconds ?? needSeconds),
  ...(needs.length === 0 ? {} : { needs }),
  ...(output === undefined && batch.output === undefined ? {} : { output: output ?? batch.output ?? "" }),
  ...(batch.strict ? { strict: true as const } : {}),
});

const withSeconds = (inputVideoSeconds: number | undefined) =>
  inputVideoSeconds === undefined ? {} : { inputVideoSeconds };
