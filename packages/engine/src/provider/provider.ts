import type { ResultFormat, ResultKind, Unit } from "@klingkit/spec";

/** What a provider may know of a create before it is sent. */
export interface PlannedCreate {
  /** Absent in plans from before operations were named: that of the route. */
  readonly operation?: string;
  readonly routeId: string;
  readonly model: string;
  /** Exact payload; a local file stands as `media:sha256:…`. */
  readonly payload: unknown;
}

/** One create, ready to leave. */
export interface Submission {
  readonly routeId: string;
  readonly model: string;
  /** Operation whose body it is. Absent in plans from before operations were named: that of the route. */
  readonly operation?: string;
  /** Exact body; a service that takes key and callback address in the body has them in their places. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly externalId: string;
  /** Where the service is to report changes, for services that take it elsewhere than in the body. */
  readonly callbackUrl?: string;
  /** The caller wants the model although the service has retired it. */
  readonly allowsRetired: boolean;
}

/** What came back from the only POST. */
export type SubmitAnswer =
  | {
      readonly kind: "accepted";
      readonly taskId: string;
      readonly requestId?: string;
      /** It was complete when it was answered: an earlier send under the key made it. */
      readonly isEarlier?: true;
      /** The task itself, where the operation answers at once: it has ended. */
      readonly task?: TaskView;
    }
  | ({ readonly kind: "refused" } & Refusal)
  /** The key is taken: a task of ours exists. */
  | ({ readonly kind: "duplicate" } & Doubt)
  /** The key was used with another request: there is one, and no send under the key buys anything. */
  | ({ readonly kind: "mismatch" } & Doubt)
  /** Nobody can tell from this answer whether a task was made. */
  | ({ readonly kind: "unclear" } & Doubt);

/** An answer that does not tell whether a task was made. */
interface Doubt {
  readonly message: string;
  /** Code of the client's error; absent where the error has none. */
  readonly code?: string;
}

/** A clear no: no task was made and nothing was charged. */
export interface Refusal {
  /** `later`: the same request may pass; `slot`: the account's slots are taken; `rate`: too many requests; `unreachable`: nothing was sent, because there was no connection; `stop`: a person must act; `never`: this request will not pass. */
  readonly remedy: "later" | "slot" | "rate" | "unreachable" | "stop" | "never";
  readonly code: string;
  /** The service's own code for it: a number at Kling. */
  readonly serviceCode?: number | string;
  readonly message: string;
  readonly retryAfterMs?: number;
  readonly requestId?: string;
}

/** Where a task is found again. */
export interface TaskRef {
  readonly routeId: string;
  readonly externalId: string;
  readonly taskId?: string;
  readonly createdAtMs?: number;
}

/** A file that a task made, or an entry of a library of the service that has none. */
export interface TaskFile {
  readonly kind: ResultKind;
  /** The service's id of the result, which other requests name it by. */
  readonly id?: string;
  /** What the account calls it. */
  readonly name?: string;
  /** There is nothing to download. */
  readonly hasNoFile?: true;
  /** Absent where the service gives none now. */
  readonly url?: string;
  readonly format?: ResultFormat;
  /** The same result as the file before it, in another format. */
  readonly isOtherFormat?: true;
  /** When the link ends. */
  readonly expiresAtMs?: number;
}

/** A task as it was read. */
export interface TaskView {
  readonly taskId: string;
  /** Key that the record shows, where it shows one. */
  readonly externalId?: string;
  /** `canceled`: it never ran, and nothing is charged. */
  readonly status: "waiting" | "succeeded" | "failed" | "canceled";
  /** The service's own word; one that nobody knows is `waiting`. */
  readonly rawStatus: string;
  /** It waits at the service, which has not begun to work on it. */
  readonly isQueued?: true;
  readonly message: string;
  /** The content policy refused the input or the result. */
  readonly isContentPolicy?: true;
  /** Link of the first result. */
  readonly url?: string;
  /** The service's id of the first result. */
  readonly resultId?: string;
  /** All files, where there is anything else than one video; each format of a sound is a file. */
  readonly files?: readonly TaskFile[];
  /** What the service reports as charged, in units, as it came: any number. */
  readonly units?: number;
  /** What it was charged in, where the service reports it or charges in one unit only. */
  readonly unit?: Unit;
  readonly createdAtMs?: number;
  readonly updatedAtMs?: number;
  /** Until when the service keeps the files, where it says so for this task. */
  readonly filesUntilMs?: number;
}

/** What became of the wish to cancel a task. */
export type CancelAnswer =
  /** The service takes it; a read shows how the task ended. */
  | { readonly kind: "accepted" }
  /** It has begun or ended. */
  | { readonly kind: "too-late"; readonly message: string }
  | { readonly kind: "error"; readonly message: string };

