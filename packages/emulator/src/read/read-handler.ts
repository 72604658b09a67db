import type { ReadOperation } from "@klingkit/spec";
import type { EmulatorState } from "../emulator-state.ts";
import type { Account } from "../store/account.ts";
import type { Refusal } from "../wire/envelope.ts";

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
export type ReadHandler = (state: EmulatorState, call: ReadCall) => ReadResult | Promise<ReadResult>;
