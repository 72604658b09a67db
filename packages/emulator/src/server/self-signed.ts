import { generateKeyPairSync, randomBytes } from "node:crypto";
import { isIP } from "node:net";
import forge from "node-forge";

const DAY_MS = 86_400_000;
const KEY_BITS = 2048;
const COMMON_NAME = [{ name: "commonName", value: "klingkit emulator" }];
/** Kinds of names in a certificate. @source RFC 5280 §4.2.1.6 */
const DNS_NAME = 2;
const IP_ADDRESS = 7;

export interface SelfSignedOptions {
  /** Names and addresses beside localhost, 127.0.0.1 and ::1. */
  readonly hosts?: readonly string[];
  readonly nowMs: number;
  /** Default 365. */
  readonly validDays?: number;
}

export interface SelfSigned {
  /** Private key, PKCS #8 PEM. */
  readonly key: string;
  /** Certificate, PEM; also the root that a client has to trust. */
  readonly cert: string;
}

/** Makes an RSA key and a certificate for local servers. */
export function createSelfSigned({ hosts = [], nowMs, validDays = 365 }: SelfSignedOptions): SelfSigned {
  // Node's key generation is native; forge's takes seconds.
  const { privateKey, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: KEY_BITS,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
  // A first byte of 01 keeps the number positive whatever follows it.
  certificate.serialNumber = `01${randomBytes(16).toString("hex")}`;
  certificate.validity.notBefore = new Date(nowMs - DAY_MS);
  certificate.validity.notAfter = new Date(nowMs + validDays * DAY_MS);
  certificate.setSubject(COMMON_NAME);
  certificate.setIssuer(COMMON_NAME);
  certificate.setExtensions(extensions([...new Set(["localhost", "127.0.0.1", "::1", ...hosts])]));
  certificate.sign(forge.pki.privateKeyFromPem(privateKey), forge.md.sha256.create());
  return { key: privateKey, cert: forge.pki.certificateToPem(certificate) };
}

const extensions = (hosts: readonly string[]) => [
  { name: "basicConstraints", cA: true, critical: true },
  { name: "keyUsage", digitalSignature: true, keyCertSign: true, critical: true },
  { name: "extKeyUsage", serverAuth: true },
  { name: "subjectKeyIdentifier" },
  {
    name: "subjectAltName",
    altNames: hosts.map((host) =>
      isIP(host) ? { type: IP_ADDRESS, ip: host } : { type: DNS_NAME, value: host },
    ),
  },
];
