import { X509Certificate } from "node:crypto";
import { expect, it } from "vitest";
import { createSelfSigned } from "./self-signed.ts";

const NOW_MS = Date.UTC(2026, 8, 20);

it("makes a certificate that is its own issuer and holds for local names and addresses", () => {
  const certificate = new X509Certificate(
    createSelfSigned({ nowMs: NOW_MS, hosts: ["kling.test", "fd00::1:2"] }).cert,
  );
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.checkIssued(certificate)).toBe(true);
  expect(certificate.ca).toBe(true);
  for (const name of ["localhost", "kling.test"]) expect(certificate.checkHost(name)).toBe(name);
  for (const address of ["127.0.0.1", "::1", "fd00::1:2"]) expect(certificate.checkIP(address)).toBe(address);
  expect(certificate.checkHost("example.com")).toBeUndefined();
});

it("is valid from a day before until the asked number of days after", () => {
  const certificate = new X509Certificate(createSelfSigned({ nowMs: NOW_MS, validDays: 30 }).cert);
  expect(Date.parse(certificate.validFrom)).toBe(NOW_MS - 86_400_000);
  expect(Date.parse(certificate.validTo)).toBe(NOW_MS + 30 * 86_400_000);
});

it("writes dates after 2049 too, and a new key and serial number every time", () => {
  const late = Date.UTC(2060, 0, 2);
  const certificates = Array.from(
    { length: 3 },
    () => new X509Certificate(createSelfSigned({ nowMs: late }).cert),
  );
  expect(Date.parse(certificates[0]?.validFrom ?? "")).toBe(Date.UTC(2060, 0, 1));
  expect(new Set(certificates.map((entry) => entry.serialNumber)).size).toBe(3);
});
