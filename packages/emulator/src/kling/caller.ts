import type { Refusal } from "./envelope.ts";

/** Who calls. */
export interface Caller {
  readonly account: string;
  /** Models that the key may use; undefined: all. */
  readonly models: readonly string[] | undefined;
  /** Name of the key in the console; ledgers can be filtered by it. Default `default`. */
  readonly keyName?: string | undefined;
}

export type CredentialResult = { readonly caller: Caller } | { readonly refusal: Refusal };
