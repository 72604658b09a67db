import { createHash } from "node:crypto";
import type { MediaFacts, MediaFormat } from "@klingkit/spec";

/** What was sent or referred to, for plans and receipts. Holds no content, signature or credential. */
export interface MediaManifest extends MediaFacts {
  readonly name: string;
  readonly kind: "url" | "file";
  readonly sizeBytes?: number;
  /** Hex. */
  readonly sha256?: string;
  readonly format?: MediaFormat;
}

export interface PreparedMedia {
  /** URL, or bare base64 without the `data:` prefix: what the wire field takes. */
  readonly value: string;
  readonly manifest: MediaManifest;
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
