import { KLING_KEY_PAGE } from "@klingkit/spec";
import type { Clock } from "../../core/clock.ts";
import type { ApiError } from "../../core/errors/api-error.ts";
import { ConfigError } from "../../core/errors/config-error.ts";
import type { Call } from "../../core/service-protocol.ts";
import { KLING } from "../service-name.ts";
import type { Credentials } from "./credentials.ts";
import { credentialHint } from "./diagnose.ts";
import type { MakeTokens } from "./tokens.ts";

export interface Auth {
  /** Bearer value for a call, dated by the service's clock. Throws ConfigError when no key fits. */
  token(call: Call, serverNowMs: number): Promise<string>;
  /** Whether a new credential will pass where this one was refused. */
  renew(call: Call, error: ApiError): boolean;
  /** What is probably wrong with the key, after it was refused. */
  hint(): string | undefined;
}

export interface AuthOptions {
  readonly credentials: Credentials;
  readonly clock: Clock;
  /** Absent in clients that take API keys only. */
  readonly makeTokens: MakeTokens | undefined;
}

/** Chooses the bearer value: the API key wherever there is one. Keys stay in this closure. */
export function createAuth({ credentials, clock, makeTokens }: AuthOptions): Auth {
  const { apiKey, pair } = credentials;
  const tokens = apiKey === undefined && pair ? makeTokens?.(pair) : undefined;
  return {
    async token(call, serverNowMs) {
      if (apiKey !== undefined) return apiKey;
      if (!pair) throw missingKey(call);
      const token = await tokens?.token(call, serverNowMs);
      if (token === undefined) throw needsApiKey(call);
      return token;
    },
    renew: (call, error) => tokens?.renew(call, error) === true,
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
