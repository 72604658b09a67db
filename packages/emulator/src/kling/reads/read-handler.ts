import type { ReadOperation } from "@klingkit/spec";
import type { Account } from "../../world/accounts/account.ts";
import type { Refusal } from "../envelope.ts";
import type { KlingState } from "../state.ts";

export interface ReadCall {
  readonly account: Account;
  readonly operation: ReadOperation;
  /** `{id}` of the path, decoded; empty where the path has none. */
  readonly id: string;
  /** Query string without `?`. */
  readonly search: string;
  readonly readText: () => Promise<string>;
}

/** `data` is JSON text. */
export type ReadResult = { readonly data: string } | { readonly refusal: Refusal };
export type ReadHandler = (state: KlingState, call: ReadCall) => ReadResult | Promise<ReadResult>;
