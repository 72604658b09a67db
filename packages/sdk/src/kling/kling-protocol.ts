import type { Clock } from "../core/clock.ts";
import type { Call, ServiceProtocol } from "../core/service-protocol.ts";
import { readKlingAnswer } from "./answer/read-kling-answer.ts";
import { createAuth } from "./auth/auth.ts";
import type { Credentials } from "./auth/credentials.ts";
import { baseUrlHint } from "./auth/diagnose.ts";
import type { SignToken } from "./auth/sign-token.ts";
import { KLING } from "./service-name.ts";

export interface ProtocolOptions {
  readonly credentials: Credentials;
  readonly baseUrl: string;
  readonly clock: Clock;
  /** Absent in clients that take API keys only. */
  readonly signToken: SignToken | undefined;
}

/** How the core speaks with Kling. Keys stay in this closure. */
export function createKlingProtocol({
  credentials,
  baseUrl,
  clock,
  signToken,
}: ProtocolOptions): ServiceProtocol {
  const { apiKey, pair } = credentials;
  const auth = createAuth({ credentials, clock, signToken });
  return {
    service: KLING,
    secrets: [apiKey, pair?.accessKey, pair?.secretKey].filter((secret) => secret !== undefined),
    async authorize(call, serverNowMs) {
      const token = await auth.token(call, serverNowMs);
      return { headers: { authorization: `Bearer ${token}` }, secrets: [token] };
    },
    renew: auth.renew,
    read: readKlingAnswer,
    hints: { key: auth.hint, address: () => baseUrlHint(baseUrl) },
    describeUnclear,
  };
}

/** The service keeps the caller's id of a task, and answers to it; what answers at once has none. @source DOC, LIVE */
function describeUnclear({ method, path, answer }: Call, externalTaskId: string | undefined): string {
  if (answer === "now")
    return `You may have been charged. ${method} ${path} takes no external ID, so the call cannot be looked up. If you send it again, you may pay twice.`;
  const where =
    externalTaskId === undefined ? "look in the list of tasks" : `look up the external id ${externalTaskId}`;
  return `A task may have been created: ${where} before you try again.`;
}
