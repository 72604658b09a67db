import type { Engine, Job, JobClient, JobQuery, PlanContext, PlanPreview } from "@klingkit/engine";

/** Time as the server sees it; tests replace it. */
export interface Clock {
  nowMs(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** What a server stands on. It opens no store, holds no key and runs no job: all three are the caller's. */
export interface McpServerOptions {
  /** Buys and reads; start it, or run a worker, so that jobs advance. */
  readonly engine: Engine;
  /** Of the same store. */
  readonly jobClient: JobClient;
  /** Reads the files that requests name. */
  readonly planContext: PlanContext;
  /** Folder that paths of files start from, and that none may leave. Absolute. */
  readonly mediaFolder: string;
  /**
   * Command with which a person approves a plan, for where nothing else can. `isUnpriced`: nobody knows the price of something in it.
   * Default `kling approve HASH`, with `--max-units any` where it is.
   */
  readonly approveCommand?: (planHash: string, isUnpriced: boolean) => string;
  /** Page on which a person approves a plan, for programs that open one. Default: none. */
  readonly studioUrl?: (planHash: string) => string;
  /** What a person must know before a plan is bought, such as that a replaced key has bought it before: part of the plan and of the question. Default: nothing. */
  readonly warningsOf?: (preview: PlanPreview) => readonly string[];
  /** Jobs in the states of the query, and those that need a person; with it, `list_jobs` takes the state `needs-you`. Default: it does not. */
  readonly jobsForPerson?: (query: JobQuery & { readonly limit: number }) => Promise<readonly Job[]>;
  /** Signs what travels through the client between a question and its answer: 32 bytes or more, the same in every process that may get the answer. Default: random, of this process. */
  readonly stateKey?: Uint8Array;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

/** Options with every default filled in. */
export type ServerDeps = Required<Omit<McpServerOptions, Optional>> & Pick<McpServerOptions, Optional>;

/** Without them, a server does less. */
type Optional = "studioUrl" | "jobsForPerson";