export type ReadAnswer =
  | { readonly kind: "found"; readonly task: TaskView }
  | { readonly kind: "absent" }
  /** Older than the service keeps tasks, or gone for the reason of the message. */
  | { readonly kind: "expired"; readonly message?: string }
  /** The read failed: it says nothing about the task. */
  | ({ readonly kind: "error" } & ReadFailure);

export interface ReadFailure {
  readonly message: string;
  /** Of the client's error, such as `KLINGKIT_AUTHENTICATION`. */
  readonly code?: string;
  readonly serviceCode?: number | string;
  readonly retryAfterMs?: number;
}

export interface CallContext {
  readonly signal?: AbortSignal;
  readonly timeoutMs: number;
}

/** A file being uploaded to a service. */
export interface UploadFile {
  readonly bytes: Uint8Array;
  /** Such as `image/png`. */
  readonly contentType: string;
}

/** How a create whose response was lost is resolved. */
export type Recovery = "lookup" | "replay" | "none";

/** The service behind the engine. Only `submit` spends, and it sends at most one request. */
export interface Provider {
  readonly name: string;
  /** Names the account without telling a key; quotas and keys are counted by it. */
  readonly account: string;
  /**
   * What the same account is called by its key, and by keys that it had before, where `account` is a name that the user gave it:
   * `rememberEarlierAccounts`. What was bought under these counts as bought by the account: it is continued, and not bought again.
   */
  readonly earlierAccounts?: readonly string[] | undefined;
  /** Where its requests go, for people. */
  readonly address?: string;
  /** How many times faster than ours the clock of the service runs. Default 1. */
  readonly timeScale?: number;
  /** The service's time when ours is `nowMs`, where it shows it; Unix ms. Its files end by that one. Default: ours. */
  serviceNowMs?(nowMs: number): Promise<number | undefined>;
  /** False for the emulator: then no approval is asked for, unless the caller wants one. */
  readonly spendsMoney: boolean;
  /** Origins beside public https that results come from, such as an emulator's. Default: none. */
  readonly resultOrigins?: readonly string[];
  /** Tasks that one read can ask for. */
  readonly readBatchSize: number;
  /** After this time a read by key sees every task that was made. */
  readonly settleMs: number;
  /** A task that is absent for longer than this after it was made will not come back. Until then its job is read on. */
  readonly retentionMs: number;
  /**
   * Files of a task are kept for so long after it was made, where the task itself does not say. Default: `retentionMs`. The record
   * of an old task may be kept longer than its files, and an emulator keeps files as its service does.
   */
  readonly filesKeptMs?: number;
  /** The key of a create that is replayed is remembered for so long. Default: `retentionMs`. */
  readonly keysKeptMs?: number;
  /** What to say of such a task. */
  readonly goneMessage: string;
  poolOf(planned: PlannedCreate): { readonly pool: string; readonly weight: number };
  /** Usual time from accepted to done in ms. */
  expectedMs(planned: Pick<PlannedCreate, "model">): number;
  submit(submission: Submission, context: CallContext): Promise<SubmitAnswer>;
  /**
   * How a create whose answer was lost is found out about: `lookup` by its key; `replay`, where the same create under the same
   * key is answered with the task of the first; or `none` where there is no key, and a person decides. Default `lookup`.
   */
  recoveryOf?(routeId: string): Recovery;
  /** False where an operation answers at once and its task is never found again: its links are those of the answer. Default true. */
  isReadable?(routeId: string): boolean;
  /** Looks a task up by its key. Not called where a create is replayed. */
  lookup(ref: TaskRef, context: CallContext): Promise<ReadAnswer>;
  /**
   * What a task costs whose price follows the length of its video, by that length; `atLeast` and `atMost` differ where the length
   * is near the next second. Undefined for one that is priced before it is bought. Absent where tasks report their charge.
   */
  chargeOfLength?(
    planned: PlannedCreate,
    seconds: number,
  ): { readonly atLeast: number; readonly atMost: number } | undefined;
  /** Cancels a task that waits at the service. Absent where the service has no such call. */
  cancel?(ref: TaskRef, context: CallContext): Promise<CancelAnswer>;
  /** Keeps a file at the service and tells the address that creates name it by. Costs nothing. Absent where files travel in the body. */
  upload?(file: UploadFile, context: CallContext): Promise<{ readonly url: string }>;
  /** An upload is named in new creates for so long; default: `retentionMs`. */
  readonly uploadsKeptMs?: number;
  /** What is appended to the engine's callback address, so that callbacks of this service are told apart. Default: nothing. */
  readonly callbackPath?: string;
  /** Reads up to `readBatchSize` tasks; one answer per ref, in their order. */
  read(refs: readonly TaskRef[], context: CallContext): Promise<readonly ReadAnswer[]>;
}
