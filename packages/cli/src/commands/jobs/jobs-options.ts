import type { EngineCommandOptions } from "../../jobs/with-engine.ts";
import type { StoreOptions } from "../../session/store-address.ts";
import type { OutputOptions } from "../../terminal/output.ts";
import type { RunOptions } from "../run/run-options.ts";

export interface JobsOptions extends OutputOptions, StoreOptions {
  readonly state?: string;
  readonly batch?: string;
  readonly limit: string;
}

export interface JobOptions extends OutputOptions, StoreOptions {}

export interface CancelOptions extends OutputOptions, EngineCommandOptions {}

export interface JobShowOptions extends JobOptions {
  readonly all?: boolean;
  /** Shows pictures of its files. */
  readonly preview?: boolean;
}

export interface RetryOptions extends RunOptions {
  /** Retries jobs of this batch, with `failed`. */
  readonly batch?: string;
  readonly failed?: boolean;
}

export interface AdoptOptions extends RunOptions {
  readonly type?: string;
  readonly external?: boolean;
  readonly output?: string;
}

export interface ReviewOptions extends JobOptions {
  readonly notBought?: boolean;
  readonly gone?: boolean;
  readonly by?: string;
}
