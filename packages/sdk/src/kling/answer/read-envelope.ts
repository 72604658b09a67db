import { isJsonObject } from "@klingkit/spec";

/** What surrounds the data of every answer. */
export interface ReadEnvelope {
  readonly code: number;
  readonly message: string | undefined;
  readonly requestId: string | undefined;
  readonly data: unknown;
}

/**
 * Spec's `envelope`, read by hand because every answer passes here; a test holds the two against each other.
 * Undefined when there is no code, or a text is none.
 */
export function readEnvelope(value: unknown): ReadEnvelope | undefined {
  if (!isJsonObject(value)) return undefined;
  const code = codeOf(value["code"]);
  const message = value["message"] ?? undefined;
  const requestId = value["request_id"] ?? undefined;
  if (code === undefined || !isTextOrNone(message) || !isTextOrNone(requestId)) return undefined;
  return { code, message, requestId, data: value["data"] };
}

/** Some gateways spell the code as text. */
function codeOf(code: unknown): number | undefined {
  if (typeof code === "string" && /^\d+$/.test(code)) return Number(code);
  return typeof code === "number" && Number.isFinite(code) ? code : undefined;
}

const isTextOrNone = (value: unknown): value is string | undefined =>
  value === undefined || typeof value === "string";
