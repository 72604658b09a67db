import { type Era, HIGGSFIELD_HOSTS, HIGGSFIELD_KEY_PAGE } from "@klingkit/spec/higgsfield";
import { ConfigError } from "../core/errors/config-error.ts";
import type { Call, ServiceProtocol } from "../core/service-protocol.ts";
import { authorizationOf, type HiggsfieldKey, secretsOf } from "./credentials.ts";
import { readHiggsfieldAnswer } from "./read-higgsfield-answer.ts";
import { HIGGSFIELD } from "./service-name.ts";

export interface HiggsfieldProtocolOptions {
  readonly key: HiggsfieldKey | undefined;
  readonly auth: "authorization" | "headers";
  readonly era: Era;
  readonly baseUrl: string;
}

/** How the core speaks with Higgsfield. Keys stay in this closure. */
export function createHiggsfieldProtocol({
  key,
  auth,
  era,
  baseUrl,
}: HiggsfieldProtocolOptions): ServiceProtocol {
  const authorization = key && authorizationOf(key, auth);
  return {
    service: HIGGSFIELD,
    baseUrl,
    secrets: key ? secretsOf(key) : [],
    authorize: (call) => authorization ?? Promise.reject(missingKey(call)),
    renew: undefined,
    read: (answer) => readHiggsfieldAnswer(answer, era.id),
    hints: { key: () => undefined, address: () => addressHint(baseUrl, era) },
    describeUnclear: (_, idempotencyKey) => describeUnclear(era, idempotencyKey),
  };
}

const missingKey = ({ id, method, path }: Call): ConfigError =>
  new ConfigError({
    option: "credentials",
    service: HIGGSFIELD,
    operationId: id,
    message: `${method} ${path} needs credentials and none were given. Set credentials (HF_CREDENTIALS=id:secret); make a key at ${HIGGSFIELD_KEY_PAGE}.`,
  });

/** Requests of one address may not exist at the other. @source DOC 2026-10 */
function addressHint(baseUrl: string, era: Era): string | undefined {
  const { hostname } = new URL(baseUrl);
  const usual = new URL(era.baseUrl).hostname;
  if (hostname === usual || !HIGGSFIELD_HOSTS.some((host) => host === hostname)) return undefined;
  return `The base URL is ${baseUrl}; the usual one is ${era.baseUrl}.`;
}

/** The service answers the same key with the first request; without keys nothing finds it. @source DOC 2026-09 */
function describeUnclear({ hasIdempotencyKeys }: Era, idempotencyKey: string | undefined): string {
  if (!hasIdempotencyKeys || idempotencyKey === undefined)
    return "A request may have been created. It has no Idempotency-Key, so it cannot be looked up. If you send it again, you may pay twice.";
  return `A request may have been created. To get it, send the same body and options again with the Idempotency-Key ${idempotencyKey}: the service returns the original request and charges nothing again.`;
}
