/** Codes of certificates that no authority vouches for which Node knows. */
const UNTRUSTED = /SELF_SIGNED_CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT/;
/** OpenSSL read something else than TLS. */
const NO_TLS = /^(?:EPROTO|ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_PACKET_LENGTH_TOO_LONG)$/;

/** A sentence about what keeps a connection from being made, by the code of the system; empty where the code says it. */
export function connectionNote(code: string | undefined, baseUrl: string): string {
  if (code === undefined) return "";
  const isPlain = baseUrl.startsWith("http:");
  if (UNTRUSTED.test(code))
    return " Node does not trust the certificate. If you do, set NODE_EXTRA_CA_CERTS to the file of the certificate that signed it.";
  if (!isPlain && NO_TLS.test(code))
    return " The server does not speak TLS at this address. If it is an emulator, begin the base URL with http://.";
  // A server that speaks TLS closes connections that begin otherwise.
  return isPlain && code === "ECONNRESET"
    ? " If the server speaks TLS, begin the base URL with https://."
    : "";
}

/** The same for a message that names the address and the code. */
export function connectionNoteOf(message: string): string {
  const [, baseUrl = "", code] = /response from (https?:\/\/\S+) \(([A-Z][A-Z0-9_]+)\)/.exec(message) ?? [];
  return connectionNote(code, baseUrl);
}
