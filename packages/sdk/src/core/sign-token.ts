import { JWT_LIFETIME_SECONDS, JWT_NOT_BEFORE_SECONDS } from "@klingkit/spec";
import { CompactSign } from "jose/jws/compact/sign";
import type { KeyPair } from "./credentials.ts";

export interface SignedToken {
  readonly token: string;
  readonly notBeforeSeconds: number;
  readonly expiresSeconds: number;
}

/** Signs a token for a key pair, dated `nowMs`. A parameter of the core, so that bundles without it need no signing code. */
export type SignToken = (pair: KeyPair, nowMs: number) => Promise<SignedToken>;

/** HS256 token as the documentation describes it: `iss`, `exp`, `nbf` and nothing else. @source DOC 2026-09 */
export const signToken: SignToken = async ({ accessKey, secretKey }, nowMs) => {
  const nowSeconds = Math.floor(nowMs / 1000);
  const notBeforeSeconds = nowSeconds - JWT_NOT_BEFORE_SECONDS;
  const expiresSeconds = nowSeconds + JWT_LIFETIME_SECONDS;
  const claims = { iss: accessKey, exp: expiresSeconds, nbf: notBeforeSeconds };
  const encoder = new TextEncoder();
  const token = await new CompactSign(encoder.encode(JSON.stringify(claims)))
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .sign(encoder.encode(secretKey));
  return { token, notBeforeSeconds, expiresSeconds };
};
