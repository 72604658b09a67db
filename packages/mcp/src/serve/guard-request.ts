import { createHash, timingSafeEqual } from "node:crypto";
import {
  type AuthInfo,
  hostHeaderValidationResponse,
  localhostAllowedHostnames,
  originValidationResponse,
} from "@modelcontextprotocol/server";

export interface GuardOptions {
  /** Names under which clients may reach the server, beside those of this machine. */
  readonly hostnames?: readonly string[];
  /** Asked of every request. Absent: none, for a server that only this machine reaches. */
  readonly token?: string | undefined;
}

export type Guarded =
  | { readonly kind: "passed"; readonly authInfo: AuthInfo }
  | { readonly kind: "refused"; readonly response: Response };

const DIGITS = 12;

/**
 * Whether a request may be served: a page of the web must not reach a server of this machine, and strangers need the token. Where
 * there is one, the server may be reached under any name: a page that took a name over does not know the token.
 */
export function guardRequest(request: Request, { hostnames = [], token }: GuardOptions): Guarded {
  const allowed = [...localhostAllowedHostnames(), ...hostnames];
  const wrongHost = token === undefined ? hostHeaderValidationResponse(request, allowed) : undefined;
  const refused = wrongHost ?? originValidationResponse(request, allowed);
  if (refused) return { kind: "refused", response: refused };
  const given = /^Bearer (\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (token !== undefined && (given === undefined || !isSame(given, token)))
    return { kind: "refused", response: unauthorized() };
  // The caller is named by the token's hash, so that no token is kept anywhere.
  const clientId = token === undefined ? "http" : `http ${hashOf(token).toString("hex").slice(0, DIGITS)}`;
  return { kind: "passed", authInfo: { token: "", clientId, scopes: [] } };
}

const hashOf = (text: string): Buffer => createHash("sha256").update(text).digest();

/** Takes as long for a token that is nearly right. */
const isSame = (left: string, right: string): boolean => timingSafeEqual(hashOf(left), hashOf(right));

function unauthorized(): Response {
  const message = "This server asks for a token. Nothing was done. Send `Authorization: Bearer TOKEN`.";
  const body = { jsonrpc: "2.0", id: null, error: { code: -32001, message } };
  return Response.json(body, { status: 401, headers: { "www-authenticate": "Bearer" } });
}
