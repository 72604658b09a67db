import type { RequestFacts, WriteOperation } from "@klingkit/spec";
import type { Account } from "../../world/accounts/account.ts";
import type { Refusal } from "../envelope.ts";
import type { KlingState } from "../state.ts";

/** A write whose body has passed its rules. */
export interface WriteCall {
  readonly account: Account;
  readonly operation: WriteOperation;
  /** As it came, parsed. */
  readonly body: unknown;
  readonly facts: RequestFacts;
}

/** `data` is JSON text; undefined leaves it out of the answer. */
export type WriteResult = { readonly data: string | undefined } | { readonly refusal: Refusal };

/** What a write does. It saves what it changes through `state.store`. */
export type WriteHandler = (state: KlingState, call: WriteCall) => WriteResult;
