import type { Clock } from "../core/clock.ts";
import type { Call, ServiceProtocol } from "../core/service-protocol.ts";
import { readKlingAnswer } from "./answer/read-kling-answer.ts";
import { createAuth } from "./auth/auth.ts";
import type { Credentials } from "./auth/credentials.ts";
import { baseUrlHint } from "./auth/diagnose.ts";
import type { MakeTokens } from "./auth/tokens.ts";
import { NO_LOOK_UP } from "./no-look-up.ts";
import { KLING } from "./service-name.ts";

export interface ProtocolOptions {
  readonly credentials: Credentials;
  readonly baseUrl: string;
  readonly clock: Clock;
  /** Absent in clients that take API keys only. */
  readonly makeTokens: MakeTokens | undefined;
}

/** How the core speaks with Kling. Keys stay in this closure. */
export function createKlingProtocol({
  credentials,
  baseUrl,
  clock,
  makeTokens,
}: ProtocolOptions): ServiceProtocol {
  const { apiKey, pair } = credentials;
  const auth = createAuth({ credentials, clock, makeTokens });
  return {
    service: KLING,
    baseUrl,
    secrets: [apiKey, pair?.accessKey, pair?.secretKey].filter((secret) => secret !== undefined),
    authorize: auth.authorize,
    renew: auth.renew,
    read: readKlingAnswer,
    hints: { key: auth.hint, address: () => baseUrlHint(baseUrl) },
    describeUnclear,
  };
}

/** The service keeps the caller's id of a task, and answers to it; what answers at once has none. @source DOC, LIVE */
function describeUnclear({ answer }: Call, externalTaskId: string | undefined): string {
  if (answer === "now") return `You may have been charged. ${NO_LOOK_UP}`;
  const where =
    externalTaskId === undefined ? "look in the list of tasks" : `look up the external id ${externalTaskId}`;
  return `A task may have been created: ${where} before you try again.`;
}
