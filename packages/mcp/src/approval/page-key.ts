import type { ServerContext } from "@modelcontextprotocol/server";
import { createRequestStateCodec } from "@modelcontextprotocol/server";

/** Keys that a page brings along: made when the page is read, and good for the caller that read it. */
export interface PageKeys {
  make(ctx: ServerContext): Promise<string>;
  isGood(key: string, ctx: ServerContext): Promise<boolean>;
}

/** A page may stay open for a while; the question that it answers is open for ten minutes. */
const VALID_SECONDS = 86_400;
const PURPOSE = "page";

export function createPageKeys(key: Uint8Array, callerOf: (ctx: ServerContext) => string): PageKeys {
  const codec = createRequestStateCodec<string>({
    key,
    ttlSeconds: VALID_SECONDS,
    bind: (ctx) => `${PURPOSE} ${callerOf(ctx)}`,
  });
  return {
    make: (ctx) => codec.mint(PURPOSE, ctx),
    isGood: (given, ctx) =>
      codec.verify(given, ctx).then(
        (purpose) => purpose === PURPOSE,
        // Not one of ours, of another caller, or too old.
        () => false,
      ),
  };
}
