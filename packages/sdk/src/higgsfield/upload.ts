import { isJsonObject, isPublicHostname, type JsonObject, notSupported } from "@klingkit/spec/core";
import { UPLOAD_TYPES, type UploadType, uploadUrl } from "@klingkit/spec/higgsfield";
import { startDeadline } from "../core/deadline.ts";
import { ConfigError } from "../core/errors/config-error.ts";
import { createCallError } from "../core/errors/create-call-error.ts";
import { ResponseError } from "../core/errors/response-error.ts";
import type { CallOptions } from "../core/send.ts";
import type { Call } from "../core/service-protocol.ts";
import type { HiggsfieldCore } from "./higgsfield-core.ts";
import { HIGGSFIELD } from "./service-name.ts";

export interface UploadInput extends CallOptions {
  readonly bytes: Uint8Array<ArrayBuffer> | Blob;
  /** Such as `image/png`; the same type is announced and sent. */
  readonly contentType: UploadType;
}

export interface Uploaded {
  /** Goes into fields such as `image_url`. */
  readonly url: string;
}

/** The second step of an upload, to the storage that the service names. */
const PUT: Call = {
  id: "files/put",
  method: "PUT",
  path: "to the storage of Higgsfield",
  effect: "writes",
  answer: "now",
  family: "requests",
};

/** Asks for an address and puts the file there, with every header that was named and without credentials. Free; sent once. */
export async function uploadFile(
  core: HiggsfieldCore,
  { bytes, contentType, signal, timeoutMs }: UploadInput,
): Promise<Uploaded> {
  if (!UPLOAD_TYPES.includes(contentType))
    throw new ConfigError({
      option: "contentType",
      service: HIGGSFIELD,
      message: `contentType: ${notSupported(contentType, UPLOAD_TYPES)} Nothing was sent.`,
    });
  const body = { content_type: contentType };
  const { data, requestId } = await core.send(uploadUrl, { body, signal, timeoutMs });
  const target = readTarget(core, data, contentType, requestId);
  await put(core, target, { bytes, contentType, signal, timeoutMs });
  return { url: target.publicUrl };
}

interface Target {
  readonly publicUrl: string;
  readonly uploadUrl: string;
  readonly headers: Readonly<Record<string, string>>;
}

function readTarget(
  core: HiggsfieldCore,
  data: unknown,
  contentType: string,
  requestId: string | undefined,
): Target {
  const found: JsonObject = isJsonObject(data) ? data : {};
  const [publicUrl, address] = [found["public_url"], found["upload_url"]];
  if (isAllowed(core, publicUrl) && isAllowed(core, address))
    return { publicUrl, uploadUrl: address, headers: headersOf(found["upload_headers"], contentType) };
  throw new ResponseError({
    message: `POST ${uploadUrl.path}: the response has no usable address to upload to. The file was not sent.`,
    isRetryable: false,
    mayHaveCharged: "no",
    service: HIGGSFIELD,
    operationId: uploadUrl.id,
    requestId,
  });
}

/** https to a public host; beside a service of this machine or network, also what stands there. */
function isAllowed({ isLocalService }: HiggsfieldCore, address: unknown): address is string {
  if (typeof address !== "string" || !URL.canParse(address)) return false;
  const { protocol, hostname, username, password } = new URL(address);
  if (username !== "" || password !== "") return false;
  if (isPublicHostname(hostname)) return protocol === "https:";
  return isLocalService && /^https?:$/.test(protocol);
}

/** Era A named no headers; the content type is always sent. */
function headersOf(named: unknown, contentType: string): Readonly<Record<string, string>> {
  const texts = Object.entries(isJsonObject(named) ? named : {}).flatMap(([name, value]) =>
    typeof value === "string" ? [[name.toLowerCase(), value] as const] : [],
  );
  return { "content-type": contentType, ...Object.fromEntries(texts) };
}

async function put(core: HiggsfieldCore, target: Target, input: UploadInput): Promise<void> {
  const startedAtMs = core.clock.nowMs();
  const deadline = startDeadline(input.timeoutMs ?? core.timeoutMs, input.signal);
  try {
    const response = await deadline.hold(() =>
      core.fetch(target.uploadUrl, {
        method: PUT.method,
        headers: target.headers,
        body: input.bytes,
        redirect: "manual",
        signal: deadline.signal,
      }),
    );
    await response.body?.cancel();
    if (!response.ok) throw refused(response.status);
  } catch (cause) {
    if (ResponseError.isInstance(cause)) throw cause;
    const exchange = { operation: PUT, input: {}, protocol: core.protocol, nowMs: startedAtMs };
    const ending = { isTimeout: deadline.isOver(), isAborted: input.signal?.aborted === true };
    throw createCallError({
      exchange,
      phase: "request",
      elapsedMs: core.clock.nowMs() - startedAtMs,
      cause,
      ...ending,
    });
  } finally {
    deadline.stop();
  }
}

const refused = (status: number): ResponseError =>
  new ResponseError({
    message: `The upload was refused by the storage: HTTP ${status}. Nothing was charged. Upload the file again: an address works for an hour, with all of its headers.`,
    isRetryable: status >= 500,
    mayHaveCharged: "no",
    status,
    service: HIGGSFIELD,
    operationId: PUT.id,
  });
