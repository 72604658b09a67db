import type { MayHaveCharged, OperationBase } from "@klingkit/spec/core";
import type { ApiError } from "./errors/api-error.ts";
import type { KlingkitErrorCode } from "./errors/klingkit-error.ts";
import type { RefusalReason } from "./errors/refusal-reason.ts";

/** What is needed of an operation to send it. */
export type Call = Pick<OperationBase, "id" | "method" | "path" | "effect" | "answer" | "family">;

/** The credential of one call. */
export interface Authorization {
  readonly headers: Readonly<Record<string, string>>;
  /** The values in them that must appear nowhere else. */
  readonly secrets: readonly string[];
}

/** An answer whose body is JSON. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly value: unknown;
}

/** An answer that says no. */
export interface Refusal {
  /** Chooses the error class. */
  readonly reason: RefusalReason;
  /** Code of the error, where it is not that of its class. */
  readonly code?: KlingkitErrorCode;
  /** The same request may succeed later. */
  readonly isRetryable: boolean;
  /** Whether a create that is answered so may have made a task. */
  readonly mayHaveCharged: MayHaveCharged;
  readonly serviceCode: number | string | undefined;
  /** The service's own words; empty where it has none. */
  readonly serviceMessage: string;
  /** What the code means. */
  readonly meaning?: string | undefined;
  /** What the caller can do. */
  readonly remedy?: string | undefined;
  readonly requestId: string | undefined;
  readonly data: unknown;
}

/** What an answer says. */
export type Reading =
  | { readonly kind: "data"; readonly data: unknown; readonly requestId: string | undefined }
  | { readonly kind: "refusal"; readonly refusal: Refusal }
  /** Not in the service's form; with the reason. */
  | { readonly kind: "unreadable"; readonly reason: string };

/** What the core asks of a service: everything that differs between two of them. */
export interface ServiceProtocol {
  /** Name of the service on errors, handles and tasks, such as `kling`. */
  readonly service: string;
  /** Where requests go to. */
  readonly baseUrl: string;
  /** Exact values that must not appear in errors and logs. */
  readonly secrets: readonly string[];
  /** The credential for a call, dated by the service's clock in Unix ms. Throws ConfigError when no key fits. */
  authorize(call: Call, serverNowMs: number): Authorization | Promise<Authorization>;
  /**
   * Whether a new credential will pass where this one was refused; the call is then sent once more, as nothing was done.
   * Undefined where credentials are never renewed.
   */
  readonly renew: ((call: Call, error: ApiError) => boolean) | undefined;
  read(answer: RawAnswer): Reading;
  /** What the caller has probably set wrong, in a sentence; undefined where nothing catches the eye. */
  readonly hints: {
    readonly key: () => string | undefined;
    readonly address: () => string | undefined;
  };
  /**
   * What to do about a call that may have been charged and had no clear answer, in full sentences: whether it can be looked
   * up, by what, and what sending it again would cost. `externalTaskId` is the caller's own id of it, where it has one.
   */
  describeUnclear(call: Call, externalTaskId: string | undefined): string;
}
