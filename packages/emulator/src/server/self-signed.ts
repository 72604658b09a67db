import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { isIPv4, isIPv6 } from "node:net";
import { der } from "./der.ts";

const DAY_MS = 86_400_000;

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

const OID = {
  commonName: "2.5.4.3",
  ecdsaWithSha256: "1.2.840.10045.4.3.2",
  subjectKeyId: "2.5.29.14",
  keyUsage: "2.5.29.15",
  subjectAltName: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  extendedKeyUsage: "2.5.29.37",
  serverAuth: "1.3.6.1.5.5.7.3.1",
} as const;

/** digitalSignature and keyCertSign: the certificate is its own issuer. */
const KEY_USAGE_BITS = Buffer.from([0x84]);

/** Makes a P-256 key and a certificate for local servers. @source RFC 5280 §4.1 */
export function createSelfSigned({ hosts = [], nowMs, validDays = 365 }: SelfSignedOptions): SelfSigned {
  const pair = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const publicKey = pair.publicKey.export({ type: "spki", format: "der" });
  const algorithm = der.sequence(der.oid(OID.ecdsaWithSha256));
  const name = der.sequence(der.set(der.sequence(der.oid(OID.commonName), der.utf8("klingkit emulator"))));
  const body = der.sequence(
    der.explicit(0, der.integer(Buffer.from([2]))),
    der.integer(randomBytes(16)),
    algorithm,
    name,
    der.sequence(der.time(nowMs - DAY_MS), der.time(nowMs + validDays * DAY_MS)),
    name,
    publicKey,
    der.explicit(3, extensions([...new Set(["localhost", "127.0.0.1", "::1", ...hosts])], publicKey)),
  );
  const signature = sign("sha256", body, pair.privateKey);
  const certificate = der.sequence(body, algorithm, der.bitString(signature));
  return {
    key: String(pair.privateKey.export({ type: "pkcs8", format: "pem" })),
    cert: toPem(certificate),
  };
}

function extensions(hosts: readonly string[], publicKey: Buffer): Buffer {
  const keyId = createHash("sha1").update(publicKey).digest();
  return der.sequence(
    extension(OID.basicConstraints, der.sequence(der.boolean(true)), "critical"),
    extension(OID.keyUsage, der.bitString(KEY_USAGE_BITS, 2), "critical"),
    extension(OID.extendedKeyUsage, der.sequence(der.oid(OID.serverAuth))),
    extension(OID.subjectKeyId, der.octets(keyId)),
    extension(OID.subjectAltName, der.sequence(...hosts.map(generalName))),
  );
}

function extension(oid: string, value: Buffer, critical?: "critical"): Buffer {
  const flag = critical === undefined ? [] : [der.boolean(true)];
  return der.sequence(der.oid(oid), ...flag, der.octets(value));
}

function generalName(host: string): Buffer {
  if (isIPv4(host)) return der.implicit(7, Buffer.from(host.split(".").map(Number)));
  if (isIPv6(host)) return der.implicit(7, ipv6Bytes(host));
  return der.implicit(2, Buffer.from(host, "ascii"));
}

function ipv6Bytes(host: string): Buffer {
  const [head = "", tail] = host.split("::");
  const left = head.split(":").filter(Boolean);
  const right = (tail ?? "").split(":").filter(Boolean);
  const zeros = Array<string>(8 - left.length - right.length).fill("0");
  const bytes = Buffer.alloc(16);
  for (const [index, word] of [...left, ...zeros, ...right].entries()) {
    bytes.writeUInt16BE(Number.parseInt(word, 16), index * 2);
  }
  return bytes;
}

function toPem(certificate: Buffer): string {
  const lines = certificate.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}
