import type { Refusal } from "./envelope.ts";

/** Who calls. */
export interface Caller {
  readonly account: string;
  /** Models that the key may use; undefined: all. */
  readonly models: readonly string[] | undefined;
}

export type CredentialResult = { readonly caller: Caller } | { readonly refusal: Refusal };
