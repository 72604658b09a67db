import { usageError } from "../errors/cli-error.ts";

export interface ClientOptions {
  readonly forClient?: boolean;
  readonly withPrompts?: boolean;
}

/** What a page for a client shows beside clips; undefined for the page of the producer. */
export interface ClientView {
  readonly hasPrompts: boolean;
}

/** Throws `conflicting_flags`. */
export function readClientView({ forClient, withPrompts = false }: ClientOptions): ClientView | undefined {
  if (forClient) return { hasPrompts: withPrompts };
  if (withPrompts)
    throw usageError(
      "conflicting_flags",
      "--with-prompts belongs to --for-client: any other report shows the prompts. Nothing was written.",
    );
  return undefined;
}
