import { parseRetryAfter } from "../../core/retry-after.ts";
import type { PartIdentity } from "./part-name.ts";

/** What to do with an answer. */
export type ResponsePlan =
  | {
      readonly kind: "start";
      readonly totalBytes: number | undefined;
      readonly validator: string | undefined;
    }
  | { readonly kind: "continue" }
  /** Every byte is already in the part. */
  | { readonly kind: "complete" }
  /** The part is of another file, or the answer does not fit: begin again without it. */
  | { readonly kind: "restart"; readonly reason: string }
  /** The link is no longer good. */
  | { readonly kind: "expired" }
  | { readonly kind: "retry"; readonly retryAfterMs: number | undefined }
  | { readonly kind: "refuse" };

/** The part that the request asked to continue. */
export interface ResumedPart {
  readonly identity: PartIdentity;
  /** First byte that was asked for; some bytes before the end of the part, to compare them. */
  readonly fromByte: number;
  readonly sizeBytes: number;
}

const EXPIRED: readonly number[] = [401, 403, 404, 410];
const TRANSIENT: readonly number[] = [408, 425, 429];

/** What an answer means for the part that was asked to be continued, if any. */
export function planResponse(
  response: Pick<Response, "status" | "headers">,
  part: ResumedPart | undefined,
  nowMs: number,
): ResponsePlan {
  const { status } = response;
  if (status === 200) return planStart(response.headers);
  if (status === 206) return planContinue(response.headers, part);
  if (status === 416 && part) return planOutOfRange(response.headers, part);
  if (EXPIRED.includes(status)) return { kind: "expired" };
  if (TRANSIENT.includes(status) || status >= 500) {
    return { kind: "retry", retryAfterMs: parseRetryAfter(response.headers.get("retry-after"), nowMs) };
  }
  return { kind: "refuse" };
}

function planStart(headers: Headers): ResponsePlan {
  const encoding = headers.get("content-encoding") ?? "identity";
  // Length and ranges of an encoded body count its encoded bytes, not the ones that arrive here.
  if (encoding !== "identity") return { kind: "start", totalBytes: undefined, validator: undefined };
  return { kind: "start", totalBytes: parseLength(headers), validator: strongValidator(headers) };
}

function planContinue(headers: Headers, part: ResumedPart | undefined): ResponsePlan {
  const match = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/.exec(headers.get("content-range") ?? "");
  if (!part || !match) return { kind: "restart", reason: "a range was answered that nobody asked for" };
  const totalBytes = match[3] === "*" ? part.identity.totalBytes : Number(match[3]);
  if (Number(match[1]) !== part.fromByte || totalBytes !== part.identity.totalBytes) {
    return { kind: "restart", reason: "the answered range does not continue the part" };
  }
  // A server that knows Range but not If-Range answers 206 for a file that has changed, or for another one.
  const isTag = part.identity.validator?.startsWith('"') ?? false;
  if (headers.get(isTag ? "etag" : "last-modified") !== part.identity.validator) {
    return { kind: "restart", reason: "the file has changed at the server" };
  }
  return { kind: "continue" };
}

function planOutOfRange(headers: Headers, part: ResumedPart): ResponsePlan {
  const total = /^bytes \*\/(\d{1,15})$/.exec(headers.get("content-range") ?? "")?.[1];
  const isWhole = total !== undefined && Number(total) === part.sizeBytes;
  if (isWhole && part.sizeBytes === (part.identity.totalBytes ?? part.sizeBytes)) return { kind: "complete" };
  return { kind: "restart", reason: "the part is longer than the file" };
}

/** ETag unless weak, else Last-Modified: what `If-Range` may carry. */
function strongValidator(headers: Headers): string | undefined {
  const etag = headers.get("etag");
  if (etag?.startsWith('"')) return etag;
  return headers.get("last-modified") ?? undefined;
}

function parseLength(headers: Headers): number | undefined {
  const text = headers.get("content-length");
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
