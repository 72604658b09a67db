import type { CollectedFile } from "../context/collector.ts";
import type { BudgetRefusal } from "../context/spend-limits.ts";
import type { Refusal } from "../provider/provider.ts";
import type { ApprovalWay } from "../store/approval-way.ts";
import type { Rung } from "../store/rung.ts";

/** A task and the key under which it was bought; absent where the service knows no key. */
interface Bought {
  readonly taskId: string;
  readonly externalId?: string;
}

/** Nobody can tell from the answer whether something was bought under the key. */
interface Unclear {
  readonly message: string;
  readonly externalId?: string;
}

interface Ended {
  readonly taskId: string;
  /** What was charged, in units. */
  readonly units: number;
  readonly message?: string;
  /** The content policy refused the input or the result. */
  readonly isContentPolicy?: true;
}

/** An event about all jobs of a pool: an account's creates for one model. */
interface PoolNews {
  readonly account: string;
  readonly pool: string;
}

/** What can happen, and what each event tells. */
export interface EventData {
  readonly "plan-approved": {
    readonly approvalId: string;
    readonly by: string;
    readonly planHash: string;
    readonly kind: "person" | "policy";
    readonly via: ApprovalWay;
    /** How an agent's server got the answer, and the program that relayed it. */
    readonly rung?: Rung;
    readonly client?: string;
  };
  readonly "job-planned": {
    readonly name: string;
    readonly planHash: string;
    /** What is bought although it is probably not what was meant; absent where there is nothing. */
    readonly warnings?: readonly string[];
  };
  readonly "job-approved": { readonly approvalId?: string };
  /** With a task: it waited at the service. With a parent: it takes a result of that job, which ended badly. */
  readonly "job-canceled": { readonly taskId?: string; readonly parentId?: string };
  readonly "job-over-budget": BudgetRefusal;
  /** The intent is on record; `send` counts the sends of this key from 1, without those whose process died before an answer. */
  readonly "job-submitting": {
    readonly externalId?: string;
    readonly send: number;
    readonly payloadHash: string;
  };
  readonly "job-accepted": Bought;
  /** Found by its key after an unclear answer, or named by a person. */
  readonly "job-adopted": Bought;
  readonly "job-answer-unclear": Unclear;
  readonly "job-answer-duplicate": Unclear;
  /** A clear no that may pass later. */
  readonly "job-refused": Refusal;
  /** A clear no for good. */
  readonly "job-rejected": Pick<Refusal, "code" | "message"> & Partial<Refusal>;
  readonly "job-unknown": Unclear;
  /** A call without a key is sent once more after its response was lost, as a policy allows; the first one counts as charged. */
  readonly "job-pays-again": { readonly units: number };
  readonly "job-reviewed": { readonly by: string };
  /** The service's own word for where the task stands has changed. */
  readonly "job-status": { readonly rawStatus: string; readonly isQueued?: true };
  /** Several reads in a row told nothing about the task; tries go on. */
  readonly "job-reads-fail": { readonly message: string };
  /** Several tries to fetch the file failed; they go on. */
  readonly "job-download-fails": { readonly message: string };
  readonly "job-succeeded": Ended;
  readonly "job-failed": Ended;
  /** The service reported a charge that cannot be one; `units` were booked instead. */
  readonly "job-charge-doubted": { readonly reported: string; readonly units: number };
  readonly "job-expired": {
    readonly message: string;
    /** Who gave the file up before its time at the service was over. */
    readonly by?: string;
  };
  /**
   * `others`: the further files of a task with several results. `startedAtMs`: when the download that ended now began (Unix ms).
   * `seconds` and `units`: what was booked by the length of the file, where the service reports no charge. Empty where what it made
   * has no file.
   */
  readonly "job-collected": Partial<CollectedFile> & {
    readonly others?: readonly CollectedFile[];
    readonly startedAtMs?: number;
    readonly seconds?: number;
    readonly units?: number;
  };
  /** Another job was told to write its file under the path of this one's, which got a name of its own before. */
  readonly "job-file-renamed": { readonly filePath: string; readonly newPath: string };
  /** The file is no longer where it was put, and is fetched again. */
  readonly "job-file-gone": { readonly filePath: string };
  /**
   * The service no longer has it either: the job stays collected, without its file on this machine. `units`: what the service
   * charges since it took the task back.
   */
  readonly "job-file-lost": {
    readonly filePath: string;
    readonly message: string;
    readonly units?: number;
  };
  /** The service takes no create of the pool now; one is tried at `nextTryAtMs` (Unix ms). */
  readonly "pool-waits": PoolNews & {
    /** `slots`: other clients have them; `rate`: too many requests; `unreachable`: no connection, and nothing was sent. */
    readonly why: "slots" | "rate" | "unreachable";
    readonly message: string;
    readonly nextTryAtMs: number;
  };
  /** Nothing more is sent in the pool; without `nextTryAtMs` only a person resumes it. */
  readonly "pool-stopped": PoolNews & {
    readonly code: string;
    readonly message: string;
    readonly nextTryAtMs?: number;
  };
  /** The service takes creates of the pool again. */
  readonly "pool-resumed": PoolNews;
}

export type EventKind = keyof EventData;

/** An event's name with what belongs to it. */
export type EventFacts = {
  readonly [Kind in EventKind]: { readonly kind: Kind; readonly data: EventData[Kind] };
}[EventKind];
