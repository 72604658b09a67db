import { KLING_KEY_PAGE } from "@klingkit/spec";
import type { Clock } from "../../core/clock.ts";
import { ConfigError } from "../../core/errors/config-error.ts";
import type { Authorization, Call, ServiceProtocol } from "../../core/service-protocol.ts";
import { KLING } from "../service-name.ts";
import type { Credentials } from "./credentials.ts";
import { credentialHint } from "./diagnose.ts";
import type { MakeTokens } from "./tokens.ts";

export interface Auth {
  /** The credential for a call, dated by the service's clock. Throws ConfigError when no key fits. */
  readonly authorize: ServiceProtocol["authorize"];
  /** Whether a new credential will pass where this one was refused. Undefined for an API key. */
  readonly renew: ServiceProtocol["renew"];
  /** What is probably wrong with the key, after it was refused. */
  hint(): string | undefined;
}

export interface AuthOptions {
  readonly credentials: Credentials;
  readonly clock: Clock;
  /** Absent in clients that take API keys only. */
  readonly makeTokens: MakeTokens | undefined;
}

const bearer = (token: string): Authorization => ({
  headers: { authorization: `Bearer ${token}` },
  secrets: [token],
});

/** Chooses the bearer value: the API key wherever there is one. Keys stay in this closure. */
export function createAuth({ credentials, clock, makeTokens }: AuthOptions): Auth {
  const { apiKey, pair } = credentials;
  // The same for every call.
  const fixed = apiKey === undefined ? undefined : bearer(apiKey);
  const tokens = fixed ? undefined : pair && makeTokens?.(pair);
  async function sign(call: Call, serverNowMs: number): Promise<Authorization> {
    if (!pair) throw missingKey(call);
    const token = await tokens?.token(call, serverNowMs);
    if (token === undefined) throw needsApiKey(call);
    return bearer(token);
  }
  return {
    authorize: fixed ? () => fixed : sign,
    renew: tokens?.renew,
    hint: () => (apiKey === undefined ? tokens?.hint() : credentialHint(apiKey, clock.nowMs())),
  };
}

const keyError = ({ id, method, path }: Call, problem: string): ConfigError =>
  new ConfigError({
    option: "apiKey",
    service: KLING,
    operationId: id,
    message: `${method} ${path} ${problem} Set apiKey (KLING_API_KEY); make one at ${KLING_KEY_PAGE}.`,
  });

const missingKey = (call: Call): ConfigError =>
  keyError(call, "needs a key and none was given. Nothing was sent.");

const needsApiKey = (call: Call): ConfigError =>
  keyError(
    call,
    "takes an API key only; accessKey and secretKey work for /v1 and /account. Nothing was sent.",
  );
