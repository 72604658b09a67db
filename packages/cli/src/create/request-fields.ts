import type { VideoRequest } from "@klingkit/spec";

/** Fields of a request whose value may be undefined. */
type Loose = { readonly [Key in keyof VideoRequest]?: VideoRequest[Key] | undefined };
export type RequestFields = VideoRequest;

/** Leaves undefined fields out, as `exactOptionalPropertyTypes` wants it. */
export function dropUndefined(fields: Loose): RequestFields {
  // The cast is safe: only entries with a value are kept, so no field holds undefined.
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as VideoRequest;
}
