import { JWT_LIFETIME_SECONDS, JWT_NOT_BEFORE_SECONDS } from "@klingkit/spec";
import type { KeyPair } from "./credentials.ts";

export interface SignedToken {
  readonly token: string;
  readonly notBeforeSeconds: number;
  readonly expiresSeconds: number;
}

const HMAC = { name: "HMAC", hash: "SHA-256" } as const;

/**
 * Signs a token for a key pair, dated `nowMs`: an HS256 token as the documentation describes it: `iss`, `exp`, `nbf` and nothing else. @source DOC 2026-09
 * On Web Crypto, which every supported runtime has: a library for these lines costs a tenth of the size budget.
 */
export async function signToken({ accessKey, secretKey }: KeyPair, nowMs: number): Promise<SignedToken> {
  const nowSeconds = Math.floor(nowMs / 1000);
  const notBeforeSeconds = nowSeconds - JWT_NOT_BEFORE_SECONDS;
  const expiresSeconds = nowSeconds + JWT_LIFETIME_SECONDS;
  const header = base64Url(bytesOf(JSON.stringify({ alg: "HS256", typ: "JWT" })));
  const claims = { iss: accessKey, exp: expiresSeconds, nbf: notBeforeSeconds };
  const signed = `${header}.${base64Url(bytesOf(JSON.stringify(claims)))}`;
  const key = await crypto.subtle.importKey("raw", bytesOf(secretKey), HMAC, false, ["sign"]);
  const signature = await crypto.subtle.sign(HMAC, key, bytesOf(signed));
  return { token: `${signed}.${base64Url(new Uint8Array(signature))}`, notBeforeSeconds, expiresSeconds };
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

function base64Url(bytes: Uint8Array): string {
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
