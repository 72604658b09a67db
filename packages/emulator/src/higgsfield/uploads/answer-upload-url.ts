import { isJsonObject } from "@klingkit/spec/core";
import { UPLOAD_TYPES, UPLOAD_URL_SECONDS } from "@klingkit/spec/higgsfield";
import type { Reply } from "../../server/call.ts";
import { refuse, refuseWith, reply } from "../envelope.ts";
import type { HiggsfieldState } from "../state.ts";
import { textOf } from "../texts.ts";

/** Hands out an address to upload to. @source DOC 2026-09 (file upload); the answer to other types is INF */
export async function answerUploadUrl(
  { era, settings, storage, store }: HiggsfieldState,
  text: string,
): Promise<Reply> {
  const contentType = contentTypeOf(text);
  const isKnown = UPLOAD_TYPES.some((type) => type === contentType);
  if (contentType === undefined || !isKnown) {
    return refuseWith(refuse(settings.switches.validationStatus, textOf("uploadTypeUnknown")));
  }
  const { publicUrl, uploadUrl, headers } = storage.grant(contentType, UPLOAD_URL_SECONDS);
  await store.saved();
  return reply(200, {
    public_url: publicUrl,
    upload_url: uploadUrl,
    ...(era.hasUploadHeaders ? { content_type: contentType, upload_headers: headers } : {}),
  });
}

function contentTypeOf(text: string): string | undefined {
  try {
    const body: unknown = JSON.parse(text);
    const type = isJsonObject(body) ? body["content_type"] : undefined;
    return typeof type === "string" ? type : undefined;
  } catch {
    // A body that cannot be read names no type.
    return undefined;
  }
}
