import { X509Certificate } from "node:crypto";
import { createSecureContext } from "node:tls";

export interface TlsCredentials {
  /** Private key, PEM. */
  readonly key: string;
  /** Certificate, PEM. */
  readonly cert: string;
}

/** The option `tls` cannot be used. */
export class InvalidTlsError extends Error {
  override readonly name = "InvalidTlsError";
  readonly code = "invalid_tls";
}

/**
 * Throws InvalidTlsError for what no client could connect to: Node's server takes a certificate without a key, and then fails each
 * handshake. An expired certificate passes, because clients are tested with it.
 */
export function checkTls(tls: unknown): asserts tls is boolean | TlsCredentials {
  if (typeof tls === "boolean") return;
  if (!isCredentials(tls))
    throw new InvalidTlsError("tls: must be true, false, or { key, cert } with the texts of two PEM files.");
  const { key, cert } = tls;
  const certificate = refuse("tls.cert: is not a certificate in PEM", () => new X509Certificate(cert));
  refuse("tls.key: is not a private key in PEM without a passphrase", () => createSecureContext({ key }));
  refuse(`tls.key: does not belong to the certificate of ${certificate.subject}`, () =>
    createSecureContext({ key, cert }),
  );
}

const isCredentials = (tls: unknown): tls is TlsCredentials =>
  typeof tls === "object" &&
  tls !== null &&
  "key" in tls &&
  "cert" in tls &&
  [tls.key, tls.cert].every((text) => typeof text === "string" && text !== "");

function refuse<Result>(message: string, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InvalidTlsError(`${message} (${reason}).`, { cause });
  }
}
