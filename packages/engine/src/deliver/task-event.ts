import type { TaskEventType, Unit } from "@klingkit/spec";
import { requireObjects } from "../arguments/require-arguments.ts";
import type { JobState } from "../store/job-state.ts";

/** Something that happened to a task, as receivers get it. `docs/guides/webhooks.md` documents every field. */
export interface TaskEvent {
  /** The same whenever the event is sent again: what was seen once may be ignored. */
  readonly id: string;
  readonly type: TaskEventType;
  /** When it happened, ISO 8601. */
  readonly createdAt: string;
  readonly data: {
    readonly job: TaskEventJob;
    readonly task: TaskEventTask;
    /** Of `task.succeeded` and `task.downloaded`, as the store knows them when the event is sent; empty for other types. */
    readonly results: readonly TaskEventResult[];
    readonly money: TaskEventMoney;
    /** Why there are no results; absent where there is nothing to explain. */
    readonly error?: { readonly code?: string; readonly message: string };
  };
}

interface TaskEventJob {
  readonly id: string;
  readonly batchId: string;
  readonly name: string;
  readonly purpose: string;
  /** State that the event led to, or that the job was in where the event changed none. */
  readonly state: JobState;
  /** The key under which the task was bought; absent where the service knows none. */
  readonly externalId?: string;
  /** The job that this one replaces; absent for none. */
  readonly retryOf?: string;
}

interface TaskEventTask {
  /** The service's id; null where there is no task. */
  readonly id: string | null;
  /** `kling` or `higgsfield`. */
  readonly service: string;
  readonly route: string;
  readonly model: string;
  /** The service's own word; null before it was first read. */
  readonly status: string | null;
}

export interface TaskEventResult {
  /** From 0, in the order of the service. */
  readonly number: number;
  readonly kind: string;
  /** The service's id of it. */
  readonly id?: string;
  /** Link, until the file is downloaded. Anyone who has it can read the file. */
  readonly url?: string;
  /** When the link ends, ISO 8601. */
  readonly urlExpiresAt?: string;
  /** Once it is downloaded. */
  readonly filePath?: string;
  readonly sizeBytes?: number;
  readonly sha256?: string;
}

/** Amounts at the time of sending, in one unit. */
interface TaskEventMoney {
  readonly unit: Unit;
  /** The most that it was expected to cost; null where no price is listed. */
  readonly estimated: number | null;
  readonly charged: number;
  /** Reserved, because it may still be charged. */
  readonly held: number;
}

/** Links let anybody read a result: they stay out of terminals and logs. */
export function withoutLinks(event: TaskEvent): TaskEvent {
  requireObjects("withoutLinks", { event });
  const results = event.data.results.map(({ url: _, ...result }) => result);
  return { ...event, data: { ...event.data, results } };
}
